// Worlds with the rates of published cases: what M-CLASS is measured on is in them as settings say.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { readReference } from '../../pipeline/reference/load.ts';
import { tablesOf } from '../../pipeline/trial/simulate/rates.ts';
import { settingsOf } from '../../pipeline/trial/simulate/settings.ts';
import { writeWorlds } from '../../pipeline/trial/simulate/write-world.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const { path: folder, remove } = temporaryFolder();
afterAll(remove);
const tables = tablesOf(readReference());

const flow = z.object({
  flow_id: z.string(),
  publisher_account: z.string(),
  payee: z.object({ account: z.string() }),
  period_start: z.string().nullable(),
  basis: z.string(),
  status: z.string(),
});
const panel = z.object({ source: z.string(), site: z.string(), month: z.string() });

/** Of advertising, in one month. */
interface Month {
  operation: string;
  revenue: number;
  recorded: number;
  visitors: number;
  hasPapers: boolean;
}

let made = 0;

function world(change: Partial<Parameters<typeof settingsOf>[0]>) {
  made += 1;
  const into = join(folder, String(made));
  writeWorlds(
    into,
    [settingsOf({ seed: 7, operations: 40, months: 2, rates: 'cases', ...change })],
    tables,
  );
  const lines = (file: string) =>
    existsSync(join(into, file))
      ? readFileSync(join(into, file), 'utf8').trimEnd().split('\n')
      : [];
  const months = lines('truth.csv').flatMap((line): Month[] => {
    const [operation = '', , of, revenue, , recorded, evidence, visitors] = line.split(',');
    const figures = {
      revenue: Number(revenue),
      recorded: Number(recorded),
      visitors: Number(visitors),
    };
    return of === 'advertising'
      ? [{ operation, ...figures, hasPapers: evidence === 'documented' }]
      : [];
  });
  return {
    months,
    flows: lines('flow.ndjson').map((line) => flow.parse(JSON.parse(line))),
    panels: lines('panel.ndjson').map((line) => panel.parse(JSON.parse(line))),
  };
}

const operationOf = (name: string) => /op-\d+/.exec(name)?.[0] ?? '';
const operator = (operation: string) => Math.floor(Number(operation.slice('op-'.length)) / 5);
const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

test('a world with rates of the card has the bytes that it had before there were others', () => {
  const into = join(folder, 'before');
  // Not those of the rate card, which may change.
  const fixed = {
    interval: () => ({ low: 0.1, high: 0.2 }),
    monthRate: () => 0.9,
    dayRate: () => 0.9,
  };
  writeWorlds(into, [settingsOf({ seed: 7, operations: 40, months: 4 })], fixed);
  const hash = createHash('sha256');
  for (const file of ['panel.ndjson', 'flow.ndjson', 'observation.ndjson', 'truth.json'])
    hash.update(readFileSync(join(into, file)));
  expect(hash.digest('hex')).toBe(
    '3d7553596186d885442de85a8793463f543038a15a4ed3e5ce8491b3f5b71636',
  );
});

