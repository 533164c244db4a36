// Reference data of the property tests: two currencies with rates, one by day and by month, one by
// month; any other currency has none. Gross money has a share on one network, from a day on.
import { dayText, firstDayOf, monthOf, monthText } from '../../pipeline/method/calendar.ts';
import { dayOf } from '../../pipeline/method/calendar.ts';
import type { Reference } from '../../pipeline/method/reference.ts';

const FIRST_MONTH = monthOf(dayOf('2014-06-01'));
const MONTHS = Array.from({ length: 36 }, (_, at) => FIRST_MONTH + at);

/** Rates that differ from day to day, and days that have none. */
const dollarDays = MONTHS.slice(0, 14).flatMap((month) =>
  [0, 3, 4, 11, 12, 19, 27].map((day) => firstDayOf(month) + day),
);

export const smallReference: Reference = {
  rates: {
    daily: dollarDays.map((day) => ({
      day: dayText(day),
      currency: 'USD',
      quoted_in: 'EUR' as const,
      per_unit: `0.${String(8_000 + ((day * 37) % 1_500))}`,
    })),
    monthly: MONTHS.flatMap((month) => [
      { currency: 'USD', period: monthText(month), eur_per_unit: `0.${String(85 + (month % 9))}` },
      { currency: 'RUB', period: monthText(month), eur_per_unit: '0.0137' },
    ]),
    fixed: [],
    pegs: [],
    margins: new Map([['USD', '0.03']]),
    marginOfAll: '0.05',
  },
  shares: [
    { network: 'popads.net', line: 'advertising', from: '2015-02-10', to: null, low: '0.6' },
    { network: 'popads.net', line: 'other', from: '2015-01-01', to: '2015-05-31', low: '0.7' },
  ],
  disjoint: [{ network: null, sources: ['bank', 'second bank'] }],
  offshore: [{ country: 'MT', from: '2015-01-01', until: '2015-07-01' }],
  networkNames: [{ network: 'paypal.com', name: 'PayPal Europe', is_conduit: true }],
};
