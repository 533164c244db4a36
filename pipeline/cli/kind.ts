// A kind of record, named on the command line.
import { KINDS, type Kind } from '../../schemas/record.ts';
import { usageFailure } from '../platform/failure.ts';
import { nameShown } from '../platform/harmless.ts';

/** @throws Failure (exit 2) for a kind that does not exist */
export function kindNamed(kind: string): Kind {
  const known = KINDS.find((one) => one === kind);
  if (known === undefined)
    throw usageFailure(
      'unknown_kind',
      `--kind ${nameShown(kind)}: there is no such kind. The kinds are ${KINDS.join(', ')}.`,
    );
  return known;
}
