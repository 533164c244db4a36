// What an export, and a case folder, need of a session.
import { randomBytes } from 'node:crypto';
import type { CaseTools } from '../export/case/write-case.ts';
import type { ExportSet } from '../export/definition.ts';
import { systemDisk } from '../export/disk.ts';
import type { SigningKey } from '../export/signature.ts';
import type { ExportTools } from '../export/write-export.ts';
import type { Session } from '../open-session.ts';

/** @param directory holds the folders of exports */
export function exportTools(
  session: Session,
  set: ExportSet,
  key: SigningKey,
  directory: string,
): ExportTools {
  const { cluster } = session.config;
  return { ...signingTools(session, key, directory), cluster, definedIn: set.file };
}

/** @param directory holds the folders of cases */
export function signingTools(
  { warehouse, config, clock }: Session,
  key: SigningKey,
  directory: string,
): CaseTools {
  const token = () => randomBytes(16).toString('hex');
  return { warehouse, alpha: config.alpha, disk: systemDisk, clock, key, directory, token };
}
