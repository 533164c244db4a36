// Files of an export on their way to the disk: bytes are hashed as they are written, and a format
// that has a limit of rows gets several files, so that none of them needs more memory or more rows
// than its readers have.
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { ExportRow, RowWriter } from './formats/column.ts';
import type { ExportFormat } from './definition.ts';
import type { Disk, OutputFile } from './disk.ts';
import type { FileEntry } from './manifest.ts';

/** A spreadsheet has 1 048 576 rows, one of which is the header. */
export const PART_ROWS = 1_000_000;

/** Rows of a part: from `first` up to, and without, `beyond`. */
export interface Part {
  file: string;
  first: number;
  beyond: number;
}

/** @param partRows most rows of one file; null: all rows in one */
export function partsOf(
  name: string,
  format: ExportFormat,
  rows: number,
  partRows: number | null,
): Part[] {
  const size = partRows ?? Math.max(rows, 1);
  const count = Math.max(1, Math.ceil(rows / size));
  return Array.from({ length: count }, (_, index) => ({
    file:
      count === 1 ? `${name}.${format}` : `${name}-${String(index + 1).padStart(5, '0')}.${format}`,
    first: index * size,
    beyond: Math.min((index + 1) * size, rows),
  }));
}

/** Writes one file from what `produce` yields. */
export async function writeFile(
  disk: Disk,
  directory: string,
  name: string,
  pieces: AsyncIterable<Uint8Array>,
): Promise<{ bytes: number; sha256: string }> {
  const file = await disk.create(join(directory, name));
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for await (const piece of pieces) {
      if (piece.length === 0) continue;
      hash.update(piece);
      bytes += piece.length;
      await file.write(piece);
    }
    await file.finish();
  } catch (thrown) {
    await closed(file);
    throw thrown;
  }
  return { bytes, sha256: hash.digest('hex') };
}

/** What made the writing fail is what is told, not that closing failed too. */
async function closed(file: OutputFile): Promise<void> {
  await file.abandon().catch(() => undefined);
}

/** The bytes of a part in a format that is written row by row. */
export async function* pagesOf(
  writer: RowWriter,
  { first, beyond }: Part,
  page: (first: number, beyond: number) => Promise<ExportRow[]>,
  pageRows: number,
): AsyncGenerator<Uint8Array> {
  yield writer.begin();
  for (let from = first; from < beyond; from += pageRows)
    yield writer.add(await page(from, Math.min(from + pageRows, beyond)));
  yield writer.end();
}

export function fileEntry(
  part: Part,
  format: ExportFormat,
  written: { bytes: number; sha256: string },
): FileEntry {
  return { name: part.file, format, rows: part.beyond - part.first, ...written };
}
