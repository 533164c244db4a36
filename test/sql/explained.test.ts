// The promise: an explanation is that of the floor in force, down to the ledger, or it is not
// printed.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadConfig } from '../../pipeline/config/config.ts';
import { derivationOf } from '../../pipeline/explain/derivation.ts';
import { bringUpToDate } from '../../pipeline/path.ts';
import { createLog } from '../../pipeline/platform/log.ts';
import { sqlFile } from '../../pipeline/warehouse/sql-file.ts';
import { decode } from '../../schemas/decode.ts';
import { type Fields, flow, ndjson, panel, site } from '../records.ts';
import { putRange, temporaryWarehouse, tickingClock } from '../warehouse/temporary.ts';
import { anyRow } from './figures.ts';

const clock = tickingClock();
const { warehouse, remove } = await temporaryWarehouse('shipped', clock);
afterAll(remove);
const session = { warehouse, config: loadConfig({}), clock, log: createLog('silent') };

const FLOWS = [
  flow('a', { document_place: 'line 7', value_date: '2015-12-02' }),
  flow('b', { currency: 'USD', value_date: '2015-12-01', amount: '50' }),
  flow('owed', { status: 'accrued', amount: '33' }),
];

const ACCOUNT = {
  record_id: 'acc',
  source: 'case-file',
  network: 'pop.example',
  account: 'pub-1',
  account_type: 'publisher',
  operation: 'films',
};

const explain = (month = '2015-11', threshold: string | null = null) =>
  derivationOf(session, 'films', month, threshold);

beforeAll(async () => {
  const put = (kind: Parameters<typeof putRange>[1], records: readonly Fields[]) =>
    putRange(warehouse, kind, records, `${kind}.ndjson`, 0);
  await put('site', [site('reg', { site: 'one.tv', operation: 'films' })]);
  await put('account', [ACCOUNT]);
  await put('flow', FLOWS);
  await put('panel', [panel('p1', { page_views: 3_000_000 })]);
  await bringUpToDate(session);
});

test('it has the floor in force, and the place of each record in the ledger and in its document', async () => {
  const { floor, lines, parts, left_out: leftOut, ...found } = await explain();
  expect(lines.map((line) => line.floor_eur)).toEqual([floor.floor_eur]);
  const digestOf = (record: Fields | undefined) => {
    const decoded = decode('flow', Buffer.from(ndjson(record === undefined ? [] : [record])));
    return decoded.digest;
  };
  expect(parts).toMatchObject([
    {
      flow_id: 'a',
      sha256: digestOf(FLOWS[0]),
      document_place: 'line 7',
      topic: 'flow.ndjson',
      partition: 0,
      offset: '0',
    },
    { flow_id: 'b', sha256: digestOf(FLOWS[1]), offset: '1' },
  ]);
  expect(leftOut).toMatchObject([{ flow_id: 'owed', topic: 'flow.ndjson', offset: '2' }]);
  expect(found.audience).toMatchObject([{ record_id: 'p1', topic: 'panel.ndjson' }]);
  expect(found.registry).toMatchObject([{ topic: 'site.ndjson' }, { topic: 'account.ndjson' }]);
  expect(found.last_run?.run_id).toBe(floor.run_id);
});

test('without a floor, or with a threshold above it, the command was wrong', async () => {
  await expect(explain('2001-01')).rejects.toMatchObject({ code: 'no_floor', exitCode: 2 });
  await expect(explain('2015-11', '999999')).rejects.toMatchObject({
    code: 'threshold_above_floor',
    exitCode: 2,
  });
});

test('records that came in since do no harm where they leave the floor as it is', async () => {
  const { floor } = await explain();
  await putRange(warehouse, 'flow', [flow('else', { site: 'else.tv' })], 'flow.ndjson', 3);
  expect((await explain()).floor).toEqual(floor);
});

test('records that came in since and change the floor: both figures, and what to do', async () => {
  const { floor } = await explain();
  await putRange(warehouse, 'flow', [flow('late', { amount: '5' })], 'flow.ndjson', 4);
  const own = (Number(floor.floor_eur) + 5).toFixed(4);
  await expect(explain()).rejects.toMatchObject({
    code: 'floor_behind',
    exitCode: 1,
    message:
      `The floor in force is ${String(floor.floor_eur)} EUR, but the records give ${own} EUR. ` +
      '2 records came in after it was computed. Bring it up to ' +
      'date with: plancher estimate',
  });
  await bringUpToDate(session);
  expect((await explain()).floor.floor_eur).toBe(own);
});

test.each([
  ['The floor', 'floor_eur = floor_eur + 1'],
  ['Documented money', 'documented_eur = documented_eur + 1'],
  ['Modelled money', 'modelled_eur = modelled_eur + 1'],
])('%s in force that the records do not give is not explained', async (what, change) => {
  const before = await explain();
  const [column = '', value = ''] = change.split(' = ');
  const changed = (expression: string) =>
    warehouse.command(
      `INSERT INTO floor_revision SELECT * REPLACE (
         ${expression} AS ${column},
         known_at + INTERVAL 1 SECOND AS known_at)
       FROM floor_revision FINAL
       WHERE operation = 'films' AND month = '2015-11' ORDER BY sequence DESC LIMIT 1`,
      {},
    );
  await changed(value);
  await expect(explain()).rejects.toMatchObject({ code: 'other_floor', exitCode: 1 });
  const own = String(before.floor[column]);
  const wrong = (Number(own) + 1).toFixed(4);
  await expect(explain()).rejects.toThrow(
    `${what} in force is ${wrong} EUR, but the records give ${own} EUR.`,
  );
  await changed(value.replace('+', '-'));
  const [row] = await warehouse.query(
    sqlFile('estimate/floors/in_force.sql'),
    { operation: 'films', month: '2015-11' },
    anyRow,
  );
  expect(row?.[column]).toBe(own);
});