describe('in a world with the rates of published cases', () => {
  test('the money of a visitor has the median and the spread of published cases', () => {
    const logs = world({ operations: 1500, months: 1 }).months.map(({ revenue, visitors }) =>
      Math.log(revenue / visitors),
    );
    const spread = Math.sqrt(mean(logs.map((value) => (value - mean(logs)) ** 2)));
    expect(Math.exp(mean(logs))).toBeGreaterThan(0.0056);
    expect(Math.exp(mean(logs))).toBeLessThan(0.0064);
    // 0.9 between operations, and 0.25 between months.
    expect(Math.abs(spread - Math.hypot(0.9, 0.25))).toBeLessThan(0.05);
  });

  test('so many operations have papers as asked for, and each panel measures all of them', () => {
    const { months, flows, panels } = world({
      cases: { documented: 0.25, papers: 'full', panels: 3 },
    });
    const found = new Set(
      months.filter(({ hasPapers }) => hasPapers).map(({ operation }) => operation),
    );
    expect(found.size).toBe(10);
    expect(new Set(flows.map(({ flow_id }) => operationOf(flow_id)))).toEqual(found);
    for (const name of ['panel-0', 'panel-1', 'panel-2']) {
      const measured = panels.filter(({ source }) => source === name);
      expect(new Set(measured.map(({ site }) => operationOf(site))).size).toBe(40);
    }
  });

  test('full papers show all money, paid and net; partial ones 30 to 100 per cent of it, poor ones less', () => {
    const full = world({ cases: { papers: 'full' } });
    expect(full.flows.every(({ basis, status }) => basis === 'net' && status === 'paid')).toBe(
      true,
    );
    for (const { revenue, recorded, hasPapers } of full.months)
      expect(recorded).toBeCloseTo(hasPapers ? revenue : 0, 6);
    const shares = (papers: 'part' | 'poor') =>
      world({ operations: 200, cases: { papers } })
        .months.filter(({ hasPapers }) => hasPapers)
        .map(({ revenue, recorded }) => recorded / revenue);
    const part = shares('part');
    expect(Math.min(...part)).toBeGreaterThan(0.3);
    expect(Math.max(...part)).toBeLessThan(1);
    expect(Math.abs(mean(part) - 0.65)).toBeLessThan(0.04);
    expect(mean(shares('poor'))).toBeLessThan(mean(part) - 0.05);
  });
});

describe('what breaks the class', () => {
  test('planted_selection: those whose papers were found earn twice as much, the others the same', () => {
    const planted = world({ misspecify: 'planted_selection' }).months;
    for (const [at, { revenue, hasPapers }] of world({}).months.entries())
      expect((planted[at]?.revenue ?? 0) / revenue).toBeCloseTo(hasPapers ? 2 : 1, 6);
  });

  test('related_operations: five operations earn alike and are paid on one account, unless unregistered', () => {
    const related = world({ misspecify: 'related_operations', months: 12 });
    const accounts = new Map<string, Set<number>>();
    for (const { flow_id, publisher_account, payee } of related.flows)
      for (const account of [publisher_account, payee.account])
        accounts.set(
          account,
          (accounts.get(account) ?? new Set()).add(operator(operationOf(flow_id))),
        );
    expect([...accounts.values()].every(({ size }) => size === 1)).toBe(true);
    expect(accounts.size).toBe(8);

    const rate = (operation: string) =>
      mean(
        related.months
          .filter((month) => month.operation === operation)
          .map(({ revenue, visitors }) => Math.log(revenue / visitors)),
      );
    // The mean of 12 months scatters by 0.07.
    for (const { operation } of related.months)
      expect(
        Math.abs(rate(operation) - rate(`op-${String(5 * operator(operation))}`)),
      ).toBeLessThan(0.4);

    const unregistered = world({ misspecify: 'unregistered_relations', months: 12 });
    expect(unregistered.months).toEqual(related.months);
    expect(
      unregistered.flows.every(
        ({ flow_id, payee }) => payee.account === `acc-${operationOf(flow_id)}`,
      ),
    ).toBe(true);
  });

  test('months_without_income: one month in twenty earns nothing', () => {
    const { months } = world({ misspecify: 'months_without_income', operations: 100, months: 20 });
    const idle = months.filter(({ revenue }) => revenue === 0);
    expect(idle.length / months.length).toBeGreaterThan(0.04);
    expect(idle.length / months.length).toBeLessThan(0.06);
  });

  test('payment_dated_members: one operation in two has papers without days of service', () => {
    const { flows } = world({ misspecify: 'payment_dated_members', operations: 200 });
    const operations = (some: typeof flows) =>
      new Set(some.map(({ flow_id }) => operationOf(flow_id))).size;
    const dated = operations(flows.filter(({ period_start }) => period_start === null));
    expect(operations(flows)).toBe(100);
    expect(dated).toBeGreaterThan(35);
    expect(dated).toBeLessThan(65);
  });
});
