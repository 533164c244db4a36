// plancher simulate: worlds with known truth, as files that plancher ingest reads.
import { type Command, Option } from 'commander';
import { readReference } from '../reference/load.ts';
import { usageFailure } from '../platform/failure.ts';
import { nameShown } from '../platform/harmless.ts';
import { tablesOf } from '../trial/simulate/rates.ts';
import {
  type CasesSettings,
  FIRST_MONTH,
  MISSPECIFICATIONS,
  MOST_PANELS,
  type Misspecification,
  PAPERS,
  type WorldSettings,
  isMisspecification,
  settingsOf,
} from '../trial/simulate/settings.ts';
import { writeWorlds } from '../trial/simulate/write-world.ts';
import { outOption } from './folder.ts';
import { type ListOptions, listOfOne, listText, printsList } from './list.ts';
import type { Io } from './io.ts';

interface SimulateOptions extends ListOptions {
  seed: string;
  operations: string;
  months: string;
  out: string;
  from: string;
  rates: WorldSettings['rates'];
  documented?: string;
  papers?: CasesSettings['papers'];
  panels?: string;
  misspecify?: string;
  documentedOnly?: true;
  flows: string;
}

/** Exchange rates end in 2026-06, and the last payments come two months after the last month. */
const MOST_MONTHS = 120;

export function addSimulate(program: Command, { write }: Io): void {
  printsList(program.command('simulate'))
    .description(
      'write records of invented operations whose true revenue is known: KIND.ndjson, ' +
        'truth.csv, truth.json',
    )
    .requiredOption('--seed <number>', 'the same seed gives the same bytes')
    .requiredOption('--operations <number>', 'number of operations')
    .addOption(outOption('folder for the files').makeOptionMandatory())
    .option('--months <number>', 'months of each operation', '12')
    .option('--from <month>', 'first month, YYYY-MM', FIRST_MONTH)
    .addOption(
      new Option(
        '--rates <place>',
        'true rates: drawn from the card, at the ends that a floor uses, or as published cases are',
      )
        .choices(['drawn', 'lowest', 'cases'])
        .default('drawn'),
    )
    .option(
      '--documented <share>',
      'with --rates cases: share of operations whose papers were found; usually 0.5',
    )
    .addOption(
      new Option(
        '--papers <extent>',
        'with --rates cases: papers show all money of an operation, 30 to 100 per cent of it, or ' +
          'that with all that goes wrong in records; usually full',
      ).choices(PAPERS),
    )
    .option(
      '--panels <number>',
      `with --rates cases: panels that measure each operation, up to ${String(MOST_PANELS)}; ` +
        'usually 1',
    )
    .option(
      '--misspecify <name>',
      `break one assumption: ${Object.keys(MISSPECIFICATIONS).join(', ')}`,
    )
    .option('--documented-only', 'plain payments only, fast')
    .option('--flows <number>', 'with --documented-only: flows for each operation and month', '30')
    .action((options: SimulateOptions) => {
      const written = writeWorlds(options.out, [worldAskedFor(options)], tablesOf(readReference()));
      write(listText(listOfOne({ folder: options.out, ...written }), options.format));
    });
}

function worldAskedFor(options: SimulateOptions): WorldSettings {
  const misspecify = misspecificationOf(options.misspecify);
  if (!/^(200[5-9]|201\d)-(0[1-9]|1[0-2])$/.test(options.from))
    throw usageFailure(
      'wrong_month',
      `--from ${nameShown(options.from)}: write YYYY-MM, from 2005-01 to 2019-12; later ` +
        'there may be no exchange rates.',
    );
  const cases = casesOf(options);
  const settings = settingsOf({
    seed: whole('--seed', options.seed, 0, 4_294_967_295),
    operations: whole('--operations', options.operations, 1, 100_000_000),
    months: whole('--months', options.months, 1, options.from > '2015-12' ? 70 : MOST_MONTHS),
    firstMonth: options.from,
    rates: options.rates,
    cases,
    misspecify,
    plainFlows: options.documentedOnly === true ? whole('--flows', options.flows, 1, 10_000) : null,
  });
  const asksCases = options.rates === 'cases' || Object.keys(cases).length > 0;
  if (asksCases && (settings.cases === undefined || settings.plainFlows !== null))
    throw usageFailure(
      'not_of_cases',
      '--documented, --papers and --panels need --rates cases, which goes with no ' +
        '--documented-only and no misspecification that needs the lowest rates of the card.',
    );
  return settings;
}

function misspecificationOf(name: string | undefined): Misspecification | null {
  if (name === undefined) return null;
  if (isMisspecification(name)) return name;
  throw usageFailure(
    'no_misspecification',
    `--misspecify ${nameShown(name)}: there is no such assumption. Choose one of ` +
      `${Object.keys(MISSPECIFICATIONS).join(', ')}.`,
  );
}

/** What was given of them. */
function casesOf({ documented, papers, panels }: SimulateOptions): Partial<CasesSettings> {
  return {
    ...(documented === undefined ? {} : { documented: shareOf('--documented', documented) }),
    ...(papers === undefined ? {} : { papers }),
    ...(panels === undefined ? {} : { panels: whole('--panels', panels, 1, MOST_PANELS) }),
  };
}

function shareOf(name: string, text: string): number {
  const value = /^\d(\.\d{1,6})?$/.test(text) ? Number(text) : Number.NaN;
  if (value <= 1) return value;
  throw usageFailure('wrong_number', `${name} ${nameShown(text)}: write a share from 0 to 1.`);
}

function whole(name: string, text: string, least: number, most: number): number {
  const value = /^\d{1,12}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw usageFailure(
    'wrong_number',
    `${name} ${nameShown(text)}: write a whole number from ${String(least)} to ${String(most)}.`,
  );
}
