import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deleteFolder } from '../pipeline/platform/temporary-folder.ts';

/** A folder that `remove` deletes with all that is in it. */
export function temporaryFolder(): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'plancher-test-'));
  return {
    path,
    remove: () => {
      deleteFolder(path);
    },
  };
}
