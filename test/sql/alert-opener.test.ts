// The text that represents the first payment of an episode (sql/alert/find/part/opener_text.sql)
// sorts like day, source, flow and network, and can be parsed back, whatever the names contain.
import { afterAll, expect, test } from 'vitest';
import { z } from 'zod';
import { sqlFile } from '../../pipeline/warehouse/sql-file.ts';
import { randomOf } from '../../pipeline/platform/random.ts';
import { temporaryWarehouse } from '../warehouse/temporary.ts';

const PIECES = ['', '\u0000', '\u0001', '\u0000\u0000', '\u0000\u0001', 'a', 'b', 'é'];
const PAYMENTS = 3_000;

const { warehouse, remove } = await temporaryWarehouse('none');
afterAll(remove);

function names(seed: number): string[] {
  const { below } = randomOf(seed);
  const piece = () => PIECES[below(PIECES.length)] ?? '';
  return Array.from({ length: PAYMENTS }, () => piece() + piece() + piece());
}

test('3000 payments, named with zero bytes too, sort as text as they do by day, source, flow and network, and come back whole', async () => {
  const { below } = randomOf(4);
  const days = Array.from(
    { length: PAYMENTS },
    () => ['1900-01-01', '1969-12-31', '1970-01-01', '2026-02-03', '2200-12-31'][below(5)] ?? '',
  );
  const text = sqlFile('alert/find/part/opener_text.sql', {
    day: 'p.1',
    source: 'p.2',
    flow: 'p.3',
    network: 'p.4',
  });
  const back = sqlFile('alert/find/part/opener_of.sql', { text: 'opened' });
  const [found] = await warehouse.query(
    `SELECT uniqExact(p) AS payments, countIf(back != p) AS changed,
       arrayMap(x -> x.2, arraySort(x -> x.1, groupArray((opened, p)))) AS by_text,
       by_text = arraySort(groupArray(p)) AS is_sorted
     FROM (
       SELECT
         arrayJoin(arrayMap(
           (day, source, flow, network) -> (toDate32(day), source, flow, network),
           {days:Array(String)}, {sources:Array(String)},
           {flows:Array(String)}, {networks:Array(String)})) AS p,
         ${text} AS opened,
         ${back} AS back
     )`,
    { days, sources: names(1), flows: names(2), networks: names(3) },
    z.object({ payments: z.coerce.number(), changed: z.coerce.number(), is_sorted: z.number() }),
  );
  expect([found?.changed, found?.is_sorted]).toEqual([0, 1]);
  expect(found?.payments).toBeGreaterThan(PAYMENTS * 0.9);
});
