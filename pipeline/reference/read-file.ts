// The text of a reference file, which may be packed: .gz, or .zip with one file in it, as the ECB
// publishes its table. The first bytes decide, not the name.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { messageOf, usageFailure } from '../platform/failure.ts';
import { nameShown } from '../platform/harmless.ts';
import { isZip, zipEntry } from './zip-entry.ts';

/** A few kilobytes can unpack to gigabytes. The table of the ECB has 2 MB. */
const MOST_BYTES = 268_435_456;

/** @throws Failure (exit 2) when the file cannot be read or unpacked */
export function readReferenceFile(path: string): string {
  try {
    const bytes = readFileSync(path);
    return unpacked(bytes).toString('utf8');
  } catch (thrown) {
    throw usageFailure(
      'unreadable_file',
      `${nameShown(path)} cannot be read: ${messageOf(thrown)}.`,
      thrown,
    );
  }
}

function unpacked(bytes: Buffer): Buffer {
  if (isZip(bytes)) return zipEntry(bytes, MOST_BYTES);
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  return isGzip ? gunzipSync(bytes, { maxOutputLength: MOST_BYTES }) : bytes;
}
