// Ed25519 keys and signatures (RFC 8032), by node:crypto. One key gives the same bytes the same
// signature.
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
 * @throws Failure (exit 2) when the folder has a key: without its public half, nobody could check
 * what was signed with it
 */
export function createKeys(folder: string): CreatedKeys {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const paths = { private_key: join(folder, PRIVATE_KEY), public_key: join(folder, PUBLIC_KEY) };
  const there = Object.values(paths).find((path) => existsSync(path));
  if (there !== undefined)
    throw usageFailure(
      'key_exists',
      `${nameShown(there)} exists and is never overwritten. Choose another folder with --out.`,
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
      `No keys can be written to ${nameShown(folder)} (${codeOf(thrown)}). ` +
        'Choose another folder with --out.',
      thrown,
    );
  }
  return { key_id: keyId(publicKey), ...paths };
}

function writeNew(path: string, text: string, mode: number): void {
  // `wx` fails instead of overwriting, even if another process writes at the same time.
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
      `There is no key ${nameShown(path)} to sign exports with. ` +
        `Make one with: plancher keys create --out ${folder}, or set PLANCHER_KEYS_DIR.`,
    );
  const privateKey = readKey(path, 'private', createPrivateKey);
  return { privateKey, publicKey: createPublicKey(privateKey) };
}

/** @throws Failure (exit 2) when the file is not an Ed25519 public key */
export function readPublicKey(path: string): KeyObject {
  return readKey(path, 'public', (pem) => {
    if (pem.includes('PRIVATE KEY'))
      throw new Error('it is a private key, which only the signer may have');
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
      `${nameShown(path)} is not an Ed25519 ${what} key in PEM (${why}). ` +
        'Give the file that `plancher keys create` made.',
      thrown,
    );
  }
}

/**
 * Dates that are signed too. They are not in the manifest, so that the same state has the same
 * manifest and the same directory.
 */
export interface Dates {
  /** ISO 8601, UTC. */
  made_at: string;
  /** When the last record became known; null when there are no records. */
  as_of: string | null;
}

/**
 * The text of manifest.sig: a head of five lines, and the signature of that head. The head has the
 * digest of the manifest. So a failed check can say which of the two files was changed.
 */
export function signatureText(
  manifest: Buffer,
  { privateKey, publicKey }: SigningKey,
  { made_at, as_of }: Dates,
): string {
  const head = [
    'plancher-signature/2',
    `ed25519 ${keyId(publicKey)}`,
    `made_at ${made_at}`,
    `as_of ${as_of ?? 'never'}`,
    `sha256 ${sha256(manifest)}`,
    '',
  ].join('\n');
  return `${head}signature ${sign(null, Buffer.from(head), privateKey).toString('hex')}\n`;
}

const TIME = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z`;
// The form fixes every byte, so no byte of the file can change unnoticed.
const FORM = new RegExp(
  `^(plancher-signature/2\\ned25519 ([0-9a-f]{16})\\nmade_at (${TIME})\\n` +
    `as_of (${TIME}|never)\\nsha256 ([0-9a-f]{64})\\n)signature ([0-9a-f]{128})\\n$`,
);

export type SignatureCheck =
  | { fault: null; dates: Dates }
  | { fault: 'manifest' | 'signature' | 'other_key' };

/** Which of the two files differs from what was signed; or the signed dates. */
export function checkSignature(
  manifest: Buffer,
  text: Buffer,
  publicKey: KeyObject,
): SignatureCheck {
  // latin1 makes each byte one character. In UTF-8, different invalid bytes would look the same.
  const [, head = '', signer = '', madeAt = '', asOf = '', digest = '', signature = ''] =
    FORM.exec(text.toString('latin1')) ?? [];
  if (head === '') return { fault: 'signature' };
  if (!verify(null, Buffer.from(head), publicKey, Buffer.from(signature, 'hex')))
    return { fault: signer === keyId(publicKey) ? 'signature' : 'other_key' };
  if (signer !== keyId(publicKey)) return { fault: 'signature' };
  if (digest !== sha256(manifest)) return { fault: 'manifest' };
  return { fault: null, dates: { made_at: madeAt, as_of: asOf === 'never' ? null : asOf } };
}
