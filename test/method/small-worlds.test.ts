// The small worlds (test/method/small-worlds/README.md): what honest but imperfect sources report
// of money whose true course is known. No sum of floors is above the truth.
import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { floorsOf } from '../../pipeline/method/floors-of.ts';
import { groupBy } from '../../pipeline/method/order.ts';
import type { MonthFloor } from '../../pipeline/method/month-floor.ts';
import { methodReference } from '../../pipeline/reference/method-reference.ts';
import { evidenceIn } from './read-evidence-files.ts';

const folder = new URL('small-worlds/', import.meta.url);
const json = (name: string): unknown => JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
const kinds = z.record(z.string(), z.string()).parse(json('kinds.json'));
const truth = z
  .array(z.object({ operation: z.string(), month: z.string(), truth: z.string() }))
  .parse(json('truth.json'));
const evidence = evidenceIn(
  readdirSync(folder)
    .filter((name) => name.endsWith('.ndjson'))
    .map((name) => new URL(name, folder)),
);
const shipped = methodReference();
/** The truth of these worlds is converted at the mean rates of months. */
const reference = { ...shipped, rates: { ...shipped.rates, daily: [] } };

/** The records do not hold what would be needed: each says what would. */
const BEYOND: Record<string, string> = {
  b18_ads_bought_recorded_as_paid: 'that the operation paid the money (payer_account, or reversed)',
  b22_agent_passes_part_on: 'the upstream of the part that was passed on',
  b24_site_sold_mid_month: 'the days on which each owner earned, in place of even_spread',
  b28_corrected_statement_under_new_ids: 'a revision of the old ids, or void rows for them',
  b30_negative_adjustment_is_refused: 'the adjustment as a reversed flow; the month says so',
  b36_two_accounts_with_a_transfer: 'payer_account of the transfer and the account records',
  d01_hop_forgets_the_source_of_its_upstream: 'the source of the flow that the hop names',
  d07_invoice_with_vat: 'the net amount of the invoice',
  d13_paid_in_kind_of_two_currencies: 'that both rows are one payment, by upstream or a revision',
};

function exact(fraction: string): number {
  const [numerator = '', denominator = '1'] = fraction.split('/');
  return Number(numerator) / Number(denominator);
}

const sumOf = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const trueTotal = (operation: string) =>
  sumOf(truth.filter((row) => row.operation === operation).map((row) => exact(row.truth)));
const euros = (months: readonly MonthFloor[]) =>
  sumOf(months.map(({ floor }) => Number(floor) / 10_000));

// An operation that is a site of another is what is left over of it, and is not judged.
const operations = Object.keys(kinds).filter((operation) => !operation.endsWith('.tv'));
const ofKind = groupBy(operations, (operation) => kinds[operation] ?? '');

describe('the sum of floors is not above the truth', () => {
  test.for([...ofKind].filter(([kind]) => BEYOND[kind] === undefined))('%s', ([, of]) => {
    for (const operation of of) {
      const { months } = floorsOf(operation, evidence, reference);
      expect(euros(months), operation).toBeLessThanOrEqual(trueTotal(operation) + 0.02);
    }
  });

  test('and in the mean it is 0.85 of it or more', () => {
    const judged = operations.filter(
      (operation) => BEYOND[kinds[operation] ?? ''] === undefined && trueTotal(operation) > 0,
    );
    const ratios = judged.map(
      (operation) => euros(floorsOf(operation, evidence, reference).months) / trueTotal(operation),
    );
    expect(ratios.length).toBeGreaterThan(70);
    expect(sumOf(ratios) / ratios.length).toBeGreaterThanOrEqual(0.85);
  });
});

describe('worlds whose records do not hold what would be needed', () => {
  test.for(Object.entries(BEYOND))('%s: %s', ([kind]) => {
    expect(ofKind.get(kind)?.length).toBeGreaterThanOrEqual(2);
  });

  test.for(ofKind.get('b30_negative_adjustment_is_refused') ?? [])(
    '%s: the month says that a take-back was refused',
    (operation) => {
      const { months } = floorsOf(operation, evidence, reference);
      expect(months.map(({ reasons }) => reasons)).toContainEqual(['refused_take_back']);
    },
  );
});
