// Exports for tests: the real writer over a warehouse, into a folder of their own.
import { randomBytes } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type ExportDefinition, loadExports } from '../../pipeline/export/definition.ts';
import { systemDisk } from '../../pipeline/export/disk.ts';
import { createKeys, publicKeyIn, readSigningKey } from '../../pipeline/export/signature.ts';
import type { ExportTools } from '../../pipeline/export/write-export.ts';
import type { Warehouse } from '../../pipeline/warehouse/warehouse.ts';
import { ALPHA } from './figures.ts';
import { tickingClock } from '../warehouse/temporary.ts';
import { temporaryFolder } from '../temporary-folder.ts';

export interface ExportPlace {
  folder: string;
  publicKey: string;
  tools: (warehouse: Warehouse, change?: Partial<ExportTools>) => ExportTools;
  remove: () => void;
}

export function exportPlace(): ExportPlace {
  const { path: folder, remove } = temporaryFolder();
  const keys = join(folder, 'keys');
  createKeys(keys);
  const key = readSigningKey(keys);
  const clock = tickingClock();
  return {
    folder,
    publicKey: publicKeyIn(keys),
    tools: (warehouse, change = {}) => ({
      warehouse,
      cluster: null,
      alpha: ALPHA,
      disk: systemDisk,
      clock,
      key,
      definedIn: join(folder, 'exports.json'),
      directory: folder,
      token: () => randomBytes(16).toString('hex'),
      ...change,
    }),
    remove,
  };
}

/** One of the exports that ship, changed. */
export function shipped(name: string, change: Partial<ExportDefinition> = {}): ExportDefinition {
  const found = loadExports(null).exports.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no export ${name}`);
  return { ...found, ...change };
}

/** Name and bytes of every file of a directory. */
export function bytesIn(directory: string): Record<string, Buffer> {
  return Object.fromEntries(
    readdirSync(directory).map((name) => [name, readFileSync(join(directory, name))]),
  );
}
