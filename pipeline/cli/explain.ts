// plancher explain: the derivation of one floor, for a screen, for a program, or for print.
import { type Command, Option } from 'commander';
import { derivationOf } from '../explain/derivation.ts';
import { paperOf } from '../explain/paper.ts';
import { PAPER_FORMATS, type PaperFormat, render } from '../explain/render.ts';
import { LANGUAGES, type Language } from '../text/language.ts';
import { usageFailure } from '../platform/failure.ts';
import { harmlessJson, nameShown } from '../platform/harmless.ts';
import { jsonOption } from './list.ts';
import type { Io } from './io.ts';
import { withSession } from './session.ts';

interface ExplainOptions {
  threshold?: string;
  lang: Language;
  format: PaperFormat | 'json';
}

export function addExplain(program: Command, { write }: Io): void {
  program
    .command('explain')
    .description(
      'the derivation of one floor, down to records and offsets; what it depends on, and ' +
        'what would raise it',
    )
    .argument('<operation>')
    .argument('<month>', 'YYYY-MM')
    .option(
      '--threshold <eur>',
      'how far must things move for the floor to fall under this; default: the next round ' +
        'figure below the headline',
    )
    .addOption(new Option('--lang <language>', 'language').choices(LANGUAGES).default('en'))
    .addOption(
      new Option('--format <format>', 'how to print')
        .choices([...PAPER_FORMATS, 'json'])
        .default('text'),
    )
    .addOption(jsonOption())
    .action((operation: string, month: string, options: ExplainOptions) => {
      const threshold = thresholdOf(options.threshold);
      return withSession(async (session) => {
        const derivation = await derivationOf(session, operation, month, threshold);
        if (options.format === 'json') write(`${harmlessJson([derivation], 1)}\n`);
        else write(render(paperOf(derivation, options.lang), options.format, options.lang));
      });
    });
}

function thresholdOf(written: string | undefined): string | null {
  if (written === undefined) return null;
  if (!/^\d{1,11}(\.\d{1,4})?$/.test(written))
    throw usageFailure(
      'wrong_amount',
      `--threshold ${nameShown(written)}: write an amount in EUR with at most four decimals, ` +
        'for example 3000 or 2588.3729.',
    );
  return written;
}
