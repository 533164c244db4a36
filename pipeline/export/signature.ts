// Ed25519 keys and signatures (RFC 8032), by node:crypto. The same key over the same bytes gives
// the same signature.
import {
  type KeyObject,
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
  verify,
} from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { codeOf, messageOf, usageFailure } from '../platform/failure.ts';
import { nameShown } from '../platform/harmless.ts';
import { makeDirectory } from '../platform/make-directory.ts';

const PRIVATE_KEY = 'export-private.pem';
const PUBLIC_KEY = 'export-public.pem';

export interface SigningKey {
  privateKey: KeyObject;
  publicKey: KeyObject;
}

export interface CreatedKeys {
  key_id: string;
  private_key: string;
  public_key: string;
}

/** First digits of SHA-256 over the public key (DER, SPKI). */
export function keyId(key: KeyObject): string {
  return sha256(key.export({ type: 'spki', format: 'der' })).slice(0, 16);
}

export function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/**
 * @throws Failure (exit 2) when there is a key already: what was signed with it could no longer be
 * checked
 */
export function createKeys(folder: string): CreatedKeys {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const paths = { private_key: join(folder, PRIVATE_KEY), public_key: join(folder, PUBLIC_KEY) };
  const there = Object.values(paths).find((path) => existsSync(path));
  if (there !== undefined)
    throw usageFailure(
      'key_exists',
      `${nameShown(there)} is there already, and is never overwritten. Choose another folder ` +
        'with --out.',
    );
  try {
    makeDirectory(folder, 0o700);
    writeNew(
      paths.private_key,
      privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      0o600,
    );
    writeNew(paths.public_key, publicKey.export({ type: 'spki', format: 'pem' }).toString(), 0o600);
  } catch (thrown) {
    throw usageFailure(
      'no_key_folder',
      `No keys can be written to ${nameShown(folder)} (${codeOf(thrown)}). Choose another ` +
        'folder with --out.',
      thrown,
    );
  }
  return { key_id: keyId(publicKey), ...paths };
}

function writeNew(path: string, text: string, mode: number): void {
  // `wx`: fails rather than overwrite, whoever else is writing.
  const file = openSync(path, 'wx', mode);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** True when a folder has a private key. */
export function hasSigningKey(folder: string): boolean {
  return existsSync(join(folder, PRIVATE_KEY));
}

/** Path of the public key that belongs to a folder. */
export function publicKeyIn(folder: string): string {
  return join(folder, PUBLIC_KEY);
}

/** @throws Failure (exit 2) when the folder has no usable private key */
export function readSigningKey(folder: string): SigningKey {
  const path = join(folder, PRIVATE_KEY);
  if (!existsSync(path))
    throw usageFailure(
      'no_signing_key',
      `There is no key ${nameShown(path)} to sign exports with. Make one with: plancher keys ` +
        `create --out ${folder}, or set PLANCHER_KEYS_DIR.`,
    );
  const privateKey = readKey(path, 'private', createPrivateKey);
  return { privateKey, publicKey: createPublicKey(privateKey) };
}

/** @throws Failure (exit 2) when the file is no public key of that kind */
export function readPublicKey(path: string): KeyObject {
  return readKey(path, 'public', (pem) => {
    if (pem.includes('PRIVATE KEY'))
      throw new Error('it is a private key, which belongs to nobody but the signer');
    return createPublicKey(pem);
  });
}

function readKey(path: string, what: string, read: (pem: string) => KeyObject): KeyObject {
  try {
    const key = read(readFileSync(path, 'utf8'));
    if (key.asymmetricKeyType !== 'ed25519')
      throw new Error(`it is a key for ${String(key.asymmetricKeyType)}`);
    return key;
  } catch (thrown) {
    const why = codeOf(thrown) || messageOf(thrown);
    throw usageFailure(
      'wrong_key',
      `${nameShown(path)} is no Ed25519 ${what} key in PEM (${why}). Give the file that ` +
        '`plancher keys create` made.',
      thrown,
    );
  }
}

/**
 * What is signed beside the manifest. It is not in the manifest, so that the same state keeps the
 * same manifest and the same directory.
 */
export interface Dates {
  /** ISO 8601, UTC. */
  made_at: string;
  /** When the last of the records came to be known; null: there are none. */
  as_of: string | null;
}

/**
 * The text of manifest.sig: a head of four lines and the signature of that head. The digest in it
 * ties the manifest to the dates, and tells, when a check fails, which of the two files was
 * changed.
 */
export function signatureText(
  manifest: Buffer,
  { privateKey, publicKey }: SigningKey,
  { made_at, as_of }: Dates,
): string {
  const head =
    `plancher-signature/2\ned25519 ${keyId(publicKey)}\nmade_at ${made_at}\nas_of ` +
    `${as_of ?? 'never'}\nsha256 ${sha256(manifest)}\n`;
  return `${head}signature ${sign(null, Buffer.from(head), privateKey).toString('hex')}\n`;
}

const TIME = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z`;
// Every byte is fixed by this form, so that no byte of the file can change without being seen.
const FORM = new RegExp(
  `^(plancher-signature/2\\ned25519 ([0-9a-f]{16})\\nmade_at (${TIME})\\nas_of ` +
    `(${TIME}|never)\\nsha256 ([0-9a-f]{64})\\n)signature ([0-9a-f]{128})\\n$`,
);

export type SignatureCheck =
  | { fault: null; dates: Dates }
  | { fault: 'manifest' | 'signature' | 'other_key' };

/** What of the two differs from what was signed, or the dates that were signed. */
export function checkSignature(
  manifest: Buffer,
  text: Buffer,
  publicKey: KeyObject,
): SignatureCheck {
  // latin1: each byte is one character; in UTF-8 different broken bytes would look the same.
  const [, head = '', signer = '', madeAt = '', asOf = '', digest = '', signature = ''] =
    FORM.exec(text.toString('latin1')) ?? [];
  if (head === '') return { fault: 'signature' };
  if (!verify(null, Buffer.from(head), publicKey, Buffer.from(signature, 'hex')))
    return { fault: signer === keyId(publicKey) ? 'signature' : 'other_key' };
  if (signer !== keyId(publicKey)) return { fault: 'signature' };
  if (digest !== sha256(manifest)) return { fault: 'manifest' };
  return { fault: null, dates: { made_at: madeAt, as_of: asOf === 'never' ? null : asOf } };
}
