// Writes one export, from the warehouse to a published directory. In this order: copies the rows,
// writes the files, the manifest and its signature, syncs, publishes. A crash before the last step
// leaves the previous export in place (pipeline/export/publish.ts).
import { resolve } from 'node:path';
import { type Clock, isoTime } from '../platform/clock.ts';
import { codeOf, usageFailure } from '../platform/failure.ts';
import { nameShown } from '../platform/harmless.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import type { ExportDefinition } from './definition.ts';
import type { Disk } from './disk.ts';
import { EXPORT_FORMATS } from './formats/registry.ts';
import { type FileEntry, MANIFEST, type Manifest, SIGNATURE, manifestBytes } from './manifest.ts';
import { notesOf } from './notes.ts';
import { PART_ROWS, partsOf, writeFile } from './output.ts';
import { publish, stagingOf } from './publish.ts';
import { type CopiedRows, copyRows, dropLeftRows } from './rows.ts';
import { type Dates, type SigningKey, sha256, signatureText } from './signature.ts';
import { type RowSource, sourceOf } from './source.ts';
import { type WarehouseState, warehouseState } from './state.ts';

export interface ExportTools {
  warehouse: Warehouse;
  cluster: string | null;
  alpha: number;
  disk: Disk;
  clock: Clock;
  key: SigningKey;
  /** File of the definitions. */
  definedIn: string;
  /** Where folders of exports are. */
  directory: string;
  /** 32 hexadecimal digits, different each time. */
  token: () => string;
  /** Rows that are in memory at a time. */
  pageRows?: number;
  /** Most rows of a file in a format that has a limit. */
  partRows?: number;
}

export interface WrittenExport {
  export: string;
  made_at: string;
  directory: string;
  rows: number;
  files: number;
  manifest_sha256: string;
}

const PAGE_ROWS = 20_000;
/** How often rows are copied when records come in meanwhile. Then the manifest says so. */
const SETTLING_TRIES = 3;
const STATE_DIGITS = 16;

export async function writeExport(
  tools: ExportTools,
  definition: ExportDefinition,
): Promise<WrittenExport> {
  const { disk, warehouse } = tools;
  const folder = resolve(tools.directory, definition.folder ?? definition.name);
  const token = tools.token();
  const staging = stagingOf(folder, token);
  await dropLeftRows(warehouse, tools.cluster);
  const source = await sourceOf(warehouse, tools.definedIn, definition);
  const settled = await settledRows(tools, source, token);
  try {
    await makeStaging(disk, staging, folder);
    const dates = { made_at: isoTime(tools.clock()), as_of: settled.state.asOf };
    const { bytes, manifest } = await writeFiles(tools, definition, source, settled, {
      staging,
      dates,
    });
    const digest = sha256(bytes);
    const state = digest.slice(0, STATE_DIGITS);
    const { publicKey } = tools.key;
    const nowMs = tools.clock();
    const directory = await publish(disk, {
      folder,
      staging,
      state,
      keep: definition.keep,
      token,
      nowMs,
      publicKey,
      dates,
    });
    return {
      export: definition.name,
      made_at: dates.made_at,
      directory,
      rows: manifest.rows,
      files: manifest.files.length,
      manifest_sha256: digest,
    };
  } catch (thrown) {
    // A later run removes what cannot be removed now.
    await disk.remove(staging).catch(() => undefined);
    throw thrown;
  } finally {
    await settled.rows.drop();
  }
}

interface Settled {
  rows: CopiedRows;
  state: WarehouseState;
  isSettled: boolean;
}

/**
 * Copies the rows, and reads the state of the warehouse before and after. The two are the same if
 * the input pauses for long enough.
 */
async function settledRows(
  { warehouse, cluster, alpha }: ExportTools,
  source: RowSource,
  token: string,
): Promise<Settled> {
  for (let attempt = 1; ; attempt += 1) {
    const before = await warehouseState(warehouse, alpha);
    const rows = await copyRows(warehouse, source, token, cluster);
    const isSettled =
      JSON.stringify(before) === JSON.stringify(await warehouseState(warehouse, alpha));
    if (isSettled || attempt === SETTLING_TRIES) return { rows, state: before, isSettled };
    await rows.drop();
  }
}

async function writeFiles(
  tools: ExportTools,
  definition: ExportDefinition,
  source: RowSource,
  { rows, state, isSettled }: Settled,
  { staging, dates }: { staging: string; dates: Dates },
): Promise<{ bytes: Buffer; manifest: Manifest }> {
  const { disk } = tools;
  const { partitions, method_version, reference_versions, made_by, floors } = state;
  const head: Omit<Manifest, 'files'> = {
    format: 'plancher-export/1',
    export: definition.name,
    about: definition.about,
    source: source.name,
    filters: definition.filters.map((one) => ({
      column: one.column,
      is: one.is,
      values: one.is === 'one_of' ? one.values : [one.value],
    })),
    rows: rows.count,
    columns: rows.columns,
    method_version,
    reference_versions,
    made_by,
    floors,
    input: { settled: isSettled, partitions },
  };
  const files = await writeRows(tools, definition, head, rows, staging);
  const manifest = { ...head, files };
  const bytes = manifestBytes(manifest);
  await writeFile(disk, staging, MANIFEST, once(bytes));
  await writeFile(
    disk,
    staging,
    SIGNATURE,
    once(Buffer.from(signatureText(bytes, tools.key, dates))),
  );
  await disk.syncDirectory(staging);
  return { bytes, manifest };
}

/** The rows in every format of the definition. */
async function writeRows(
  { disk, pageRows = PAGE_ROWS, partRows = PART_ROWS }: ExportTools,
  { name: title, formats, csv }: ExportDefinition,
  head: Omit<Manifest, 'files'>,
  { columns, count, page, byEngine }: CopiedRows,
  staging: string,
): Promise<FileEntry[]> {
  const content = { title, columns, notes: notesOf(head, columns), csv, pageRows, page, byEngine };
  const files: FileEntry[] = [];
  for (const format of formats) {
    const { extension, isSplit, write } = EXPORT_FORMATS[format];
    for (const part of partsOf(title, extension, count, isSplit ? partRows : null)) {
      const written = await writeFile(disk, staging, part.file, write(content, part));
      files.push({ name: part.file, format, rows: part.beyond - part.first, ...written });
    }
  }
  return files;
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes);
}

const NOT_A_FOLDER = ['ENOTDIR', 'EEXIST', 'EACCES', 'EPERM', 'EROFS'];

async function makeStaging(disk: Disk, staging: string, folder: string): Promise<void> {
  try {
    await disk.makeDirectory(staging);
  } catch (thrown) {
    const code = codeOf(thrown);
    if (!NOT_A_FOLDER.includes(code)) throw thrown;
    throw usageFailure(
      'export_folder',
      `The folder ${nameShown(folder)} cannot be written (${code}). ` +
        'Name another one with --out or PLANCHER_EXPORTS_DIR.',
      thrown,
    );
  }
}
