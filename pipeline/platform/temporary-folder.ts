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
    rmSync(folder, { recursive: true, force: true });
  }
}
