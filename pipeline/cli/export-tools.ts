// What an export needs of a session.
import { randomBytes } from 'node:crypto';
import type { ExportSet } from '../export/definition.ts';
import { systemDisk } from '../export/disk.ts';
import type { SigningKey } from '../export/signature.ts';
import type { ExportTools } from '../export/write-export.ts';
import type { Session } from '../open-session.ts';

/** @param directory holds the folders of exports */
export function exportTools(
  { warehouse, config, clock }: Session,
  set: ExportSet,
  key: SigningKey,
  directory: string,
): ExportTools {
  const { cluster, alpha } = config;
  const token = () => randomBytes(16).toString('hex');
  return {
    warehouse,
    cluster,
    alpha,
    disk: systemDisk,
    clock,
    key,
    definedIn: set.file,
    directory,
    token,
  };
}
