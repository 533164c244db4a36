// Cases from real documents about alerts and flags (test/cases/): the right value of each.
import { afterAll, beforeEach, expect, test } from 'vitest';
import { evaluateAlerts } from '../../pipeline/alert/find/evaluate.ts';
import { rulesSchema } from '../../pipeline/config/alert-rules.ts';
import { sqlFile } from '../../pipeline/warehouse/sql-file.ts';
import { recipes } from '../analysts/cookbook.ts';
import { caseRecords } from '../case-records.ts';
import { putRange, temporaryWarehouse, tickingClock } from '../warehouse/temporary.ts';
import { anyRow } from './figures.ts';
import { computeFloors } from './compute-floors.ts';

const clock = tickingClock();
const { warehouse, remove, empty } = await temporaryWarehouse('shipped', clock);
afterAll(remove);
beforeEach(empty);

test('07: a placeholder is no BIC and a masked IBAN has a country: four flags of the British Virgin Islands', async () => {
  const name = '07-bic-notprovided';
  for (const kind of ['site', 'flow'] as const)
    await putRange(warehouse, kind, caseRecords(name, kind), `${name}/${kind}.ndjson`, 0);
  await computeFloors(warehouse, clock);
  const flags = await warehouse.query(sqlFile('flag/flags.sql'), { operation: 'cible' }, anyRow);
  expect(flags.map(({ flow_id: id, rule, country }) => [id, rule, country])).toEqual(
    ['f-masked', 'f-none', 'f-notavail', 'f-notprovided'].map((id) => [
      id,
      'R02 OFFSHORE_CENTRE',
      'VG',
    ]),
  );
});

test('08: two spellings of an account or of a payee are one: one alert, of the account that is new', async () => {
  const name = '08-one-account-two-spellings';
  const flows = caseRecords(name, 'flow');
  await putRange(warehouse, 'flow', flows, `${name}/flow.ndjson`, 0);
  await computeFloors(warehouse, clock);
  await evaluateAlerts(warehouse, { clock, rules: rulesSchema.parse({}) });
  const alerts = await warehouse.query(
    'SELECT kind, operation, account FROM alert_current',
    {},
    anyRow,
  );
  expect(alerts).toEqual([{ kind: 'NEW_ACCOUNT', operation: 'real.example', account: 'A2' }]);
});

test('08: a wallet in two spellings is seen to serve two operations', async () => {
  const [lower, upper] = ['eth-1', 'eth-8'].map((id) =>
    caseRecords('08-one-account-two-spellings', 'flow').find(({ flow_id: one }) => one === id),
  );
  await putRange(
    warehouse,
    'flow',
    [{ ...lower }, { ...upper, site: 'other.example' }],
    'flow.ndjson',
    0,
  );
  await computeFloors(warehouse, clock);
  const question = 'Which receiving accounts serve several operations?';
  const sql = recipes().find((one) => one.question === question)?.sql ?? '';
  const [row, ...others] = await warehouse.query(sql, {}, anyRow);
  expect(others).toEqual([]);
  expect(row?.['account']).toBe('0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed');
  expect(new Set([row?.['operations']].flat())).toEqual(new Set(['eth.example', 'other.example']));
});
