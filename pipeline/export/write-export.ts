// Writes one export, from the warehouse to a published directory: copies the rows, then writes and
// signs them (pipeline/export/signed-directory.ts).
import { resolve } from 'node:path';
import { isoTime } from '../platform/clock.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import type { ExportDefinition } from './definition.ts';
import { EXPORT_FORMATS } from './formats/registry.ts';
import type { ExportManifest, FileEntry } from './manifest.ts';
import { notesOf } from './notes.ts';
import { PART_ROWS, partsOf, writeFile } from './output.ts';
import { type CopiedRows, copyRows, dropLeftRows } from './rows.ts';
import { type SigningTools, publishSigned } from './signed-directory.ts';
import { type RowSource, sourceOf } from './source.ts';
import { type WarehouseState, warehouseState } from './state.ts';

export interface ExportTools extends SigningTools {
  warehouse: Warehouse;
  cluster: string | null;
  alpha: number;
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

export async function writeExport(
  tools: ExportTools,
  definition: ExportDefinition,
): Promise<WrittenExport> {
  const { warehouse } = tools;
  const folder = resolve(tools.directory, definition.folder ?? definition.name);
  const token = tools.token();
  await dropLeftRows(warehouse, tools.cluster);
  const source = await sourceOf(warehouse, tools.definedIn, definition);
  const settled = await settledRows(tools, source, token);
  try {
    const dates = { made_at: isoTime(tools.clock()), as_of: settled.state.asOf };
    const { directory, manifest, manifestSha256 } = await publishSigned(tools, {
      folder,
      keep: definition.keep,
      token,
      dates,
      write: (staging) => writeFiles(tools, definition, source, settled, staging),
    });
    return {
      export: definition.name,
      made_at: dates.made_at,
      directory,
      rows: manifest.rows,
      files: manifest.files.length,
      manifest_sha256: manifestSha256,
    };
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
  staging: string,
): Promise<ExportManifest> {
  const { partitions, method_version, reference_versions, made_by, floors } = state;
  const head: Omit<ExportManifest, 'files'> = {
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
  return { ...head, files: await writeRows(tools, definition, head, rows, staging) };
}

/** The rows in every format of the definition. */
async function writeRows(
  { disk, pageRows = PAGE_ROWS, partRows = PART_ROWS }: ExportTools,
  { name: title, formats, csv }: ExportDefinition,
  head: Omit<ExportManifest, 'files'>,
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
