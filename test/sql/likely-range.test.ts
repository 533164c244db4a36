// The likely range and the ceiling, from the rate card to the derivation, on the real engine: a
// high that is an assumption counts as unknown.
import { afterAll, beforeEach, expect, test } from 'vitest';
import type { RateCard, RateRow } from '../../pipeline/reference/rate-card.ts';
import { loadReference, readReference } from '../../pipeline/reference/load.ts';
import { bringUpToDate } from '../../pipeline/path.ts';
import { createLog } from '../../pipeline/platform/log.ts';
import { derivationOf } from '../../pipeline/explain/derivation.ts';
import { factorRanges } from '../../pipeline/explain/factor-ranges.ts';
import { fetchReference } from '../../pipeline/evidence/fetch-reference.ts';
import { loadConfig } from '../../pipeline/config/config.ts';
import { ENDS } from '../unit/observed-rates.ts';
import { flow, panel } from '../records.ts';
import { putRange, temporaryWarehouse, tickingClock } from '../warehouse/temporary.ts';

const clock = tickingClock();
const { warehouse, remove, empty } = await temporaryWarehouse('shipped', clock);
beforeEach(async () => {
  await empty();
  await loadReference(warehouse, readReference(), clock);
});
afterAll(remove);

/** The shipped card with observed intervals, in euros, and rows that must not be taken for them. */
function observedCard(): RateCard {
  const [any] = readReference().rateCard.rows;
  if (any === undefined) throw new Error('the shipped card has rows');
  const row = (
    id: string,
    [factor, low, high]: readonly [factor: string, low: string, high: string],
    more: Partial<RateRow> = {},
  ): RateRow => ({
    ...any,
    ...{ id, factor, low, high, currency: factor === 'cpm' ? 'EUR' : null, grade: 'observed' },
    ...more,
  });
  return {
    version: 'observed',
    rows: [
      ...Object.entries(ENDS).map(([factor, [low, high]]) =>
        row(`own-${factor}`, [factor, String(low), String(high)]),
      ),
      row('assumed', ['cpm', '0.5', '99'], { grade: 'assumption' }),
      row('over', ['cpm', '0.5', '98'], { valid_to: '2015-10-31' }),
      row('abroad', ['cpm', '0.5', '97'], { country: 'DE' }),
      row('draft', ['cpm', '0.5', '96'], { approved_by: ['one'] }),
      row('dear', ['cpm', '1', '10'], {
        network: 'dear.example',
        currency: 'USD',
        grade: 'published',
      }),
    ],
  };
}

const explained = async () => {
  const session = { warehouse, config: loadConfig({}), clock, log: createLog('silent') };
  await bringUpToDate(session);
  return derivationOf(session, 'one.tv', '2015-11', null);
};

test('a card of assumptions gives no range; an observed card gives a range and a ceiling', async () => {
  await putRange(warehouse, 'panel', [panel('p1', { page_views: 3_000_000 })], 'panel.ndjson', 0);
  await putRange(warehouse, 'flow', [flow('f1', { amount: '2000' })], 'flow.ndjson', 0);
  const { likely_range: unknown } = await explained();
  expect(unknown).toMatchObject({
    panel: 'panel',
    likely_low_eur: null,
    likely_high_eur: null,
    ceiling_eur: null,
    is_contradicted: false,
  });
  expect(unknown?.unknown_factors).toHaveLength(8);

  await loadReference(warehouse, { ...readReference(), rateCard: observedCard() }, clock);
  const { model } = await fetchReference(warehouse);
  const ranges = factorRanges(model, '2015-11', ['FR']);
  expect(ranges.filter(({ factor }) => factor !== 'cpm')).toHaveLength(8);
  const [price] = ranges.filter(({ factor }) => factor === 'cpm');
  // 10 USD at the rate of the month; none of the other prices is of this month, country, grade and
  // approval.
  expect(price).toMatchObject({ country: 'FR', least: 0.5, any_least: 0.5, any_most: 2 });
  expect(price?.most).toBeGreaterThan(9);
  expect(price?.most).toBeLessThan(10);

  const { likely_range: known, lines } = await explained();
  const [modelled, low, high, ceiling] = [
    lines[0]?.modelled_eur,
    known?.likely_low_eur,
    known?.likely_high_eur,
    known?.ceiling_eur,
  ].map(Number);
  expect(modelled).toBeGreaterThan(0);
  expect(low).toBeGreaterThan(modelled ?? Number.NaN);
  expect(high).toBeGreaterThan(low ?? Number.NaN);
  expect(ceiling).toBeGreaterThan(high ?? Number.NaN);
  // Pages implied by visitors, at their highest: 450 000 x 8 and more, at the price of the dear
  // network.
  expect(ceiling).toBeGreaterThan((3_600_000 * 4 * 0.8 * 0.9 * 0.8 * 9) / 1_000);
  expect(known).toMatchObject({ unknown_factors: [], is_contradicted: false });
});

test('documented money above the ceiling contradicts it', async () => {
  await loadReference(warehouse, { ...readReference(), rateCard: observedCard() }, clock);
  await putRange(warehouse, 'panel', [panel('p1', { page_views: 3_000_000 })], 'panel.ndjson', 0);
  await putRange(warehouse, 'flow', [flow('f1', { amount: '900000' })], 'flow.ndjson', 0);
  expect((await explained()).likely_range).toMatchObject({ is_contradicted: true });
});
