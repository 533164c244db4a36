// plancher reference: versions in force; checks and loads exchange rates by day and rate cards.
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Command } from 'commander';
import { dailyRateRows, farFindings, parseDailyRates } from '../reference/daily-rate.ts';
import { monthlyRates } from '../reference/exchange-rate.ts';
import { type FileFinding, isError } from '../reference/file-finding.ts';
import { isApproved, parseRateCard, rateCardRows } from '../reference/rate-card.ts';
import {
  type ReferenceTable,
  putInForce,
  readReference,
  referenceTable,
} from '../reference/load.ts';
import { followUp } from '../path.ts';
import { EXIT, messageOf, usageFailure } from '../platform/failure.ts';
import { nameShown } from '../platform/harmless.ts';
import { sqlFile } from '../warehouse/sql-file.ts';
import { type ListOptions, listOfOne, listText, printsList } from './list.ts';
import type { Row } from '../text/row.ts';
import type { Io, Write } from './io.ts';
import { table } from '../text/table.ts';
import { withSession } from './session.ts';

const LIST_COLUMNS = [
  'name',
  'version',
  'origin',
  'in_force',
  'row_count',
  'draft_count',
  'first',
  'last',
  'loaded_at',
];
const FINDING_COLUMNS = ['severity', 'row', 'field', 'message'];

/**
 * A file that was read: what it says about itself, and the table to load. Null: there is an error.
 */
interface Examined {
  table: ReferenceTable | null;
  facts: Row;
  findings: FileFinding[];
}

interface LoadOptions extends ListOptions {
  check?: true;
  estimate: boolean;
}

export function addReference(program: Command, { write, setExitCode }: Io): void {
  const reference = program
    .command('reference')
    .description(
      'reference data: list versions (the default), check and load exchange rates and rate cards',
    );
  printsList(reference.command('list', { isDefault: true }))
    .description('versions in force, and where they came from')
    .option('--all', 'also those no longer in force')
    .action((options: ListOptions & { all?: true }) =>
      withSession(async ({ warehouse }) => {
        const list = await warehouse.list(sqlFile('reference/list.sql'), {
          every: options.all === true ? 1 : 0,
        });
        write(listText(list, options.format, LIST_COLUMNS));
      }),
    );
  const kinds: [string, string, (path: string) => Examined][] = [
    ['fx', "exchange rates by day: the ECB's eurofxref-hist.csv", examineDailyRates],
    ['rates', 'a rate card, in the shape of reference/rate-card.json', examineRateCard],
  ];
  for (const [name, what, examineFile] of kinds)
    printsList(reference.command(name))
      .description(`check and load ${what}; it stays in force until another is loaded`)
      .argument('<file>')
      .option('--check', 'only check it; exit 3 when there is an error')
      .option('--no-estimate', 'do not compute floors again and do not look for alerts')
      .action(async (path: string, options: LoadOptions) => {
        setExitCode(await load(examineFile(path), options, write));
      });
}

async function load(
  { table: loaded, facts, findings }: Examined,
  options: LoadOptions,
  write: Write,
): Promise<number> {
  const isLoading = loaded !== null && options.check !== true;
  if (isLoading)
    await withSession(async (session) => {
      await putInForce(session.warehouse, loaded, 'loaded', session.clock);
      if (options.estimate) await followUp(session);
    });
  const errors = findings.filter(isError).length;
  const row = {
    version: loaded?.version ?? '',
    ...facts,
    errors,
    warnings: findings.length - errors,
    loaded: isLoading,
  };
  if (options.format !== 'table') write(listText(listOfOne({ ...row, findings }), options.format));
  else {
    const found = findings.map((finding) => ({ ...finding }));
    write(`${found.length === 0 ? '' : `${table(found, FINDING_COLUMNS)}\n`}${table([row])}`);
  }
  return errors > 0 ? EXIT.checkFailed : EXIT.done;
}

function examineDailyRates(path: string): Examined {
  const { rows, findings: found } = parseDailyRates(fileText(path));
  const findings = [...found, ...farFindings(rows, monthlyRates(readReference().fx.rows))];
  const days = [...new Set(rows.map(({ day }) => day))].sort();
  const currencies = new Set(rows.map(({ currency }) => currency)).size;
  const facts = {
    rates: rows.length,
    days: days.length,
    first: days[0] ?? '',
    last: days.at(-1) ?? '',
    currencies,
  };
  const isLoadable = !findings.some(isError);
  return {
    table: isLoadable ? referenceTable('fx_daily', labelOf(path), dailyRateRows(rows)) : null,
    facts,
    findings,
  };
}

function examineRateCard(path: string): Examined {
  const { card, findings } = parseRateCard(fileText(path));
  if (card === null)
    return { table: null, facts: { rows: null, approved: null, draft: null }, findings };
  const approved = card.rows.filter(isApproved).length;
  const facts = { rows: card.rows.length, approved, draft: card.rows.length - approved };
  return { table: referenceTable('rate_card', card.version, rateCardRows(card)), facts, findings };
}

/** File name without its ending: eurofxref-hist.csv is eurofxref-hist. */
function labelOf(path: string): string {
  return basename(path).replace(/\.[a-z]+$/i, '');
}

function fileText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (thrown) {
    throw usageFailure(
      'unreadable_file',
      `${nameShown(path)} cannot be read: ${messageOf(thrown)}.`,
      thrown,
    );
  }
}
