// Checks an export with only the public key: no warehouse, no network, no configuration. It reads
// only the files that the signed manifest names, never through a link, and reports the first
// difference.
import { type KeyObject, createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf, usageFailure } from '../platform/failure.ts';
import { nameShown } from '../platform/harmless.ts';
import { MANIFEST, type Manifest, SIGNATURE, readManifest } from './manifest.ts';
import { type Dates, checkSignature, keyId, sha256 } from './signature.ts';

export type Verification =
  | { isGood: true; manifest: Manifest; manifestSha256: string; dates: Dates; keyId: string }
  | Difference;

interface Difference {
  isGood: false;
  file: string;
  difference: string;
}

const LONGEST_SMALL_FILE = 64 * 1_048_576;

/** What a manifest says of a file. */
type SignedFile = Pick<Manifest['files'][number], 'name' | 'bytes' | 'sha256'>;

/** @throws Failure (exit 2) when there is no directory */
export async function verifyExport(directory: string, publicKey: KeyObject): Promise<Verification> {
  const names = await namesIn(directory);
  const signature = await smallFile(directory, SIGNATURE);
  if (typeof signature === 'string') return differs(SIGNATURE, signature);
  const bytes = await smallFile(directory, MANIFEST);
  if (typeof bytes === 'string') return differs(MANIFEST, bytes);
  const signed = checkSignature(bytes, signature, publicKey);
  if (signed.fault !== null) return signatureFault(signed.fault, publicKey);
  const manifest = readManifest(bytes);
  if (typeof manifest === 'string')
    return differs(MANIFEST, `it is signed, but this version cannot read it: ${manifest}`);
  for (const entry of manifest.files) {
    const difference = await differenceOf(directory, entry);
    if (difference !== null) return differs(entry.name, difference);
  }
  const expected = new Set([MANIFEST, SIGNATURE, ...manifest.files.map(({ name }) => name)]);
  const extra = names.find((name) => !expected.has(name));
  if (extra !== undefined) return differs(extra, 'it is not in the manifest');
  return {
    isGood: true,
    manifest,
    manifestSha256: sha256(bytes),
    dates: signed.dates,
    keyId: keyId(publicKey),
  };
}

/** @throws Failure (exit 2) when a directory has neither manifest nor signature */
export async function refuseNoExport(directory: string): Promise<void> {
  const names = await namesIn(directory);
  if (names.includes(MANIFEST) || names.includes(SIGNATURE)) return;
  throw usageFailure(
    'no_export',
    `The directory ${nameShown(directory)} has no ${MANIFEST}. ` +
      'Give the directory of one export or case.',
  );
}

/** The bytes of a file that the manifest names; or what is wrong with it. */
export async function signedBytes(directory: string, entry: SignedFile): Promise<Buffer | string> {
  const file = await opened(directory, entry.name);
  if (typeof file === 'string') return file;
  try {
    const { size } = await file.stat();
    if (size !== entry.bytes) return wrongSize(size, entry);
    const bytes = await file.readFile();
    return sha256(bytes) === entry.sha256 ? bytes : WRONG_DIGEST;
  } finally {
    await file.close();
  }
}

const WRONG_DIGEST = 'its SHA-256 is not the one in the manifest';
const wrongSize = (size: number, { bytes }: SignedFile) =>
  `it has ${String(size)} bytes, and the manifest says ${String(bytes)}`;

function differs(file: string, difference: string): Difference {
  return { isGood: false, file, difference };
}

function signatureFault(
  fault: 'manifest' | 'signature' | 'other_key',
  publicKey: KeyObject,
): Difference {
  switch (fault) {
    case 'manifest':
      return differs(MANIFEST, 'it is not what was signed');
    case 'signature':
      return differs(SIGNATURE, 'it is not the signature of the manifest');
    case 'other_key':
      return differs(
        SIGNATURE,
        `it was made with another key than the given one (${keyId(publicKey)})`,
      );
  }
}

async function namesIn(directory: string): Promise<string[]> {
  try {
    return (await readdir(directory)).sort();
  } catch (thrown) {
    throw usageFailure(
      'no_export',
      `The directory ${nameShown(directory)} cannot be read (${codeOf(thrown)}). ` +
        'Give the directory of one export.',
      thrown,
    );
  }
}

/** @returns an open file, or why it cannot be opened */
async function opened(directory: string, name: string): Promise<FileHandle | string> {
  try {
    // Without O_NONBLOCK, opening a pipe that somebody put there would wait forever.
    const file = await open(
      join(directory, name),
      constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK,
    );
    if ((await file.stat()).isFile()) return file;
    await file.close();
    return 'it is no plain file';
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return 'it is missing';
    return codeOf(thrown) === 'ELOOP' ? 'it is a link' : `it cannot be read (${codeOf(thrown)})`;
  }
}

async function smallFile(directory: string, name: string): Promise<Buffer | string> {
  const file = await opened(directory, name);
  if (typeof file === 'string') return file;
  try {
    return (await file.stat()).size > LONGEST_SMALL_FILE
      ? 'it is too large'
      : await file.readFile();
  } finally {
    await file.close();
  }
}

async function differenceOf(directory: string, entry: SignedFile): Promise<string | null> {
  const file = await opened(directory, entry.name);
  if (typeof file === 'string') return file;
  try {
    const { size } = await file.stat();
    if (size !== entry.bytes) return wrongSize(size, entry);
    const hash = createHash('sha256');
    const bytes: AsyncIterable<Buffer> = file.createReadStream({ autoClose: false });
    for await (const part of bytes) hash.update(part);
    return hash.digest('hex') === entry.sha256 ? null : WRONG_DIGEST;
  } finally {
    await file.close();
  }
}
