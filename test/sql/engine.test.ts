// The engine's form of the method against the plain form, over random worlds in one warehouse:
// every floor, ruling and rank of the operations that the engine computes, to the last digit.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { classInForce } from '../../pipeline/estimate/class/class-source.ts';
import { computeAll } from '../../pipeline/estimate/compute-all.ts';
import { type Computation, computePlainly } from '../../pipeline/estimate/compute-plainly.ts';
import type { Evidence } from '../../pipeline/method/evidence.ts';
import { loadReference } from '../../pipeline/reference/load.ts';
import type { Warehouse } from '../../pipeline/warehouse/warehouse.ts';
import { apart } from '../worlds/apart.ts';
import { worldOf } from '../worlds/world.ts';
import {
  TEST_TIME_MS,
  putRecords,
  temporaryWarehouse,
  tickingClock,
} from '../warehouse/temporary.ts';
import { worldsReference } from './worlds-reference.ts';

const WORLDS = Number(process.env['PLANCHER_TEST_WORLDS'] ?? '1000');
const FIRST_SEED = Number(process.env['PLANCHER_TEST_SEED'] ?? '25000');
/** Later than TEST_TIME_MS. */
const LATER_MS = TEST_TIME_MS + 86_400_000;
const BETWEEN = '2026-01-02 12:00:00.000';
const EVERYTHING = '2200-01-01 00:00:00.000';

let opened: Awaited<ReturnType<typeof temporaryWarehouse>>;
let warehouse: Warehouse;

beforeAll(async () => {
  opened = await temporaryWarehouse('none');
  warehouse = opened.warehouse;
  const worlds = Array.from({ length: WORLDS }, (_, at) => ({
    world: worldOf(FIRST_SEED + at),
    prefix: `w${String(at)}x`,
  }));
  await loadReference(warehouse, worldsReference(worlds), tickingClock());
  const all = worlds.map(({ world, prefix }) => apart(world.evidence, prefix));
  await put(all, (at) => at % 3 > 0, TEST_TIME_MS);
  await put(all, (at) => at % 3 === 0, LATER_MS);
});
afterAll(() => opened.remove());

/** Two thirds of the records are known on one day, the others on the next. */
async function put(
  all: readonly Evidence[],
  isWanted: (at: number) => boolean,
  knownAtMs: number,
): Promise<void> {
  const some = (records: readonly object[]) => records.filter((_, at) => isWanted(at));
  const topic = String(knownAtMs);
  await putRecords(warehouse, 'flow', some(all.flatMap(({ flows }) => flows)), topic, knownAtMs);
  await putRecords(warehouse, 'site', some(all.flatMap(({ sites }) => sites)), topic, knownAtMs);
  const accounts = some(all.flatMap((one) => one.accounts));
  await putRecords(warehouse, 'account', accounts, topic, knownAtMs);
  const networks = some(all.flatMap((one) => one.networks));
  await putRecords(warehouse, 'network', networks, topic, knownAtMs);
}

const FIGURES =
  'operation, month, floor_eur, floor_headline_eur, documented_eur, apportioned_eur, modelled_eur, ' +
  'accrued_eur, offshore_eur, payment_dated_eur, unplaced_reversal_eur, rung, confidence, status, ' +
  'reason, visitors_lower, lines';
const RULINGS =
  'operation, source, flow_id, payment, revision, sha256, network_key, source_group, ' +
  'is_payment_dated, line, currency, amount, paid_eur, left_eur, first_month, last_month, rule, ' +
  'reason, is_offshore';
const RANKS =
  'operation, network_key, source_group, is_payment_dated, rank, total_eur, is_near, crossing, ' +
  'owned_months, is_of_chosen_side';

const REGULAR = `
  SELECT DISTINCT operation
  FROM part_of
  WHERE scope = {scope:String}
    AND operation NOT IN (
      SELECT operation FROM irregular_operation_of WHERE scope = {scope:String})
  ORDER BY operation`;
const nameRow = z.object({ operation: z.string() });

/** What the engine computes and what the plain form computes of the same operations, apart. */
async function compared(asOf: string, without: readonly string[], most: number) {
  const name = [asOf, ...without].join(' ');
  const question = { asOf, without, alphaPpm: 50_000 };
  const engine: Computation = {
    ...question,
    scope: `engine ${name}`,
    run: { epoch: 1, sequence: 1, runId: `engine ${name}` },
    classSource: null,
  };
  const plain: Computation = {
    ...question,
    scope: `plain ${name}`,
    run: { epoch: 2, sequence: 2, runId: `plain ${name}` },
    classSource: classInForce(warehouse, question.alphaPpm),
  };
  await computeAll(warehouse, engine);
  const regular = await warehouse.query(REGULAR, { scope: engine.scope }, nameRow);
  const operations = regular.map(({ operation }) => operation).slice(0, most);
  await computePlainly(warehouse, plain, operations);
  const apart = async (table: string, columns: string, key: string, mine: string, other: string) =>
    warehouse.query(
      `SELECT * FROM (
         SELECT ${columns} FROM ${table}
         WHERE ${key} = {mine:String} AND operation IN {operations:Array(String)}
         EXCEPT SELECT ${columns} FROM ${table} WHERE ${key} = {other:String})
       ORDER BY ALL LIMIT 3`,
      { mine, other, operations },
      z.looseObject({}),
    );
  const both = async (
    table: string,
    columns: string,
    key: string,
    mine: string,
    other: string,
  ) => ({
    engine: await apart(table, columns, key, mine, other),
    plain: await apart(table, columns, key, other, mine),
  });
  const [mine, other] = [`engine ${name}`, `plain ${name}`];
  return {
    operations: operations.length,
    floors: await both('floor_work', FIGURES, 'scope', mine, other),
    rulings: await both('flow_ruling', RULINGS, 'run_id', mine, other),
    ranks: await both('group_ruling', RANKS, 'run_id', mine, other),
  };
}

const SAME = { engine: [], plain: [] };
/** Operations that the plain form computes again for a question. */
const SOME = 150;

test.each([
  ['everything', EVERYTHING, [], Infinity],
  ['as of a day', BETWEEN, [], SOME],
  ['without even_spread', EVERYTHING, ['even_spread'], SOME],
  ['without payment_month', EVERYTHING, ['payment_month'], SOME],
  ['without rung:L0', EVERYTHING, ['rung:L0'], SOME],
  ['without rung:L1', EVERYTHING, ['rung:L1'], SOME],
])('%s: the engine gives what the plain form gives', async (_, asOf, without, most) => {
  const { operations, ...found } = await compared(asOf, without, most);
  expect(found).toEqual({ floors: SAME, rulings: SAME, ranks: SAME });
  // Most operations of these worlds are irregular on purpose.
  expect(operations).toBeGreaterThan(Math.min(WORLDS / 10, most / 2));
});
