// Writes a case as a signed folder. It says which time was signed, and never half a folder.
import { hash } from 'node:crypto';
import { join } from 'node:path';
import { writeFile } from '../output.ts';
import { CASE_FILES, type CaseFile, type CaseFileEntry, type CaseManifest } from '../manifest.ts';
import type { Dates } from '../signature.ts';
import { type Published, type SigningTools, once, publishSigned } from '../signed-directory.ts';
import type { MadeCase } from './case-files.ts';
import { FIGURE_TABLES } from './figures.ts';
import { LEDGER_COLUMNS } from './ledger-file.ts';
import { readmeText } from './readme.ts';

export type CaseHead = Omit<CaseManifest, 'format' | 'files'>;

/** A case is evidence: what was published of it stays. */
const KEPT = Number.MAX_SAFE_INTEGER;

export function publishCase(
  tools: SigningTools & { readonly directory: string; readonly token: string },
  head: CaseHead,
  { files }: MadeCase,
  dates: Dates,
): Promise<Published<CaseManifest>> {
  const { disk, directory, token } = tools;
  const bytesOf = (name: CaseFile) =>
    name === 'README.md' ? Buffer.from(readmeText(head)) : (files.get(name) ?? Buffer.alloc(0));
  return publishSigned(tools, {
    folder: join(directory, folderName(head.operation)),
    keep: KEPT,
    token,
    dates,
    write: async (staging) => {
      const entries: CaseFileEntry[] = [];
      for (const name of CASE_FILES) {
        const bytes = bytesOf(name);
        const written = await writeFile(disk, staging, name, once(bytes));
        entries.push({ name, ...formOf(name), rows: rowsIn(name, bytes), ...written });
      }
      return { format: 'plancher-case/1', ...head, files: entries };
    },
  });
}

const PLAIN_NAME = /^[a-z0-9][a-z0-9.-]{0,60}$/;
const DIGITS = 8;

/**
 * The name of an operation may be any text. What is no plain name gets the digits of a digest, so
 * that two operations never share a folder, and none leaves it.
 */
export function folderName(operation: string): string {
  if (PLAIN_NAME.test(operation) && !operation.includes('..')) return `case-${operation}`;
  const plain = operation
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40);
  // An underscore is in no plain name.
  return `case-${plain}_${hash('sha256', operation, 'hex').slice(0, DIGITS)}`;
}

const OTHER_FILES: Partial<Record<CaseFile, string>> = {
  'README.md': 'what this folder is and how to check it, in English and in French',
  'flow.ndjson': 'records of flows, one a line, in canonical form; all revisions',
  'site.ndjson': 'records that say which operation a property is of',
  'account.ndjson': 'records that say which operation an account is of',
  'network.ndjson': 'records of further names of networks, and of conduits',
  'panel.ndjson': 'records of measured audiences',
  'observation.ndjson': 'records of crawls',
  'refused.ndjson': 'what could be read of take-backs that were refused at intake (M-REFUSED)',
  'comparable-ratios.ndjson':
    'what comparable operations earned for one of their audience, one month a line (M-CLASS)',
  'reference.json': 'exchange rates and lists in force that the method reads',
};

function formOf(name: CaseFile): Pick<CaseFileEntry, 'about' | 'columns'> {
  const table =
    name === 'ledger.csv'
      ? { about: 'where each line of the records is in the ledger', columns: LEDGER_COLUMNS }
      : FIGURE_TABLES.find(({ file }) => file === name);
  if (table === undefined) return { about: OTHER_FILES[name] ?? '', columns: [] };
  const columns = table.columns.map(({ name: column, about }) => ({ name: column, about }));
  return { about: table.about, columns };
}

/** Lines, without the header of a table. */
function rowsIn(name: CaseFile, bytes: Buffer): number {
  let lines = 0;
  for (let at = bytes.indexOf(0x0a); at !== -1; at = bytes.indexOf(0x0a, at + 1)) lines += 1;
  return name.endsWith('.csv') ? lines - 1 : lines;
}
