// One flow of a mischievous world. Amounts, days and names come from small sets, so that flows
// meet, equal and name each other often.
import fc from 'fast-check';
import { dayOf, firstDayOf, monthOf } from '../../pipeline/method/calendar.ts';
import { LINES } from '../../schemas/flow.ts';
import { type Draft, type FlowFields, type Named, dateOf } from './draft.ts';

export const SOURCES = ['statement', 'bank', 'second bank', 'ledger'] as const;
const FIRST_MONTH = monthOf(dayOf('2015-01-01'));
const MONTHS = 8;

export const sources = fc.constantFrom(...SOURCES);
export const amounts = fc.constantFrom('10', '20', '30', '60', '100', '33.33', '0.01', '0');
/** Domains, companies that are joined or not, and a conduit. */
export const networks = fc.constantFrom(
  'popads.net',
  'popads.net',
  'PopAds.net',
  'adcash.com',
  'Tomksoft S.A.',
  'Nobody Ltd',
  'paypal.com',
  null,
);
const rare = <Value>(values: fc.Arbitrary<Value>) =>
  fc.oneof({ arbitrary: fc.constant(null), weight: 4 }, { arbitrary: values, weight: 1 });

/** Days of service and of payment. */
export interface Dates {
  readonly first: number | null;
  readonly last: number | null;
  readonly value: number | null;
  readonly statement: number | null;
}

/** The first and last day of some months, or days within one. */
export const periods = fc
  .record({
    month: fc.nat({ max: MONTHS - 1 }),
    shape: fc.constantFrom('month', 'month', 'two months', 'quarter', 'half', 'across', 'day'),
  })
  .map(({ month, shape }) => {
    const first = firstDayOf(FIRST_MONTH + month);
    const end = (months: number) => firstDayOf(FIRST_MONTH + month + months) - 1;
    const days = {
      month: [first, end(1)],
      'two months': [first, end(2)],
      quarter: [first, end(3)],
      half: [first, first + 14],
      across: [first + 20, first + 39],
      day: [first + 5, first + 5],
    }[shape];
    return { first: days[0] ?? first, last: days[1] ?? first };
  });

export const dates: fc.Arbitrary<Dates> = fc
  .record({
    period: fc.option(periods, { nil: null, freq: 6 }),
    paidOn: periods,
    value: fc.option(fc.constantFrom(0, 1, 5, 12, 30, 75), { nil: null, freq: 2 }),
    statement: rare(fc.constantFrom(0, 3, 20, 100)),
  })
  .map(({ period, paidOn, value, statement }) => {
    const end = period?.last ?? paidOn.first;
    const isUndated = period === null && value === null && statement === null;
    return {
      first: period?.first ?? null,
      last: period?.last ?? null,
      value: isUndated ? end : value === null ? null : end + value,
      statement: statement === null ? null : end + statement,
    };
  });

export const dateFields = ({ first, last, value, statement }: Dates) => ({
  period_start: dateOf(first),
  period_end: dateOf(last),
  value_date: dateOf(value),
  statement_date: dateOf(statement),
});

/** Whose it is: a site, shares of sites, or nothing but accounts. */
const places = fc.constantFrom<Pick<FlowFields, 'site' | 'site_shares'>>(
  { site: 'alpha.tv' },
  { site: 'alpha.tv' },
  { site: 'alpha.tv' },
  { site: 'www.forum.alpha.tv' },
  { site: 'beta.tv' },
  {
    site_shares: [
      { site: 'alpha.tv', share: '0.5' },
      { site: 'beta.tv', share: '0.5' },
    ],
  },
  {
    site_shares: [
      { site: 'alpha.tv', share: '0.333333' },
      { site: 'forum.alpha.tv', share: '0.1' },
    ],
  },
  {},
  {},
);

const named: fc.Arbitrary<Named> = fc.record({
  at: fc.option(fc.nat({ max: 24 }), { nil: null, freq: 12 }),
  isSourceSaid: fc.boolean(),
});

const standings = fc.oneof(
  { arbitrary: fc.constant({ status: 'paid' as const, reverses: null }), weight: 9 },
  { arbitrary: fc.constant({ status: 'accrued' as const, reverses: null }), weight: 1 },
  {
    arbitrary: fc.record({
      status: fc.constant('reversed' as const),
      reverses: fc.option(named, { nil: null, freq: 9 }),
    }),
    weight: 3,
  },
);

export const drafts: fc.Arbitrary<Draft> = fc
  .record({
    source: sources,
    network: networks,
    line: fc.constantFrom('advertising' as const, 'advertising' as const, ...LINES),
    account: rare(fc.constantFrom('pub-1', 'pub-2')),
    place: places,
    when: dates,
    amount: amounts,
    currency: fc.constantFrom(...Array<string>(8).fill('EUR'), 'USD', 'USD', 'RUB', 'BYR'),
    standing: standings,
    basis: fc.constantFrom('net' as const, 'net' as const, 'net' as const, 'gross' as const, null),
    upstream: rare(fc.array(named, { maxLength: 3 })),
    settles: rare(fc.array(fc.nat({ max: 24 }), { maxLength: 4 })),
    payer: rare(fc.constantFrom('wallet-alpha', 'wallet-beta')),
    payee: rare(fc.constantFrom('wallet-alpha', 'wallet-beta')),
    idOf: rare(rare(fc.nat({ max: 24 }))),
  })
  .map(({ when, place, standing, payer, payee, account, settles, upstream, ...fields }) => ({
    fields: {
      source: fields.source,
      network: fields.network,
      line: fields.line,
      publisher_account: account,
      amount: fields.amount,
      currency: fields.currency,
      basis: fields.basis,
      status: standing.status,
      payer_account: payer,
      payee: payee === null ? null : { account: payee },
      ...place,
      ...dateFields(when),
    },
    reverses: standing.reverses,
    upstream: upstream ?? [],
    settles: standing.status === 'paid' ? (settles ?? []) : [],
    idOf: fields.idOf,
  }));
