// Makes a temporary folder for one piece of work and deletes it afterwards.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** @param purpose a word for the name of the folder */
export async function withTemporaryFolder<Value>(
  purpose: string,
  act: (folder: string) => Promise<Value>,
): Promise<Value> {
  const folder = mkdtempSync(join(tmpdir(), `plancher-${purpose}-`));
  try {
    return await act(folder);
  } finally {
    deleteFolder(folder);
  }
}

/**
 * With all that is in it. Tried again for 5 s: an engine that was closed a moment ago may still be
 * at work in it.
 */
export function deleteFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}
