// Writes a directory with its manifest and its signature, and publishes it whole. In this order:
// writes the files, the manifest and its signature, syncs, publishes. A crash before the last step
// leaves what was published before in place (pipeline/export/publish.ts).
import type { Clock } from '../platform/clock.ts';
import { codeOf, usageFailure } from '../platform/failure.ts';
import { nameShown } from '../platform/harmless.ts';
import type { Disk } from './disk.ts';
import { MANIFEST, type Manifest, SIGNATURE, manifestBytes } from './manifest.ts';
import { writeFile } from './output.ts';
import { publish, stagingOf } from './publish.ts';
import { type Dates, type SigningKey, sha256, signatureText } from './signature.ts';

export interface SigningTools {
  disk: Disk;
  clock: Clock;
  key: SigningKey;
}

interface SignedDirectory<Content extends Manifest> {
  /** Holds the published directories. */
  folder: string;
  /** How many of them stay. */
  keep: number;
  /** Distinguishes the files of this process from those of others. */
  token: string;
  dates: Dates;
  /** Writes the files below `staging`, and says what they are. */
  write: (staging: string) => Promise<Content>;
}

export interface Published<Content extends Manifest> {
  directory: string;
  manifest: Content;
  manifestSha256: string;
}

const STATE_DIGITS = 16;

export async function publishSigned<Content extends Manifest>(
  { disk, clock, key }: SigningTools,
  { folder, keep, token, dates, write }: SignedDirectory<Content>,
): Promise<Published<Content>> {
  const staging = stagingOf(folder, token);
  try {
    await makeStaging(disk, staging, folder);
    const manifest = await write(staging);
    const bytes = manifestBytes(manifest);
    await writeFile(disk, staging, MANIFEST, once(bytes));
    const signature = Buffer.from(signatureText(bytes, key, dates));
    await writeFile(disk, staging, SIGNATURE, once(signature));
    await disk.syncDirectory(staging);
    const manifestSha256 = sha256(bytes);
    const directory = await publish(disk, {
      folder,
      staging,
      state: manifestSha256.slice(0, STATE_DIGITS),
      keep,
      token,
      nowMs: clock(),
      publicKey: key.publicKey,
      dates,
    });
    return { directory, manifest, manifestSha256 };
  } catch (thrown) {
    // A later run removes what cannot be removed now.
    await disk.remove(staging).catch(() => undefined);
    throw thrown;
  }
}

/** Bytes that are in memory as a file is written. */
export async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
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
