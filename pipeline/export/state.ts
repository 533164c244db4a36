// What an export rests on: versions, the input that the floors rest on, and the input that the
// records rest on.
import { z } from 'zod';
import { METHOD_VERSION, pendingRun } from '../estimate/run.ts';
import { VERSION } from '../platform/version.ts';
import { sqlFile } from '../warehouse/sql-file.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { type Manifest, partitionRow } from './manifest.ts';
import type { Dates } from './signature.ts';

export interface WarehouseState {
  method_version: Manifest['method_version'];
  reference_versions: Manifest['reference_versions'];
  made_by: Manifest['made_by'];
  floors: Manifest['floors'];
  partitions: Manifest['input']['partitions'];
  /** Signed, and not in the manifest: when records came to be known changes no byte of it. */
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
