// What a flow is worth in EUR by M-RATE: money that was paid at the lower rate of its value date
// and its statement date, what was taken back at the highest of all its dates.
import { ONE_AMOUNT, ONE_EUR, least, most } from './amount.ts';
import type { Days } from './calendar.ts';
import type { Flow } from './flow.ts';
import type { RateBook } from './rate.ts';

type Dated = Pick<Flow, 'currency' | 'valueDay' | 'statementDay'>;

const datesOf = ({ valueDay, statementDay }: Pick<Flow, 'valueDay' | 'statementDay'>) =>
  [valueDay, statementDay].filter((day) => day !== null);

/** Null: no rate on any of its dates. The euro needs no date. */
export function paidRate(flow: Dated, rates: RateBook): bigint | null {
  if (flow.currency === 'EUR') return ONE_EUR;
  const found = datesOf(flow).flatMap((day) => rates.on(flow.currency, day) ?? []);
  return found.map(({ low }) => low).reduce<bigint | null>((a, b) => least(a ?? b, b), null);
}

/** The highest of the rates of a currency on the dates of the flows; null: there is none. */
export function takenRate(
  currency: string,
  flows: readonly Pick<Flow, 'valueDay' | 'statementDay'>[],
  rates: RateBook,
): bigint | null {
  if (currency === 'EUR') return ONE_EUR;
  const found = flows.flatMap(datesOf).flatMap((day) => rates.on(currency, day) ?? []);
  return found.map(({ high }) => high).reduce<bigint | null>((a, b) => most(a ?? b, b), null);
}

/**
 * The rate of a take-back that nothing else values: of its dates, else of any day of its window.
 */
export function unplacedRate(flow: Dated, window: Days, rates: RateBook): bigint | null {
  const rate = takenRate(flow.currency, [flow], rates);
  return rate === null && datesOf(flow).length === 0
    ? rates.highestOf(flow.currency, window)
    : rate;
}

/** In 1e-10 EUR, cut. */
export const inEuro = (amount: bigint, rate: bigint): bigint => (amount * rate) / ONE_AMOUNT;
