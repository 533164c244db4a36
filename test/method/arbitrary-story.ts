// What sources report together: one payment told by two, totals and balances beside their lines, a
// payment that settles lines, money on its way through hands, one take-back told by two. Loose
// flows would seldom give these.
import fc from 'fast-check';
import { dayOf, firstDayOf, monthOf } from '../../pipeline/method/calendar.ts';
import { amounts, networks, periods, sources } from './arbitrary-draft.ts';
import { type Draft, type FlowFields, NAMES_NOTHING, dateOf } from './draft.ts';

const FIRST_MONTH = monthOf(dayOf('2015-01-01'));

/** What the flows of a story have in common. */
const settings = fc.record({
  source: sources,
  other: sources,
  network: networks,
  otherNetwork: networks,
  currency: fc.constantFrom('EUR', 'EUR', 'USD'),
  account: fc.constantFrom(null, 'pub-1'),
  month: fc.nat({ max: 5 }),
  amounts: fc.tuple(amounts, amounts, amounts),
  paidAfter: fc.constantFrom(5, 12, 30),
  isPaidDated: fc.boolean(),
});
type Setting = typeof settings extends fc.Arbitrary<infer Value> ? Value : never;

function paid(
  { source, network, currency, account, paidAfter, isPaidDated }: Setting,
  amount: string,
  first: number,
  last: number,
): Draft {
  return {
    ...NAMES_NOTHING,
    fields: {
      source,
      network,
      currency,
      amount,
      status: 'paid',
      basis: 'net',
      line: 'advertising',
      site: 'alpha.tv',
      publisher_account: account,
      period_start: dateOf(first),
      period_end: dateOf(last),
      value_date: isPaidDated ? dateOf(last + paidAfter) : null,
      statement_date: null,
    },
  };
}

const withFields = (draft: Draft, fields: Partial<FlowFields>): Draft => ({
  ...draft,
  fields: { ...draft.fields, ...fields },
});
/** As a bank has it: the day of payment alone. */
const bySource = (draft: Draft, setting: Setting, day: number): Draft =>
  withFields(draft, {
    source: setting.other,
    network: setting.otherNetwork,
    period_start: null,
    period_end: null,
    value_date: dateOf(day),
  });
const naming = (at: number) => ({ at, isSourceSaid: true });
const startOf = (month: number) => firstDayOf(FIRST_MONTH + month);
const endOf = (month: number) => startOf(month + 1) - 1;

function cents(values: readonly string[]): string {
  const total = values.reduce((sum, value) => sum + Math.round(Number(value) * 100), 0);
  return (total / 100).toFixed(2);
}

function months(setting: Setting): Draft[] {
  return setting.amounts.map((amount, at) =>
    paid(setting, amount, startOf(setting.month + at), endOf(setting.month + at)),
  );
}

const totals = settings.map((setting) => [
  ...months(setting),
  paid(setting, cents(setting.amounts), startOf(setting.month), endOf(setting.month + 2)),
]);

const balances = settings.map((setting) =>
  setting.amounts.map((_, at) =>
    paid(
      setting,
      cents(setting.amounts.slice(0, at + 1)),
      startOf(setting.month),
      endOf(setting.month + at),
    ),
  ),
);

const settlements = fc
  .record({ setting: settings, deduction: amounts, less: fc.boolean(), isNamed: fc.boolean() })
  .map(({ setting, deduction, less, isNamed }) => {
    const lines = months(setting).map((line) =>
      withFields(line, { status: 'accrued', value_date: null }),
    );
    const day = endOf(setting.month + 2);
    const payment = bySource(
      paid(setting, cents(setting.amounts.slice(less ? 1 : 0)), day, day),
      { ...setting, other: setting.source, otherNetwork: setting.network },
      day + setting.paidAfter,
    );
    const deducted = withFields(payment, { status: 'reversed', amount: deduction });
    return [
      ...lines,
      { ...payment, settles: [0, 1, 2, 4] },
      { ...deducted, reverses: isNamed ? naming(1) : null },
    ];
  });

/** A statement and a bank tell of each payment; one or both tell that one was taken back. */
const takenBack = fc
  .record({
    setting: settings,
    named: fc.nat({ max: 2 }),
    tell: fc.constantFrom('both', 'one', 'none named'),
  })
  .map(({ setting, named, tell }) => {
    const lines = months(setting);
    const arrivals = lines.map((line, at) =>
      bySource(line, setting, endOf(setting.month + at) + setting.paidAfter),
    );
    const back = [...lines, ...arrivals].map((line, at) => ({
      ...withFields(line, { status: 'reversed', value_date: dateOf(endOf(setting.month + 3)) }),
      reverses: tell === 'none named' ? null : naming(at),
    }));
    const own = back.slice(named, named + 1);
    const others = back.slice(named + 3, named + 4);
    return [...lines, ...arrivals, ...own, ...(tell === 'one' ? [] : others)];
  });

/** A receipt, what an agent passes on of it, and what a bank got in the end. */
const chains = fc
  .record({ setting: settings, last: sources, isCycle: fc.boolean(), isPart: fc.boolean() })
  .map(({ setting, last, isCycle, isPart }) => {
    const [receipt] = months(setting);
    if (receipt === undefined) return [];
    const day = endOf(setting.month) + setting.paidAfter;
    const passed = { ...bySource(receipt, setting, day), upstream: [naming(0)] };
    const arrived = withFields(bySource(receipt, setting, day + 4), {
      source: last,
      amount: isPart ? '5' : receipt.fields.amount,
    });
    return [
      isCycle ? { ...receipt, upstream: [naming(2)] } : receipt,
      passed,
      { ...arrived, upstream: [naming(1)] },
    ];
  });

const instalments = fc.record({ setting: settings, period: periods }).map(({ setting, period }) => {
  const whole = paid(setting, cents(setting.amounts), period.first, period.last);
  return [
    whole,
    ...setting.amounts.map((amount, at) =>
      bySource(withFields(whole, { amount }), setting, period.last + setting.paidAfter + at * 6),
    ),
  ];
});

export const stories: fc.Arbitrary<readonly Draft[]> = fc.oneof(
  totals,
  balances,
  settlements,
  takenBack,
  takenBack,
  chains,
  instalments,
);
