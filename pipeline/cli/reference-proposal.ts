// plancher reference rates propose: what payments and panels show of rates, and drafts for the rate
// card.
import { writeFileSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { codeOf, messageOf, usageFailure } from '../platform/failure.ts';
import { harmlessJson, nameShown } from '../platform/harmless.ts';
import { cardInForce } from '../reference/card-in-force.ts';
import { cardWithDrafts } from '../reference/observed/card-with-drafts.ts';
import { type Draft, decimalText, draftRow } from '../reference/observed/draft-row.ts';
import {
  OBSERVED_UNITS,
  type ObservedRate,
  observedRates,
} from '../reference/observed/observed-rate.ts';
import { LEAST_MEMBERS, LEVEL } from '../reference/observed/prediction-limits.ts';
import type { RateCard } from '../reference/rate-card.ts';
import type { Row } from '../text/row.ts';
import type { Io } from './io.ts';
import { type ListOptions, listOf, listText, printsList } from './list.ts';
import { withSession } from './session.ts';

const COLUMNS = [
  'factor',
  'network',
  'country',
  'period',
  'n',
  'n_needed',
  'level',
  'low',
  'median',
  'high',
  'unit',
  'draft_low',
  'draft_high',
  'problem',
];

interface ProposalOptions extends ListOptions {
  out?: string;
}

export function addProposal(rates: Command, { write, writeError }: Io): void {
  printsList(rates.command('propose'))
    .description(
      'rates that counting flows and panels show, with distribution-free limits over operations; ' +
        'those with limits as drafts, which count nowhere until two people have approved them',
    )
    .addOption(
      new Option(
        '--out <file>',
        'write a rate card: the one in force with the drafts; an existing file is kept',
      ).argParser((path: string) => {
        if (path === '') throw usageFailure('no_file', '--out is empty: name a file.');
        return path;
      }),
    )
    .action((options: ProposalOptions) =>
      withSession(async ({ warehouse }) => {
        const [observed, inForce] = await Promise.all([
          observedRates(warehouse, { year: null, without: null }),
          cardInForce(warehouse),
        ]);
        const drafts = observed.map((rate) => draftRow(rate, inForce.card.rows, inForce.runId));
        const rows = drafts.flatMap((draft) => ('row' in draft ? [draft.row] : []));
        if (options.out !== undefined) {
          writeNew(options.out, fileOf(cardWithDrafts(inForce, rows)));
          writeError(`plancher: ${nameShown(options.out)} has ${String(rows.length)} drafts.\n`);
        }
        const list = observed.map((rate, index) => shownRow(rate, drafts[index]));
        write(listText(listOf(list, COLUMNS), options.format));
      }),
    );
}

function shownRow({ low, median, high, ...rate }: ObservedRate, draft: Draft | undefined): Row {
  const figure = (value: bigint | null) => (value === null ? null : decimalText(value));
  const row = draft !== undefined && 'row' in draft ? draft.row : null;
  return {
    ...rate,
    n_needed: rate.n < LEAST_MEMBERS ? LEAST_MEMBERS : null,
    level: LEVEL,
    low: figure(low),
    median: figure(median),
    high: figure(high),
    unit: OBSERVED_UNITS[rate.factor],
    draft_low: row?.low ?? null,
    draft_high: row?.high ?? null,
    problem: draft !== undefined && 'problem' in draft ? draft.problem : '',
  };
}

/** In the shape of reference/rate-card.json: one row on each line. */
function fileOf({ version, rows }: RateCard): string {
  const lines = rows.map((row) => harmlessJson(row)).join(',\n');
  return `{"version": ${harmlessJson(version)}, "rows": [\n${lines}\n]}\n`;
}

/** Never over a file that is there: it may have approvals in it. */
function writeNew(path: string, text: string): void {
  try {
    writeFileSync(path, text, { flag: 'wx' });
  } catch (thrown) {
    const why = codeOf(thrown) === 'EEXIST' ? 'it exists already' : messageOf(thrown);
    throw usageFailure(
      'unwritable_file',
      `${nameShown(path)} cannot be written: ${why}. Name another file.`,
      thrown,
    );
  }
}
