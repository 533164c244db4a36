// Rulings by hand: what a run of the estimate says of flows and sources.
import type { Warehouse } from '../../pipeline/warehouse/warehouse.ts';
import type { Fields } from '../records.ts';

interface Run {
  sequence: number;
  epoch: number;
  operations: readonly string[];
  flows?: readonly Fields[];
  groups?: readonly Fields[];
  /** False: the run broke off. */
  isNoted?: boolean;
}

const FLOW = {
  operation: 'op',
  source: 'statement',
  payment: '',
  // Of whatever content the flow has.
  revision: 0,
  sha256: '\0'.repeat(32),
  network_key: 'net',
  source_group: 'statement',
  is_payment_dated: 0,
  line: 'advertising',
  currency: 'EUR',
  amount: '100',
  paid_eur: '100',
  left_eur: '100',
  first_month: 201511,
  last_month: 201511,
  rule: '',
  reason: '',
  is_offshore: 0,
};

const GROUP = {
  operation: 'op',
  network_key: 'net',
  source_group: 'statement',
  is_payment_dated: 0,
  rank: 1,
  total_eur: '100',
  is_near: 1,
  crossing: 0,
  owned_months: [201511],
  is_of_chosen_side: 1,
};

export async function writeRun(warehouse: Warehouse, run: Run): Promise<void> {
  const { sequence, epoch, operations, flows = [], groups = [], isNoted = true } = run;
  const of = { sequence, epoch, run_id: `run-${String(sequence)}` };
  await warehouse.insertObjects(
    'flow_ruling',
    flows.map((row) => ({ ...FLOW, ...of, ...row })),
  );
  await warehouse.insertObjects(
    'group_ruling',
    groups.map((row) => ({ ...GROUP, ...of, ...row })),
  );
  await warehouse.insertObjects(
    'computed_operation',
    operations.map((operation) => ({ ...of, operation })),
  );
  if (isNoted)
    await warehouse.insertObjects('estimate_run', [
      { run_id: of.run_id, sequence, scope: sequence === epoch ? 'all' : 'some' },
    ]);
}
