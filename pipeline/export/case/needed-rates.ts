// The exchange rates that a case can use. A flow asks for the rates of its own currency alone, on
// days between the first and the last of its windows. So rates of other currencies, and of other
// days, change nothing. The writer computes the floors with both and takes these only if all
// figures are the same.
import { type Days, dayOf, firstDayOf, monthDays, monthOf, within } from '../../method/calendar.ts';
import type { Evidence, FlowRecord } from '../../method/evidence.ts';
import type { RateTables } from '../../method/reference.ts';
import type { References } from './reference-file.ts';

/** Windows are 10 days wider, or end 120 days after the period. */
const WIDER_DAYS = 10;
const LONGEST_WAIT_DAYS = 120;
/** A day takes the rate of one at most 4 days before. So does the dollar, for rates in dollars. */
const GAP_DAYS = 8;

export function withNeededRates({ documented, model }: References, evidence: Evidence): References {
  const { rates } = documented;
  const currencies = currenciesOf(evidence.flows, rates);
  const days = daysOf(evidence.flows);
  const ofCase = ({ currency }: { readonly currency: string }) => currencies.has(currency);
  const cardMonths = new Set(evidence.panels.map(({ month }) => month));
  const cardCurrencies = new Set(model.card.map(({ currency }) => currency));
  return {
    documented: {
      ...documented,
      rates: {
        ...rates,
        daily: rates.daily.filter((row) => ofCase(row) && isIn(days, row.day)),
        monthly: rates.monthly.filter(
          (row) => ofCase(row) && within(monthDays(row.period), wholeMonths(days)),
        ),
        fixed: rates.fixed.filter(ofCase),
        pegs: rates.pegs.filter(({ code }) => currencies.has(code)),
        margins: new Map([...rates.margins].filter(([currency]) => currencies.has(currency))),
      },
    },
    model: {
      ...model,
      monthly: model.monthly.filter(
        ({ currency, period }) => cardCurrencies.has(currency) && cardMonths.has(period),
      ),
    },
  };
}

/** Those of the flows, what they are pegged to, and what their rates are quoted in. */
function currenciesOf(flows: readonly FlowRecord[], { daily, pegs }: RateTables): Set<string> {
  const found = new Set(flows.map(({ currency }) => currency));
  // A set that grows while it is walked through is walked through to its end.
  for (const currency of found) {
    for (const peg of pegs) if (peg.code === currency) found.add(peg.currency);
    if (daily.some((row) => row.currency === currency && row.quoted_in === 'USD')) found.add('USD');
  }
  return found;
}

/** A take-back without any day may ask for every day. */
function daysOf(flows: readonly FlowRecord[]): Days {
  let [first, last] = [Infinity, -Infinity];
  for (const { period_start, period_end, value_date, statement_date } of flows) {
    const days = [period_start, period_end, value_date, statement_date].flatMap((day) =>
      day === null ? [] : [dayOf(day)],
    );
    if (days.length === 0) return { first: -Infinity, last: Infinity };
    first = Math.min(first, ...days);
    last = Math.max(last, ...days);
  }
  return { first: first - WIDER_DAYS - GAP_DAYS, last: last + LONGEST_WAIT_DAYS + WIDER_DAYS };
}

const isIn = ({ first, last }: Days, day: string) => {
  const at = dayOf(day);
  return first <= at && at <= last;
};

function wholeMonths({ first, last }: Days): Days {
  return {
    first: Number.isFinite(first) ? firstDayOf(monthOf(first)) : first,
    last: Number.isFinite(last) ? firstDayOf(monthOf(last) + 1) - 1 : last,
  };
}
