// Ed25519 keys and signatures (RFC 8032), by node:crypto. The same key over the same bytes gives the same signature.
import { type KeyObject, createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { codeOf, messageOf, usageFailure } from '../platform/failure.ts';
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

/** @throws Failure (exit 2) when there is a key already: what was signed with it could no longer be checked */
export function createKeys(folder: string): CreatedKeys {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const paths = { private_key: join(folder, PRIVATE_KEY), public_key: join(folder, PUBLIC_KEY) };
  const there = Object.values(paths).find((path) => existsSync(path));
  if (there !== undefined)
    throw usageFailure('key_exists', `${there} is there already, and is never overwritten. Choose another folder with --out.`);
  try {
    makeDirectory(folder, 0o700);
    writeNew(paths.private_key, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), 0o600);
    writeNew(paths.public_key, publicKey.export({ type: 'spki', format: 'pem' }).toString(), 0o644);
  } catch (thrown) {
    throw usageFailure(
      'no_key_folder',
      `No keys can be written to ${folder} (${codeOf(thrown)}). Choose another folder with --out.`,
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
      `There is no key ${path} to sign exports with. Make one with: plancher keys create --out ${folder}, or set PLANCHER_KEYS_DIR.`,
    );
  const privateKey = readKey(path, 'private', createPrivateKey);
  return { privateKey, publicKey: createPublicKey(privateKey) };
}

/** @throws Failure (exit 2) when the file is no public key of that kind */
export function readPublicKey(path: string): KeyObject {
  return readKey(path, 'public', (pem) => {
    if (pem.includes('PRIVATE KEY')) throw new Error('it is a private key, which belongs to nobody but the signer');
    return createPublicKey(pem);
  });
}

function readKey(path: string, what: string, read: (pem: string) => KeyObject): KeyObject {
  try {
    const key = read(readFileSync(path, 'utf8'));
    if (key.asymmetricKeyType !== 'ed25519') throw new Error(`it is a key for ${String(key.asymmetricKeyType)}`);
    return key;
  } catch (thrown) {
    const why = codeOf(thrown) || messageOf(thrown);
    throw usageFailure(
      'wrong_key',
      `${path} is no Ed25519 ${what} key in PEM (${why}). Give the file that \`plancher keys create\` made.`,
      thrown,
    );
  }
}

/** The text of manifest.sig. The digest tells, when a check fails, which of the two files was changed. */
export function signatureText(manifest: Buffer, { privateKey, publicKey }: SigningKey): string {
  const signature = sign(null, manifest, privateKey).toString('hex');
  return `plancher-signature/1\ned25519 ${keyId(publicKey)}\nsha256 ${sha256(manifest)}\nsignature ${signature}\n`;
}

// Every byte is fixed by this form, so that no byte of the file can change without being seen.
const FORM = /^plancher-signature\/1\ned25519 ([0-9a-f]{16})\nsha256 ([0-9a-f]{64})\nsignature ([0-9a-f]{128})\n$/;

export type SignatureCheck = 'good' | 'manifest' | 'signature' | 'other_key';

/** What of the two differs from what was signed. */
export function checkSignature(manifest: Buffer, text: Buffer, publicKey: KeyObject): SignatureCheck {
  // latin1: each byte is one character; in UTF-8 different broken bytes would look the same.
  const [, signer = '', digest = '', signature = ''] = FORM.exec(text.toString('latin1')) ?? [];
  if (signer === '') return 'signature';
  const isSame = digest === sha256(manifest);
  if (verify(null, manifest, publicKey, Buffer.from(signature, 'hex'))) return isSame && signer === keyId(publicKey) ? 'good' : 'signature';
  if (!isSame) return 'manifest';
  return signer === keyId(publicKey) ? 'signature' : 'other_key';
}
