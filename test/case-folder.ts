// Case folders for tests: from evidence that is in memory to a signed folder, and back.
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Case,
  type MadeCase,
  caseIn,
  figuresIn,
  filesOfCase,
  writtenFigures,
} from '../pipeline/export/case/case-files.ts';
import {
  type FigureDifference,
  firstDifference,
} from '../pipeline/export/case/figure-difference.ts';
import type { CopiesOf } from '../pipeline/export/case/ledger-file.ts';
import { publishCase } from '../pipeline/export/case/publish-case.ts';
import { systemDisk } from '../pipeline/export/disk.ts';
import {
  type CaseManifest,
  MANIFEST,
  SIGNATURE,
  manifestBytes,
  readManifest,
} from '../pipeline/export/manifest.ts';
import { readSigningKey, signatureText } from '../pipeline/export/signature.ts';
import { METHOD_VERSION } from '../pipeline/estimate/run.ts';
import { VERSION } from '../pipeline/platform/version.ts';

export const DATES = { made_at: '2026-11-30T10:00:00.000Z', as_of: '2026-11-29T10:00:00.000Z' };

/** As if all records were lines of one file each. */
export const inventedCopies: CopiesOf = (file, line) => [
  {
    topic: `file:${'ab'.repeat(32)}`,
    partition: 0,
    offset: String(line.digest.charCodeAt(0)),
    sha256: line.digest,
    knownAt: line.knownAt ?? (file === 'panel.ndjson' ? null : '2026-11-28T10:00:00.000Z'),
  },
];

export const madeCase = (given: Case): Promise<MadeCase> =>
  filesOfCase(given, () => Promise.resolve(inventedCopies));

/** The first figure in which the files differ from what they give when computed again. */
export function differenceIn(given: Case, files: MadeCase['files']): FigureDifference | null {
  const { operation, alphaPpm } = given;
  return firstDifference(figuresIn(files), writtenFigures(caseIn(operation, files, alphaPpm)));
}

/** @param keys folder with a private key. @returns the published folder */
export async function caseFolder(given: Case, parent: string, keys: string): Promise<string> {
  const made = await madeCase(given);
  const published = await publishCase(
    {
      disk: systemDisk,
      clock: () => Date.parse(DATES.made_at),
      key: readSigningKey(keys),
      directory: parent,
      token: randomBytes(16).toString('hex'),
    },
    {
      operation: given.operation,
      method_version: METHOD_VERSION,
      reference_versions: { fx: 'test' },
      made_by: { plancher: VERSION, engine: 'none' },
      alpha_ppm: given.alphaPpm,
      run: { run_id: 'ab'.repeat(16), input: [] },
    },
    made,
    DATES,
  );
  return published.directory;
}

export function manifestIn(folder: string): CaseManifest {
  const manifest = readManifest(readFileSync(join(folder, MANIFEST)));
  if (typeof manifest === 'string' || manifest.format !== 'plancher-case/1')
    throw new Error(`no case: ${folder}`);
  return manifest;
}

/** What a forger with the key can do: digests and signature are those of the changed files. */
export function repair(folder: string, keys: string): void {
  const manifest = manifestIn(folder);
  const files = manifest.files.map((entry) => {
    const bytes = readFileSync(join(folder, entry.name));
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    return { ...entry, bytes: bytes.length, sha256 };
  });
  sign(folder, manifestBytes({ ...manifest, files }), keys);
}

export function sign(folder: string, manifest: Buffer, keys: string): void {
  writeFileSync(join(folder, MANIFEST), manifest);
  writeFileSync(join(folder, SIGNATURE), signatureText(manifest, readSigningKey(keys), DATES));
}
