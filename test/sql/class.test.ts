// Comparable operations (M-CLASS): a run of all operations computes them in SQL, and a question of
// some of them by the plain form, to the last digit.
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { classInForce, wholeClass } from '../../pipeline/estimate/class/class-source.ts';
import { computePlainly } from '../../pipeline/estimate/compute-plainly.ts';
import { askFloors } from '../../pipeline/estimate/floors.ts';
import { NOW, runEstimate } from '../../pipeline/estimate/run.ts';
import { totalsStatement } from '../../pipeline/estimate/totals.ts';
import { classMonthsOf } from '../../pipeline/evidence/fetch-comparables.ts';
import { fetchEvidence } from '../../pipeline/evidence/fetch-evidence.ts';
import { currenciesOf, fetchReference } from '../../pipeline/evidence/fetch-reference.ts';
import { dayOf, monthOf } from '../../pipeline/method/calendar.ts';
import { totalOf } from '../../pipeline/method/total/total.ts';
import { floorsWithModel } from '../../pipeline/method/model/floors-with-model.ts';
import { randomOf } from '../../pipeline/platform/random.ts';
import { fixedPoint } from '../../pipeline/text/fixed-point.ts';
import { type ClassWorld, classWorld } from '../random-records/class-world.ts';
import { putRecords, temporaryWarehouse, tickingClock } from '../warehouse/temporary.ts';
import { ALPHA } from './figures.ts';

const WORLDS = 6;
const OPERATIONS = 70;
const ALPHA_PPM = Math.round(ALPHA * 1e6);
const clock = tickingClock();

const { warehouse, remove, empty } = await temporaryWarehouse('monthly', clock);
afterAll(remove);
beforeEach(empty);

const floorRow = z.looseObject({ operation: z.string(), month: z.string(), rung: z.string() });
const FIGURES =
  'operation, month, floor_eur, floor_headline_eur, documented_eur, apportioned_eur, modelled_eur, ' +
  'accrued_eur, offshore_eur, payment_dated_eur, unplaced_reversal_eur, rung, confidence, status, ' +
  'reason, visitors_lower, lines';

async function put({ sites, accounts, flows, panels }: ClassWorld): Promise<void> {
  await putRecords(warehouse, 'site', sites);
  await putRecords(warehouse, 'account', accounts);
  await putRecords(warehouse, 'flow', flows);
  await putRecords(warehouse, 'panel', panels);
}

const inForce = (operations: readonly string[]) =>
  warehouse.query(
    `SELECT * EXCEPT (sequence, run_id, present, method_version, rate_card_version, known_at)
     FROM floor_revision FINAL
     WHERE present = 1 AND operation IN {operations:Array(String)}
     ORDER BY operation, month`,
    { operations: [...operations] },
    floorRow,
  );

/** By the plain form, with the class in force. */
async function computed(operations: readonly string[]) {
  const classSource = classInForce(warehouse, ALPHA_PPM);
  const question = { asOf: NOW, alphaPpm: ALPHA_PPM, without: [], run: null, classSource };
  const scope = `plain ${String(Math.random())}`;
  await computePlainly(warehouse, { scope, ...question }, operations);
  return warehouse.query(
    `SELECT ${FIGURES} FROM floor_work WHERE scope = {scope:String} ORDER BY operation, month`,
    { scope },
    floorRow,
  );
}

const operationsOf = (world: ClassWorld) => [
  ...new Set(world.sites.map(({ operation }) => String(operation))),
];

