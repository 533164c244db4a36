// A case folder of the demo in a folder of its own, copies of it to spoil, and the command that
// checks them.
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { runCli } from '../../pipeline/cli/program.ts';
import type { CaseRatio } from '../../pipeline/export/case/ratio-file.ts';
import type { CaseFile } from '../../pipeline/export/manifest.ts';
import { createKeys, publicKeyIn } from '../../pipeline/export/signature.ts';
import { deleteFolder } from '../../pipeline/platform/temporary-folder.ts';
import { readReference } from '../../pipeline/reference/load.ts';
import { methodReference } from '../../pipeline/reference/method-reference.ts';
import { modelReference } from '../../pipeline/reference/model-reference.ts';
import { caseFolder, repair } from '../case-folder.ts';
import { demoEvidence } from '../demo-evidence.ts';
import { temporaryFolder } from '../temporary-folder.ts';

export interface Verdict {
  code: number;
  out: string;
  told: string;
}

export interface CasePlace {
  at: (...names: string[]) => string;
  /** The case folder. */
  directory: string;
  /** A copy that may be spoilt. */
  copied: () => string;
  /** Changes a file as somebody with the key could: manifest and signature fit. */
  forge: (copy: string, name: CaseFile, change: (text: string) => string) => void;
  /** The command itself, in this process: hundreds of processes would take minutes. */
  verify: (path: string, ...options: string[]) => Promise<Verdict>;
  recompute: (path: string) => Promise<Verdict>;
  remove: () => void;
}

/** @param ratios of comparable operations */
export async function casePlace(ratios: readonly CaseRatio[] = []): Promise<CasePlace> {
  const { path, remove } = temporaryFolder();
  const at = (...names: string[]) => join(path, ...names);
  const keys = at('keys');
  createKeys(keys);
  const references = { documented: methodReference(), model: modelReference(readReference()) };
  const directory = await caseFolder(
    {
      operation: 'planet-series',
      evidence: demoEvidence(),
      references,
      alphaPpm: 50_000,
      ratios,
    },
    at('cases'),
    keys,
  );
  const verify = async (folder: string, ...options: string[]) => {
    const verdict = { out: '', told: '' };
    const code = await runCli(
      ['verify', folder, '--key', publicKeyIn(keys), ...options],
      (text) => (verdict.out += text),
      (text) => (verdict.told += text),
    );
    return { code, ...verdict };
  };
  return {
    at,
    directory,
    copied: () => {
      const copy = at('copy');
      deleteFolder(copy);
      cpSync(directory, copy, { recursive: true });
      return copy;
    },
    forge: (copy, name, change) => {
      const text = readFileSync(join(copy, name), 'utf8');
      const changed = change(text);
      expect(changed, name).not.toBe(text);
      writeFileSync(join(copy, name), changed);
      repair(copy, keys);
    },
    verify,
    recompute: (folder) => verify(folder, '--recompute'),
    remove,
  };
}
