// Brings the payments of the operations of an evaluation up to date with the last run of the
// estimate. Only what differs is written.
import { z } from 'zod';
import { sqlFile } from '../../warehouse/sql-file.ts';
import type { Evaluation } from './evaluation.ts';

/** Flows whose payments are compared in one statement. */
const RULINGS_AT_ONCE = 400_000;

/** Lists the operations to look at, besides those of new events. */
export async function listOperations(evaluation: Evaluation): Promise<void> {
  const { warehouse, scope: target, sequence, before, floorSequence, epoch } = evaluation;
  if (floorSequence > before.floor_sequence)
    await warehouse.command(sqlFile('alert/find/40_scope_computed.sql'), {
      target,
      floor_sequence: before.floor_sequence,
    });
  // A run over every operation says nothing of those that have no money any more.
  if (evaluation.isComplete || epoch > before.floor_sequence) {
    await warehouse.command(sqlFile('alert/find/43_scope_all.sql'), { target });
    return;
  }
  const [count] = await warehouse.query(
    sqlFile('alert/find/41_count_lowered.sql'),
    { sequence },
    z.object({ lowered: z.coerce.number() }),
  );
  if ((count?.lowered ?? 0) > 0)
    await warehouse.command(sqlFile('alert/find/42_scope_covered.sql'), { target, sequence });
}

export async function readRulings(evaluation: Evaluation): Promise<void> {
  const { warehouse, scope: target } = evaluation;
  const [count] = await warehouse.query(
    sqlFile('alert/find/44_count_rulings.sql'),
    { target },
    z.object({ rulings: z.coerce.number() }),
  );
  evaluation.version += 1;
  const { version } = evaluation;
  const rulings = count?.rulings ?? 0;
  const buckets = 1 + Math.floor(rulings / RULINGS_AT_ONCE);
  for (let bucket = 0; bucket < buckets && rulings > 0; bucket += 1)
    await warehouse.command(sqlFile('alert/find/45_fill_payment.sql'), {
      target,
      version,
      bucket,
      buckets,
    });
  await warehouse.command(sqlFile('alert/find/46_end_payment.sql'), { target, version });
}
