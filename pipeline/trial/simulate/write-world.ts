// plancher simulate: worlds as files of records and of the truth, written as they are made: memory
// does not grow with the number of operations.
import {
  closeSync,
  existsSync,
  openSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { crawlsOf, panelsOf } from './audience.ts';
import { type Calendar, calendarOf } from './calendar.ts';
import { operationOf } from './operation.ts';
import { type Books, booksOf } from './payments.ts';
import { plainMonth } from './plain.ts';
import type { Kind } from '../../../schemas/record.ts';
import { codeOf, usageFailure } from '../../platform/failure.ts';
import { makeDirectory } from '../../platform/make-directory.ts';
import { randomOf } from '../../platform/random.ts';
import type { Tables } from './rates.ts';
import type { WorldSettings } from './settings.ts';

const FILES = [
  'panel',
  'flow',
  'site',
  'account',
  'observation',
] as const satisfies readonly Kind[];
const TRUTH = 'truth.json';
const BUFFER_CHARACTERS = 1_048_576;
const TRUTH_COLUMNS =
  'operation,month,line,revenue_eur,event_day_eur,recorded_eur,evidence,visitors\n';

export interface Written {
  operations: number;
  records: number;
  truth_rows: number;
}

/**
 * A file that is written in large pieces, and not at all when there is nothing to write: an empty
 * file is no input.
 */
function fileIn(folder: string, name: string): { add: (text: string) => void; end: () => void } {
  const path = join(folder, name);
  rmSync(path, { force: true });
  let descriptor: number | null = null;
  let buffered = '';
  const flush = () => {
    if (buffered === '') return;
    descriptor ??= openSync(path, 'w');
    writeSync(descriptor, buffered);
    buffered = '';
  };
  return {
    add: (text) => {
      buffered += text;
      if (buffered.length > BUFFER_CHARACTERS) flush();
    },
    end: () => {
      flush();
      if (descriptor !== null) closeSync(descriptor);
    },
  };
}

/**
 * Writes all worlds into the same files: panel.ndjson, flow.ndjson, site.ndjson, account.ndjson,
 * observation.ndjson (those that have records), truth.csv, truth.json.
 * @throws Failure (exit 2) when the folder holds files of these names that are no earlier
 * simulation, or is none
 */
export function writeWorlds(
  folder: string,
  worlds: readonly WorldSettings[],
  tables: Tables,
): Written {
  const inTheWay = existsSync(join(folder, TRUTH))
    ? undefined
    : FILES.find((kind) => existsSync(join(folder, `${kind}.ndjson`)));
  if (inTheWay !== undefined)
    throw usageFailure(
      'folder_in_use',
      `${join(folder, inTheWay)}.ndjson is there already, and is no simulation. Name an ` +
        'empty folder with --out.',
    );
  if (existsSync(folder) && !statSync(folder).isDirectory())
    throw usageFailure('folder_in_use', `${folder} is no folder. Name one with --out.`);
  try {
    makeDirectory(folder);
  } catch (thrown) {
    throw usageFailure(
      'no_folder',
      `${folder} cannot be made (${codeOf(thrown)}). Name another folder with --out.`,
      thrown,
    );
  }
  const files = new Map(FILES.map((kind) => [kind, fileIn(folder, `${kind}.ndjson`)]));
  const truth = fileIn(folder, 'truth.csv');
  const written = { operations: 0, records: 0, truth_rows: 0 };
  const out: Out = {
    record: (kind, record) => {
      files.get(kind)?.add(typeof record === 'string' ? record : `${JSON.stringify(record)}\n`);
      written.records += 1;
    },
    truth: (row) => {
      truth.add(row);
      written.truth_rows += 1;
    },
  };
  truth.add(TRUTH_COLUMNS);
  try {
    for (const settings of worlds) {
      const calendar = calendarOf(settings.firstMonth, settings.months);
      for (let index = 0; index < settings.operations; index += 1)
        writeOperation(out, { settings, calendar, tables }, index);
      written.operations += settings.operations;
    }
  } finally {
    for (const file of [...files.values(), truth]) file.end();
  }
  writeFileSync(
    join(folder, TRUTH),
    `${JSON.stringify({ generator: 'xoshiro128**', worlds, ...written }, null, 1)}\n`,
  );
  return written;
}

interface Out {
  record: (kind: (typeof FILES)[number], record: Record<string, unknown> | string) => void;
  truth: (row: string) => void;
}

interface World {
  settings: WorldSettings;
  calendar: Calendar;
  tables: Tables;
}

function writeOperation(out: Out, world: World, index: number): void {
  const { settings, calendar } = world;
  const random = randomOf(settings.seed, index);
  if (settings.plainFlows !== null) {
    for (let month = 0; month < settings.months; month += 1) {
      const { lines, truth } = plainMonth(random, world, {
        index,
        month,
        flows: settings.plainFlows,
      });
      for (const line of lines) out.record('flow', line);
      for (const row of truth) out.truth(row);
    }
    return;
  }
  const operation = operationOf(random, settings, world, index);
  const registered = [
    ...operation.sites.map(({ name }) => name),
    ...(operation.strangeSite === null ? [] : [operation.strangeSite]),
  ];
  for (const site of registered)
    out.record('site', {
      record_id: `registry/${site}`,
      revision: 1,
      source: 'case-file',
      site,
      operation: operation.name,
      valid_from: '2010-01-01',
    });
  for (const account of accountsOf(operation)) out.record('account', account);
  const books = booksOf(random, world, operation);
  for (const flow of books.flows) out.record('flow', flow);
  for (const panel of panelsOf(random, world, operation)) out.record('panel', panel);
  for (const crawl of crawlsOf(random, world, operation)) out.record('observation', crawl);
  for (const row of truthRows(calendar, books, operation)) out.truth(row);
}

/** The accounts of an operation: at each of its networks, and the one that is paid. */
function accountsOf({
  name,
  account,
  streams,
}: ReturnType<typeof operationOf>): Record<string, unknown>[] {
  const at = streams.map(({ network }) => ({
    record_id: `registry/${name}/${network}`,
    network,
    account: `pub-${account}`,
    account_type: 'publisher',
  }));
  const paid = { record_id: `registry/${name}`, account: `acc-${account}`, account_type: 'psp' };
  return [...at, paid].map((row) => ({ ...row, source: 'case-file', operation: name }));
}

function truthRows(
  calendar: Calendar,
  { truth }: Books,
  { name, evidence, visitors }: ReturnType<typeof operationOf>,
): string[] {
  return [...truth].flatMap(([line, { revenue, eventDay, recorded }]) =>
    calendar.months.map((month, at) => {
      const figures = [revenue[at], eventDay[at], recorded[at]].map((value) =>
        (value ?? 0).toFixed(8),
      );
      return `${name},${month},${line},${figures.join(',')},${evidence},${String(visitors[at] ?? 0)}\n`;
    }),
  );
}
