// Alerts follow what the last run ruled: what counts is added up, what does not is only reported,
// and what is gone ends.
import { afterAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { evaluateAlerts } from '../../pipeline/alert/find/evaluate.ts';
import { rulesSchema } from '../../pipeline/config/alert-rules.ts';
import { type Fields, flow } from '../records.ts';
import { putRange, temporaryWarehouse, tickingClock } from '../warehouse/temporary.ts';
import { writeRun } from './rulings.ts';

const RULES = rulesSchema.parse({ baseline_days: 30 });
const clock = tickingClock();
const { warehouse, remove, empty } = await temporaryWarehouse('shipped', clock);
afterAll(remove);
let [offset, sequence] = [0, 0];

beforeEach(async () => {
  await empty();
  [offset, sequence] = [0, 0];
  const cover = (source: string) => flow(`cover-${source}`, { source, value_date: '2014-02-01' });
  await arrive(cover('statement'), cover('bank'));
});

async function arrive(...flows: Fields[]): Promise<void> {
  await putRange(warehouse, 'flow', flows, 'flow.ndjson', offset);
  offset += flows.length;
}

interface Ruled extends Fields {
  operation?: string;
}

const alertRow = z.object({
  kind: z.string(),
  operation: z.string(),
  amount_eur: z.string(),
  counts: z.number(),
  explanation: z.string(),
  explanation_fr: z.string(),
});

/** Alerts in force after a run, the first one over all operations. */
async function ruled(...flows: Ruled[]): Promise<z.output<typeof alertRow>[]> {
  sequence += 1;
  const operations = [...new Set(flows.map(({ operation = 'op' }) => operation))];
  await writeRun(warehouse, { sequence, epoch: 1, operations, flows });
  await evaluateAlerts(warehouse, { clock, rules: RULES });
  return warehouse.query(
    `SELECT * FROM alert_current WHERE status NOT IN ('retracted', 'superseded')
     ORDER BY operation, first_value_date, level`,
    {},
    alertRow,
  );
}

const told = (alerts: z.output<typeof alertRow>[]) =>
  alerts.map((one) => `${one.kind} ${one.operation} ${one.amount_eur} ${String(one.counts)}`);

const notCounted = { rule: 'M-OWNER', reason: 'other_source_counts' };

test('what counts is added up, and what does not is named as another report', async () => {
  await arrive(flow('a'), flow('b'), flow('bank-1', { source: 'bank' }));
  const [alert, ...others] = await ruled(
    { flow_id: 'a' },
    { flow_id: 'b', left_eur: '50' },
    { flow_id: 'bank-1', source: 'bank', source_group: 'bank', ...notCounted },
  );
  expect(others).toEqual([]);
  expect(alert).toMatchObject({ kind: 'FIRST', amount_eur: '150.0000', counts: 1 });
  expect(alert?.explanation).toContain('At least EUR 150.00 since then, in 2 flows: ');
  expect(alert?.explanation).toContain(
    '1 more flow, of EUR 100.00, may be the same money in another report; it is not added.',
  );
  expect(alert?.explanation_fr).toContain('Au moins 150,00\u202fEUR depuis, en 2 mouvements');
});

test('a new flow of a source that does not count is reported, not at least', async () => {
  const payee = { name: 'B', country: 'PA', account: 'y', account_type: 'other' };
  await arrive(
    flow('a'),
    flow('bank-1', { source: 'bank', payee, value_date: '2016-01-02' }),
    flow('ledger-1', { source: 'ledger', payee, value_date: '2016-01-03' }),
  );
  const other = (source: string, left_eur: string) => ({
    flow_id: `${source}-1`,
    source,
    source_group: source,
    left_eur,
    is_offshore: 1,
    ...notCounted,
  });
  const alerts = await ruled({ flow_id: 'a' }, other('bank', '90'), other('ledger', '110'));
  expect(told(alerts)).toEqual(['FIRST op 100.0000 1', 'NEW_PAYEE op 110.0000 0']);
  const [, reported] = alerts;
  expect(reported?.explanation).toContain(
    'Reported, but not counted: EUR 110.00 since then, in 1 flow: EUR 110.00 to account “y”',
  );
  expect(reported?.explanation).toContain('All of the money reported went to');
  expect(reported?.explanation).not.toMatch(/at least/i);
  expect(reported?.explanation_fr).toContain(
    'Signalé, mais non compté\u202f: 110,00\u202fEUR depuis, en 1 mouvement\u202f: ',
  );
  expect(reported?.explanation_fr).toContain('Tout l’argent signalé est allé vers');
  expect(reported?.explanation_fr).not.toMatch(/au moins/i);
});

test('what a run rules otherwise changes the alert, and what is gone ends it', async () => {
  await arrive(flow('a'), flow('b', { site: 'two.tv' }));
  const b = { flow_id: 'b', operation: 'two' };
  expect(told(await ruled({ flow_id: 'a' }, b))).toEqual([
    'FIRST op 100.0000 1',
    'FIRST two 100.0000 1',
  ]);
  expect(told(await ruled({ flow_id: 'a', ...notCounted }))).toEqual([
    'FIRST op 100.0000 0',
    'FIRST two 100.0000 1',
  ]);
  expect(told(await ruled({ flow_id: 'a', left_eur: '0' }))).toEqual(['FIRST two 100.0000 1']);
  // A complete run that has no money of it.
  sequence += 1;
  await writeRun(warehouse, { sequence, epoch: sequence, operations: [] });
  await evaluateAlerts(warehouse, { clock, rules: RULES });
  expect(
    await warehouse.query('SELECT status FROM alert_current', {}, z.object({ status: z.string() })),
  ).toEqual([{ status: 'retracted' }, { status: 'retracted' }]);
});

test('a run that says the same writes nothing', async () => {
  await arrive(flow('a'));
  await ruled({ flow_id: 'a' });
  const written = () =>
    warehouse.query(
      'SELECT count() AS rows, max(version) AS version FROM alert_payment',
      {},
      z.object({ rows: z.string(), version: z.string() }),
    );
  const before = await written();
  await ruled({ flow_id: 'a' });
  expect(await written()).toEqual(before);
  expect(
    await warehouse.query(
      'SELECT count() AS revisions FROM alert_revision',
      {},
      z.object({ revisions: z.string() }),
    ),
  ).toEqual([{ revisions: '1' }]);
});

test('a payment that pays lines is one payment, on its own day and account', async () => {
  const payee = { name: 'P', country: 'CY', account: 'p', account_type: 'other' };
  await arrive(
    flow('line-1', { status: 'accrued', value_date: null }),
    flow('line-2', { status: 'accrued', value_date: null }),
    flow('payment', { value_date: '2016-01-20', payee, settles: ['line-1', 'line-2'] }),
  );
  const line = { payment: 'payment', left_eur: '60' };
  const [alert, ...others] = await ruled(
    { flow_id: 'line-1', ...line },
    { flow_id: 'line-2', ...line, first_month: 201512, last_month: 201512 },
    { flow_id: 'payment', left_eur: '10', is_payment_dated: 1, ...notCounted },
  );
  expect(others).toEqual([]);
  expect(alert).toMatchObject({ kind: 'FIRST', amount_eur: '120.0000' });
  expect(alert?.explanation).toContain('on 20 January 2016');
});

test('take-backs that name no known payment are taken off, and what they take whole is only reported', async () => {
  await arrive(flow('a', { amount: '400' }));
  const unplaced = (eur: string) =>
    warehouse.insertObjects('floor_revision', [
      {
        operation: 'op',
        month: '2015-11',
        sequence: sequence + 1,
        run_id: `run-${String(sequence + 1)}`,
        present: 1,
        unplaced_reversal_eur: eur,
      },
    ]);
  await unplaced('150');
  const [alert] = await ruled({ flow_id: 'a', left_eur: '400' });
  expect(alert).toMatchObject({ amount_eur: '250.0000', counts: 1 });
  expect(alert?.explanation).toContain('At least EUR 250.00');
  expect(alert?.explanation).toContain(
    'Taken off: EUR 150.00, reversals of payments that are not on record.',
  );
  await unplaced('400');
  const [all] = await ruled({ flow_id: 'a', left_eur: '400' });
  expect(all).toMatchObject({ amount_eur: '400.0000', counts: 0 });
  expect(all?.explanation).toContain(
    'Reversals of payments that are not on record took EUR 400.00 from the operation in these months.',
  );
  expect(all?.explanation_fr).toContain(
    'Des annulations de paiements qui ne figurent pas dans les pièces ont retiré ' +
      '400,00\u202fEUR à l’exploitation sur ces mois.',
  );
});
