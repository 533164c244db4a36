// Checks which other users of this machine may read what plancher made. Checking the directories is
// enough, because a closed directory closes its content.
import { statSync } from 'node:fs';
import type { Config } from '../config/config.ts';
import { nameShown } from '../platform/harmless.ts';
import { type CheckResult, ok, warning } from './check-result.ts';

const CHECK = 'modes';
const ANYBODY_ELSE = 0o077;
/** Exports may be open to a group, if the operator uses chgrp and chmod (docs/operations.md). */
const BEYOND_THE_GROUP = 0o007;

export function checkModes(config: Config): CheckResult[] {
  const { warehouse, exportsDirectory, keysDirectory, analysts } = config;
  const places = [
    ...(warehouse.startsWith('embedded:')
      ? [
          {
            what: 'the warehouse',
            path: warehouse.slice('embedded:'.length),
            closedTo: ANYBODY_ELSE,
          },
        ]
      : []),
    { what: 'the folder of exports', path: exportsDirectory, closedTo: BEYOND_THE_GROUP },
    { what: 'the folder of keys', path: keysDirectory, closedTo: ANYBODY_ELSE },
    ...(analysts.file === null
      ? []
      : [{ what: 'the file of analysts', path: analysts.file, closedTo: ANYBODY_ELSE }]),
  ];
  const open = places.flatMap(({ what, path, closedTo }) => {
    const mode = modeOf(path);
    if (mode === null || (mode & closedTo) === 0) return [];
    const change = closedTo === ANYBODY_ELSE ? 'go-rwx' : 'o-rwx';
    return [
      warning(
        CHECK,
        `${what} ${nameShown(path)} is open to other users (mode ${mode.toString(8)})`,
        `chmod -R ${change} ${nameShown(path)}`,
      ),
    ];
  });
  return open.length > 0
    ? open
    : [ok(CHECK, 'warehouse, exports and keys are closed to other users of this machine')];
}

/** @returns null when the path does not exist yet */
function modeOf(path: string): number | null {
  const found = statSync(path, { throwIfNoEntry: false });
  return found === undefined ? null : found.mode & 0o777;
}
