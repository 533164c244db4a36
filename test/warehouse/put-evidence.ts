// Takes the evidence of a world into a warehouse, refused take-backs included.
import type { Evidence, PanelRecord, RefusedTakeBack } from '../../pipeline/method/evidence.ts';
import { decodeChunk } from '../../pipeline/ingest/decode-chunk.ts';
import { LEDGER_COLUMNS, LEDGER_DOOR } from '../../pipeline/ingest/decode-chunk.ts';
import { sqlTime } from '../../pipeline/platform/clock.ts';
import type { Warehouse } from '../../pipeline/warehouse/warehouse.ts';
import { ndjson } from '../records.ts';
import { TEST_TIME_MS, putRecords } from './temporary.ts';

export async function putEvidence(warehouse: Warehouse, evidence: Evidence): Promise<void> {
  await putRecords(warehouse, 'flow', evidence.flows);
  await putRecords(warehouse, 'site', evidence.sites);
  await putRecords(warehouse, 'account', evidence.accounts);
  await putRecords(warehouse, 'network', evidence.networks);
  await putRecords(warehouse, 'panel', evidence.panels.map(asTold));
  await putRecords(warehouse, 'observation', evidence.observations);
  await putRefused(warehouse, evidence.refused);
}

/** The time at which a measurement was known is no part of it. */
export function asTold(panel: PanelRecord): object {
  return Object.fromEntries(Object.entries(panel).filter(([field]) => field !== 'known_at'));
}

/** A record that is refused, of which this can be read. */
export function asRefused(refused: RefusedTakeBack): object {
  return { ...refused, status: 'paid', amount: '-1' };
}

/** As intake writes down what it refuses. */
async function putRefused(
  warehouse: Warehouse,
  refused: readonly RefusedTakeBack[],
): Promise<void> {
  if (refused.length === 0) return;
  const decoded = decodeChunk({
    type: 'lines',
    kind: 'flow',
    topic: 'refused.ndjson',
    partition: 0,
    firstOffset: 0,
    knownAt: sqlTime(TEST_TIME_MS),
    lines: ndjson(refused.map(asRefused)),
  });
  await warehouse.insert({
    table: LEDGER_DOOR,
    columns: LEDGER_COLUMNS,
    rows: Buffer.from(decoded.ledger),
  });
}
