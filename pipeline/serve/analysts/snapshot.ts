// Copies an embedded warehouse in use by hard links, for a second process to read. The engine never
// changes parts in place, so links to all parts of a table are the table at one moment. Tables are
// linked in the reverse order of writing: a copy never has a custody row without its records, nor a
// floor without its run. See docs/decisions/0028-analysts-process.md.
import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  symlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { KINDS, RECORD_KINDS } from '../../../schemas/record.ts';
import { codeOf } from '../../platform/failure.ts';
import { deleteFolder } from '../../platform/temporary-folder.ts';

/** Tables in the order in which the pipeline writes them: a row comes after what it relies on. */
export const WRITE_ORDER: readonly string[] = [
  ...['fx_rate', 'daily_rate', 'peg', 'euro_conversion', 'rate_card'],
  ...['jurisdiction', 'offshore_centre', 'network_name_listed'],
  ...['disjoint_source', 'audience_policy', 'reference_case', 'reference_version'],
  'input_file',
  ...KINDS.map((kind) => RECORD_KINDS[kind].table),
  ...['flow_link', 'flow_coordinate', 'input_record', 'custody_range', 'input_file_end'],
  'replay_plan',
  ...['class_ratio', 'class_relation', 'observed_rate'],
  ...['own_member', 'measured_audience'],
  ...['flow_ruling', 'group_ruling', 'computed_operation'],
  ...['floor_revision', 'estimate_run'],
  ...['alert_coverage', 'alert_payment', 'alert_revision', 'alert_evaluation'],
  ...['alert_message_member', 'alert_message', 'alert_attempt', 'alert_action'],
  ...['export_watch', 'export_run_record', 'schema_journal'],
];

interface Table {
  name: string;
  /** Folder of the table's parts, below `store`. */
  folder: string;
}

/** Files that the engine rewrites in place. All others in a part never change. */
const REWRITTEN = new Set(['metadata_version.txt', 'txn_version.txt']);
/** Folders that are being written or deleted, and parts that the engine set aside. */
const NO_PART = /^(?:tmp_|delete_tmp_|detached$|moving$)/;
/** A table that loses parts during linking is linked again, up to this often. */
const MOST_TRIES = 5;

/**
 * Links the content of `source` into the empty or missing folder `target`. Work lists (plain
 * MergeTree tables that a run uses for itself) are copied without rows.
 */
export function takeSnapshot(source: string, target: string, database: string): void {
  const home = homeOf(source, database);
  for (const folder of ['metadata', join('store', home)])
    mkdirSync(join(target, folder), { recursive: true });
  copyFileSync(
    join(source, 'metadata', `${database}.sql`),
    join(target, 'metadata', `${database}.sql`),
  );
  symlinkSync(join('..', 'store', home), join(target, 'metadata', database));
  for (const { name, folder } of lastWrittenFirst(copyDefinitions(source, target, home))) {
    const [from, to] = [join(source, 'store', folder), join(target, 'store', folder)];
    if (!existsSync(from)) continue;
    for (let tries = 1; !linkTable(from, to); tries += 1)
      if (tries === MOST_TRIES)
        throw new Error(`The table ${name} changes faster than it can be linked.`);
  }
}

/** Changes whenever anything is written: the parts of every table, and the definitions. */
export function fingerprint(source: string, database: string): string {
  const home = homeOf(source, database);
  const tables = tablesIn(join(source, 'store', home), () => undefined);
  const parts = tables.map(({ folder }) =>
    partsIn(join(source, 'store', folder))
      .sort()
      .join(','),
  );
  return [...tables.map(({ name, folder }) => `${name} ${folder}`), ...parts].join('\n');
}

/** Folder of the table definitions, below `store`. */
function homeOf(source: string, database: string): string {
  return readlinkSync(join(source, 'metadata', database))
    .split('/')
    .slice(-2)
    .join('/');
}

function copyDefinitions(source: string, target: string, home: string): Table[] {
  return tablesIn(join(source, 'store', home), (file, path) => {
    copyFileSync(path, join(target, 'store', home, file));
  });
}

/** The tables that keep rows. `onFile` receives every definition, including those of views. */
function tablesIn(folder: string, onFile: (file: string, path: string) => void): Table[] {
  return readdirSync(folder)
    .sort()
    .flatMap((file) => {
      if (!file.endsWith('.sql') || file.startsWith('_tmp')) return [];
      const path = join(folder, file);
      onFile(file, path);
      const text = readFileSync(path, 'utf8');
      const id = /^ATTACH TABLE _ UUID '([0-9a-f-]{36})'/.exec(text)?.[1];
      const isKept = /^ENGINE = (?:Replicated)?ReplacingMergeTree\b/m.test(text);
      return id === undefined || !isKept
        ? []
        : [{ name: file.slice(0, -'.sql'.length), folder: join(id.slice(0, 3), id) }];
    });
}

/** An unlisted table is linked first, because it may rely on any other. */
function lastWrittenFirst(tables: readonly Table[]): Table[] {
  const rank = ({ name }: Table) => {
    const at = WRITE_ORDER.indexOf(name);
    return at === -1 ? WRITE_ORDER.length : at;
  };
  return [...tables].sort((a, b) => rank(b) - rank(a));
}

function partsIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => !NO_PART.test(name));
  } catch (thrown) {
    // The table was dropped after it was listed.
    if (codeOf(thrown) === 'ENOENT') return [];
    throw thrown;
  }
}

/** @returns false when a part disappeared meanwhile: dropped, or merged into an unlisted one */
function linkTable(from: string, to: string): boolean {
  deleteFolder(to);
  mkdirSync(to, { recursive: true });
  try {
    for (const name of partsIn(from)) linkPart(join(from, name), join(to, name));
    return true;
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return false;
    throw thrown;
  }
}

/** Links a folder of files (and of folders, for projections), or a single file. */
function linkPart(from: string, to: string): void {
  if (/\.txt$/.test(from)) {
    copyFileSync(from, to);
    return;
  }
  mkdirSync(to);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) linkPart(source, target);
    else if (REWRITTEN.has(entry.name)) copyFileSync(source, target);
    else linkSync(source, target);
  }
}
