// Finds records that were taken in and lost. The engine sets a part of a table aside when it cannot
// read it, and does not tell the client. A floor computed from the rest could be too high, since a
// lost record may be a reversal; so no floor is computed then.
import { z } from 'zod';
import { KINDS, RECORD_KINDS } from '../../schemas/record.ts';
import { Failure } from '../platform/failure.ts';
import type { Engine } from './engine.ts';
import { withInputs } from './input-names.ts';
import { sqlFile } from './sql-file.ts';
import type { Warehouse } from './warehouse.ts';

const lostRow = z.object({ topic: z.string(), kind: z.string(), records: z.coerce.number() });
export type Lost = z.infer<typeof lostRow> & { input?: string };

/**
 * Counts valid records of the ledger that no table holds.
 * @param topic null: all inputs, which reads the whole ledger
 */
export async function lostRecords(warehouse: Warehouse, topic: string | null): Promise<Lost[]> {
  return withInputs(
    warehouse,
    await warehouse.query(sqlFile('ingest/lost_records.sql'), { topic: topic ?? '' }, lostRow),
  );
}

const MOST_NAMED = 3;

export function lostText(lost: readonly Lost[]): string {
  const total = lost.reduce((sum, { records }) => sum + records, 0);
  const named = lost
    .slice(0, MOST_NAMED)
    .map(({ topic, input, records }) => `${input ?? topic} ${String(records)}`);
  const more = lost.length > MOST_NAMED ? ` and ${String(lost.length - MOST_NAMED)} more` : '';
  return `${String(total)} records of the ledger are in no table (${named.join(', ')}${more})`;
}

/** How to get them back. */
export const LOST_TODO =
  'restore a copy of the warehouse, ' +
  'or ingest the same files again: plancher ingest --again FILE...';

/**
 * Engines without lost records. One look is enough, because an engine sets parts aside only when it
 * starts. A part stays set aside even when its records are back.
 */
const whole = new WeakSet<Engine>();

const setAsideRow = z.object({ table: z.string(), part: z.string() });

/**
 * Looks once, and only if the engine has set parts aside, which a query of milliseconds tells;
 * `plancher doctor` always looks. It skips servers, which fetch a broken part from another node.
 * @throws Failure when records are lost
 */
export async function refuseLoss(warehouse: Warehouse): Promise<void> {
  const { engine } = warehouse;
  if (engine === null || whole.has(engine)) return;
  const tables = KINDS.map((kind) => RECORD_KINDS[kind].table);
  const [part] = await warehouse.query(sqlFile('ingest/set_aside.sql'), { tables }, setAsideRow);
  const lost = part === undefined ? [] : await lostRecords(warehouse, null);
  if (part === undefined || lost.length === 0) {
    whole.add(engine);
    return;
  }
  const message =
    `The warehouse ${warehouse.name} is damaged: ${lostText(lost)}; ` +
    `the engine set ${part.table}/${part.part} aside because it cannot be read. ` +
    `Floors stay as they were; none is computed from what is left. To repair it, ${LOST_TODO}`;
  throw new Failure('records_lost', message);
}
