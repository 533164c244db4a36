// Records that were taken in and are gone: a part of a table that the engine cannot read is set
// aside, without a word to whoever asks. A floor from what is left may be too high, since what is
// lost may be a reversal; so none is computed.
import { z } from 'zod';
import { Failure } from '../platform/failure.ts';
import type { Engine } from './engine.ts';
import { withInputs } from './input-names.ts';
import { sqlFile } from './sql-file.ts';
import type { Warehouse } from './warehouse.ts';

const lostRow = z.object({ topic: z.string(), kind: z.string(), records: z.coerce.number() });
export type Lost = z.infer<typeof lostRow> & { input?: string };

/**
 * Valid records of the ledger that no table holds. It reads the whole ledger.
 * @param topic null: of all
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

/** What brings them back. */
export const LOST_TODO =
  'restore a copy of the warehouse, or take the same files in once more: plancher ingest --again FILE...';

/**
 * Engines in which nothing is lost: parts are set aside only when one is started, and a part stays
 * set aside when its records are back.
 */
const whole = new WeakSet<Engine>();

const setAsideRow = z.object({ table: z.string(), part: z.string() });

/**
 * Looks once, and only where the engine has set parts aside, which is asked in milliseconds;
 * `plancher doctor` always looks. Of an embedded warehouse: a server fetches a broken part from
 * another node.
 * @throws Failure when records are lost
 */
export async function refuseLoss(warehouse: Warehouse): Promise<void> {
  const { engine } = warehouse;
  if (engine === null || whole.has(engine)) return;
  const [part] = await warehouse.query(sqlFile('ingest/set_aside.sql'), {}, setAsideRow);
  const lost = part === undefined ? [] : await lostRecords(warehouse, null);
  if (part === undefined || lost.length === 0) {
    whole.add(engine);
    return;
  }
  const message = `The warehouse ${warehouse.name} is damaged: ${lostText(lost)}; the engine set ${part.table}/${part.part} aside because it cannot be read. Floors stay as they were; none is computed from what is left. To mend it, ${LOST_TODO}`;
  throw new Failure('records_lost', message);
}
