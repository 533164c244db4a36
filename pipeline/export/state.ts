// What an export is made from: versions, the input of the floors, and the input of the records.
import { z } from 'zod';
import { METHOD_VERSION, pendingRun } from '../estimate/run.ts';
import { VERSION } from '../platform/version.ts';
import { sqlFile } from '../warehouse/sql-file.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { type ExportManifest, partitionRow } from './manifest.ts';
import type { Dates } from './signature.ts';

export interface WarehouseState {
  method_version: ExportManifest['method_version'];
  reference_versions: ExportManifest['reference_versions'];
  made_by: ExportManifest['made_by'];
  floors: ExportManifest['floors'];
  partitions: ExportManifest['input']['partitions'];
  /** Signed, but not in the manifest, which does not depend on when records became known. */
  asOf: Dates['as_of'];
}

const runRow = z.object({ run_id: z.string() });

export async function warehouseState(warehouse: Warehouse, alpha: number): Promise<WarehouseState> {
  const pending = await pendingRun(warehouse, alpha);
  const [last] = await warehouse.query(sqlFile('estimate/12_last_run.sql'), {}, runRow);
  const input = await warehouse.query(sqlFile('export/last_run_input.sql'), {}, partitionRow);
  const [known] = await warehouse.query(
    sqlFile('export/as_of.sql'),
    {},
    z.object({ as_of: z.string() }),
  );
  const [engine] = await warehouse.query(
    sqlFile('doctor/engine.sql'),
    {},
    z.object({ version: z.string() }),
  );
  return {
    method_version: METHOD_VERSION,
    reference_versions: Object.fromEntries(
      pending.versions.map(({ name, version }) => [name, version]),
    ),
    made_by: { plancher: VERSION, engine: engine?.version ?? '' },
    floors:
      last === undefined
        ? null
        : { run_id: last.run_id, covers_all_input: last.run_id === pending.runId, input },
    partitions: pending.watermark,
    asOf: known?.as_of ?? null,
  };
}
