// Files of an export on their way to the disk: bytes are hashed as they are written. A format with
// a limit of rows gets several files, so that its readers have enough memory and rows for each.
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Disk, OutputFile } from './disk.ts';
import type { RowRange } from './formats/format.ts';

/** A spreadsheet has 1 048 576 rows, one of which is the header. */
export const PART_ROWS = 1_000_000;

/** One file of an export, and its rows. */
export interface Part extends RowRange {
  file: string;
}

/** @param partRows most rows of one file; null: all rows in one file */
export function partsOf(
  name: string,
  extension: string,
  rows: number,
  partRows: number | null,
): Part[] {
  const size = partRows ?? Math.max(rows, 1);
  const count = Math.max(1, Math.ceil(rows / size));
  return Array.from({ length: count }, (_, index) => ({
    file:
      count === 1
        ? `${name}.${extension}`
        : `${name}-${String(index + 1).padStart(5, '0')}.${extension}`,
    first: index * size,
    beyond: Math.min((index + 1) * size, rows),
  }));
}

/** Writes one file and returns its size and digest. */
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

/** If closing fails too, the failure of the write is the one to report. */
async function closed(file: OutputFile): Promise<void> {
  await file.abandon().catch(() => undefined);
}
