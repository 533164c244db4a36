// The one file of a zip archive. Only what tables are packed with: stored or deflated, without
// encryption, below 4 GB. The checksum is compared: a damaged digit of a rate would be a rate.
import { crc32, inflateRawSync } from 'node:zlib';

const END_OF_DIRECTORY = 0x06_05_4b_50;
const DIRECTORY_ENTRY = 0x02_01_4b_50;
const ENTRY_LENGTH = 46;
const END_LENGTH = 22;
/** The archive may end with a comment of this length. */
const MOST_COMMENT = 65_535;
const STORED = 0;
const DEFLATED = 8;
const ENCRYPTED = 1;

export function isZip(bytes: Buffer): boolean {
  return bytes.length >= END_LENGTH && bytes.readUInt32LE(0) === 0x04_03_4b_50;
}

/**
 * @param mostBytes the most that the file may unpack to
 * @throws Error that says what is wrong with the archive
 */
export function zipEntry(archive: Buffer, mostBytes: number): Buffer {
  const end = endOfDirectory(archive);
  const files = archive.readUInt16LE(end + 10);
  if (files !== 1) throw new Error(`the archive holds ${String(files)} files; one is expected`);
  const entry = archive.readUInt32LE(end + 16);
  if (entry + ENTRY_LENGTH > end || archive.readUInt32LE(entry) !== DIRECTORY_ENTRY)
    throw new Error('its directory is damaged');
  const [flags, method] = [archive.readUInt16LE(entry + 8), archive.readUInt16LE(entry + 10)];
  if ((flags & ENCRYPTED) !== 0) throw new Error('the file in it is encrypted');
  const start = dataStart(archive, archive.readUInt32LE(entry + 42));
  const packed = archive.subarray(start, start + archive.readUInt32LE(entry + 20));
  if (method !== STORED && method !== DEFLATED)
    throw new Error(`it is packed by method ${String(method)}; stored and deflated are read`);
  const bytes = method === STORED ? packed : inflateRawSync(packed, { maxOutputLength: mostBytes });
  if (crc32(bytes) !== archive.readUInt32LE(entry + 16))
    throw new Error('the file in it is damaged: its checksum differs');
  return bytes;
}

function endOfDirectory(archive: Buffer): number {
  const first = Math.max(0, archive.length - END_LENGTH - MOST_COMMENT);
  for (let at = archive.length - END_LENGTH; at >= first; at -= 1)
    if (archive.readUInt32LE(at) === END_OF_DIRECTORY) return at;
  throw new Error('the archive is cut off: its directory is missing');
}

/** The name and the extra field before the data may differ from those in the directory. */
function dataStart(archive: Buffer, header: number): number {
  if (header + 30 > archive.length) throw new Error('its directory is damaged');
  return header + 30 + archive.readUInt16LE(header + 26) + archive.readUInt16LE(header + 28);
}
