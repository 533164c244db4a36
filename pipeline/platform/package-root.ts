// Finds the files that ship with the code, both when it runs from source and when it runs from
// dist/.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

function findRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'sql', 'migrations'))) {
    const parent = dirname(folder);
    if (parent === folder)
      throw new Error(
        'The folder sql/ is missing from the package: the installation is incomplete. ' +
          'Install it again.',
      );
    folder = parent;
  }
  return folder;
}

/** The folder that holds sql/ and reference/. */
export const PACKAGE_ROOT = findRoot();