describe('a class that a run made', () => {
  test('is that of the plain form, to the last digit', async () => {
    let raised = 0;
    for (let seed = 0; seed < WORLDS; seed += 1) {
      await empty();
      const world = classWorld(randomOf(seed), OPERATIONS);
      await put(world);
      await runEstimate(warehouse, { clock, alpha: ALPHA, isComplete: true });
      const operations = operationsOf(world);
      const found = await inForce(operations);
      expect(found, `world ${String(seed)}`).toEqual(await computed(operations));
      raised += found.filter(({ rung }) => rung === 'L4').length;
    }
    expect(raised).toBeGreaterThan(WORLDS * 10);
  });

  test('is that of a question as of a later day, of all operations and of one', async () => {
    const world = classWorld(randomOf(77), OPERATIONS);
    await put(world);
    await runEstimate(warehouse, { clock, alpha: ALPHA, isComplete: true });
    const question = { month: null, asOf: NOW, without: [], alpha: ALPHA };
    const answerTo = (operation: string | null) =>
      askFloors(warehouse, { ...question, operation }, ({ sql, parameters }) =>
        warehouse.query(sql, parameters, floorRow),
      );
    const all = await answerTo(null);
    const expected = await inForce(operationsOf(world));
    const figures = ({
      operation,
      month,
      floor_eur,
      modelled_eur,
      rung,
    }: (typeof all)[number]) => ({
      operation,
      month,
      floor_eur,
      modelled_eur,
      rung,
    });
    expect(all.map(figures)).toEqual(expected.map(figures));
    const one = expected.find(({ rung }) => rung === 'L4')?.operation ?? '';
    expect((await answerTo(one)).map(figures)).toEqual(
      expected.filter(({ operation }) => operation === one).map(figures),
    );
  });
});

describe('totals', () => {
  const totalRow = z.object({
    operation: z.string(),
    total_eur: z.string().nullable(),
    documented_eur: z.string(),
    modelled_eur: z.string(),
    class_eur: z.string().nullable(),
    beside_class_eur: z.string(),
    basis: z.string(),
  });
  const INTERVALS = [
    ['2015-10', '2015-12'],
    ['2015-10', '2015-11'],
    ['2015-11', '2015-11'],
    ['2015-09', '2015-12'],
  ] as const;

  /** By the plain form. */
  async function totalOfOne(operation: string, from: string, to: string) {
    const evidence = await fetchEvidence(warehouse, [operation], NOW);
    const [references, comparables] = await Promise.all([
      fetchReference(warehouse, currenciesOf(evidence)),
      wholeClass(warehouse, operation, evidence),
    ]);
    const options = { alphaPpm: ALPHA_PPM, without: [] };
    const floors = floorsWithModel(operation, evidence, references, { ...options, comparables });
    const [first, last] = [from, to].map((month) => monthOf(dayOf(`${month}-01`)));
    const total = totalOf(
      floors,
      { first: first ?? 0, last: last ?? 0 },
      { ...options, classMonths: classMonthsOf(comparables.ratios) },
    );
    const money = (units: bigint | null | undefined) =>
      units === null || units === undefined ? null : Number(fixedPoint(units, 4));
    return {
      operation,
      total_eur: money(total.total),
      documented_eur: money(total.documented),
      modelled_eur: money(total.modelled),
      class_eur: money(total.comparable.counting?.units),
      beside_class_eur: money(total.besideClass),
      basis: total.basis ?? '',
    };
  }

  test('are those of the plain form, and of the view, to the last digit', async () => {
    const world = classWorld(randomOf(5), OPERATIONS);
    await put(world);
    await runEstimate(warehouse, { clock, alpha: ALPHA, isComplete: true });
    let byClass = 0;
    for (const [from, to] of INTERVALS) {
      const { sql, parameters } = totalsStatement({
        operation: null,
        from,
        to,
        classAlphaPpm: (ALPHA_PPM * 4) / 5,
      });
      const rows = await warehouse.query(sql, parameters, totalRow);
      const numbers = rows.map((row) => ({
        ...row,
        total_eur: row.total_eur === null ? null : Number(row.total_eur),
        documented_eur: Number(row.documented_eur),
        modelled_eur: Number(row.modelled_eur),
        class_eur: row.class_eur === null ? null : Number(row.class_eur),
        beside_class_eur: Number(row.beside_class_eur),
      }));
      for (const row of numbers.filter((_, index) => index % 4 === 0))
        expect(await totalOfOne(row.operation, from, to), `${from} ${to}`).toEqual(row);
      byClass += numbers.filter(({ basis }) => basis === 'by_class').length;
    }
    expect(byClass).toBeGreaterThan(10);
  });
});
