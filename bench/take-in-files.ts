import type { Session } from '../pipeline/open-session.ts';
import { takeIn } from '../pipeline/path.ts';
import type { RecordFiles } from './operations.ts';

export async function takeInFiles(session: Session, files: RecordFiles): Promise<void> {
  const requests = (['site', 'account', 'flow'] as const).map((kind) => ({
    path: files[kind],
    kind,
    knownAtMs: null,
  }));
  const tools = { decodeWorkers: 0, stdin: process.stdin, onProgress: () => undefined };
  for (const { rejected } of await takeIn(session, requests, tools))
    if (rejected > 0) throw new Error('the bench writes valid records only');
}
