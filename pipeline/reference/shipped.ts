// Loads the reference data that ships. Reading and checking all files takes 50 ms, so the build
// notes their versions (bundle.js), next to this code. A start compares the bytes of the files with
// that note, and reads them only where the files changed or the warehouse lacks a table.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Clock } from '../platform/clock.ts';
import { PACKAGE_ROOT } from '../platform/package-root.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { dailyTablesIn, hasDailyTable, isInForce, versionsInForce } from './in-force.ts';
import type { ReferenceData } from './load.ts';

const noteSchema = z.object({
  /** SHA-256 over the files of reference/. */
  files: z.string(),
  tables: z.array(z.object({ name: z.string(), version: z.string() })),
  dailyRates: z.string(),
});
type Note = z.infer<typeof noteSchema>;

/** Written by bundle.js. From source there is none: the code may have changed since the build. */
const NOTE = new URL('./shipped-reference.json', import.meta.url);

/** @param reference null: what ships */
export async function loadInForce(
  warehouse: Warehouse,
  reference: ReferenceData | null,
  clock: Clock,
): Promise<void> {
  const note = reference === null ? knownNote() : null;
  if (note !== null && (await hasAll(warehouse, note))) return;
  // What reads the files takes a tenth of a second to load.
  const { loadReference, readReference } = await import('./load.ts');
  await loadReference(warehouse, reference ?? readReference(), clock);
}

/** What the build notes about the files as they are now. */
export async function shippedNote(): Promise<Note> {
  const { readReference, referenceTables } = await import('./load.ts');
  const reference = readReference();
  const tables = referenceTables(reference).map(({ name, version }) => ({ name, version }));
  return { files: digestOfFiles(), tables, dailyRates: reference.dailyRates?.version ?? '' };
}

/** Null: the files have to be read. */
function knownNote(): Note | null {
  if (!existsSync(NOTE)) return null;
  const note = noteSchema.parse(JSON.parse(readFileSync(NOTE, 'utf8')));
  return note.files === digestOfFiles() ? note : null;
}

async function hasAll(warehouse: Warehouse, { tables, dailyRates }: Note): Promise<boolean> {
  const inForce = await versionsInForce(warehouse);
  return (
    tables.every((table) => isInForce(table, inForce)) &&
    hasDailyTable(await dailyTablesIn(warehouse), dailyRates)
  );
}

function digestOfFiles(): string {
  const folder = join(PACKAGE_ROOT, 'reference');
  const hash = createHash('sha256');
  const files = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile());
  for (const name of files.map((file) => file.name).sort()) {
    const bytes = readFileSync(join(folder, name));
    hash.update(`${name} ${String(bytes.length)}\n`).update(bytes);
  }
  return hash.digest('hex');
}
