// The reference data in force, as the plain form reads it, are those of the files that ship, or of
// the tables that an office loaded.
import { afterAll, expect, test } from 'vitest';
import { currenciesOf, fetchReference } from '../../pipeline/evidence/fetch-reference.ts';
import type { Reference } from '../../pipeline/method/reference.ts';
import { methodReference } from '../../pipeline/reference/method-reference.ts';
import { modelReference } from '../../pipeline/reference/model-reference.ts';
import { loadReference, putInForce, readReference } from '../../pipeline/reference/load.ts';
import { pegRows } from '../../pipeline/reference/peg.ts';
import { referenceTable } from '../../pipeline/reference/reference-table.ts';
import { oneNumber } from '../../schemas/decimal-text.ts';
import { flow, inMonth } from '../method/flow-records.ts';
import { temporaryWarehouse, tickingClock } from '../warehouse/temporary.ts';

const clock = tickingClock();
const { warehouse, remove } = await temporaryWarehouse('shipped', clock);
afterAll(remove);

/** Numbers and rows in one form, whatever their order. */
function sorted(rows: readonly object[], fields: readonly string[]): string[] {
  return rows
    .map((row) => {
      const values = new Map(Object.entries(row));
      return JSON.stringify(
        fields.map((field): unknown => {
          const value: unknown = values.get(field) ?? null;
          return typeof value === 'string' ? oneNumber(value) : value;
        }),
      );
    })
    .sort();
}

const CARD = ['factor', 'line', 'device', 'network', 'country', 'from', 'to', 'currency'];

function formOf({ rates, shares, disjoint, networkNames }: Reference) {
  return {
    daily: sorted(rates.daily, ['day', 'currency', 'quoted_in', 'per_unit']),
    monthly: sorted(rates.monthly, ['currency', 'period', 'eur_per_unit']),
    fixed: sorted(rates.fixed, ['currency', 'from', 'eur_per_unit']),
    pegs: sorted(rates.pegs, ['code', 'currency', 'units', 'from', 'to']),
    margins: [...rates.margins],
    marginOfAll: rates.marginOfAll,
    shares: sorted(shares, ['network', 'line', 'from', 'to', 'low']),
    disjoint: sorted(
      disjoint.map(({ network, sources }) => ({ network, sources: sources.toSorted() })),
      ['network', 'sources'],
    ),
    networkNames: sorted(networkNames, ['network', 'name', 'is_conduit']),
  };
}

test('what ships', async () => {
  const { documented, model } = await fetchReference(warehouse);
  const shipped = modelReference(readReference());
  expect(formOf(documented)).toEqual(formOf(methodReference()));
  expect(sorted(model.card, [...CARD, 'low', 'high'])).toEqual(
    sorted(shipped.card, [...CARD, 'low', 'high']),
  );
  expect(model.monthly).toBe(documented.rates.monthly);
  expect(sorted(model.primary, ['source', 'from', 'to', 'declared_on'])).toEqual(
    sorted(shipped.primary, ['source', 'from', 'to', 'declared_on']),
  );
});

test('declarations as they were written, panels, and pegs with an end or without', async () => {
  const declared = { declared_on: '2016-01-01', declared_by: 'analyst', reason: 'test' };
  const data = {
    ...readReference(),
    dailyRates: null,
    disjointSources: {
      version: 'test',
      rows: [
        { network: null, sources: ['bank', 'ledger'], ...declared },
        { network: 'popads.net', sources: ['ledger', 'a statement'], ...declared },
      ],
    },
    audiencePolicy: {
      version: 'test',
      rows: [
        { source: 'one', permits: 'primary' as const, from: '2015-01-01', to: null, ...declared },
        {
          source: 'two',
          permits: 'unquantified' as const,
          from: '2015-01-01',
          to: '2015-12-31',
          ...declared,
        },
      ],
    },
  };
  await loadReference(warehouse, data, clock);
  const peg = { code: 'USDT', currency: 'CHF', units: '1.5', reason: 'test' };
  const pegs = [
    { ...peg, from: '2015-01-01', to: null, approved_by: ['one', 'two'] },
    { ...peg, from: '2014-01-01', to: '2014-12-31', approved_by: ['one', 'ONE'] },
  ];
  await putInForce(
    warehouse,
    referenceTable('peg', 'test', pegRows({ version: 'test', rows: pegs })),
    'loaded',
    clock,
  );
  const { documented, model } = await fetchReference(warehouse);
  expect(formOf(documented).disjoint).toEqual(formOf(methodReference(data)).disjoint);
  expect(model.primary).toEqual([
    { source: 'one', from: '2015-01-01', to: null, declared_on: '2016-01-01' },
  ]);
  expect(documented.rates.pegs).toEqual([
    { code: 'USDT', currency: 'CHF', units: '1.5000000000', from: '2015-01-01', to: null },
  ]);

  // Of some currencies: those, the dollar, and those of the pegs and the rate card.
  const { rates } = (await fetchReference(warehouse, ['RUB'])).documented;
  const found = new Set([...rates.daily, ...rates.monthly].map(({ currency }) => currency));
  const all = formOf(documented);
  const of = new Set(['RUB', 'USD', 'CHF', ...model.card.map(({ currency }) => currency)]);
  expect([...found].every((currency) => of.has(currency))).toBe(true);
  expect(['RUB', 'USD', 'CHF'].every((currency) => found.has(currency))).toBe(true);
  expect(sorted(rates.daily, ['day', 'currency', 'quoted_in', 'per_unit'])).toEqual(
    all.daily.filter((row) => [...of].some((currency) => row.includes(`"${String(currency)}"`))),
  );
});

test('the currencies of some flows, each once', () => {
  const rouble = { ...inMonth('2020-03'), currency: 'RUB' };
  const flows = [flow('a', rouble), flow('b', inMonth('2020-03')), flow('c', rouble)];
  expect(currenciesOf({ flows })).toEqual(['RUB', 'EUR']);
});
