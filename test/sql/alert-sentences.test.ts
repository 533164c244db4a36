// Every sentence of every alert, in both languages, is derived a second time from the flows that it
// lists (view alert_flow) and from earlier payments.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { evaluateAlerts } from '../../pipeline/alert/find/evaluate.ts';
import { type Payment, addedIn, episodesOf, keyOf, paymentRow } from './alert-episodes.ts';
import { type Said, readSentences } from './alert-grammar.ts';
import { RULES, arrivalsOf, splitArrivals } from './alert-worlds.ts';
import { flow } from '../records.ts';
import { putRange, temporaryWarehouse, tickingClock } from '../warehouse/temporary.ts';
import { computeFloors } from './compute-floors.ts';

const WORLDS = Number(process.env['PLANCHER_TEST_ALERT_WORLDS'] ?? '40');
const clock = tickingClock();

const alertRow = z.object({
  alert_id: z.string(),
  operation: z.string(),
  level: z.string(),
  amount_eur: z.string(),
  event_type: z.string(),
  event_date: z.string().nullable(),
  explanation: z.string(),
  explanation_fr: z.string(),
});
const flowRow = z.object({
  alert_id: z.string(),
  position: z.number(),
  source: z.string(),
  flow_id: z.string(),
  value_date: z.string(),
  counts: z.number(),
  network: z.string(),
  payee: z.string(),
  account: z.string(),
  account_country: z.string(),
  place: z.string(),
  topic: z.string(),
  partition: z.number(),
  offset: z.string(),
});
const unplacedRow = z.object({
  operation: z.string(),
  month: z.string().transform((month) => Number(month.replace('-', ''))),
  amount: z.string().transform((eur) => BigInt(eur.replace('.', '')) * 1_000_000n),
});
const { warehouse, remove } = await temporaryWarehouse('shipped', clock);
afterAll(remove);
let alerts: z.output<typeof alertRow>[] = [];
let payments: Payment[] = [];
/** What take-backs that name no known payment took, by month of service. */
let unplaced: z.output<typeof unplacedRow>[] = [];
const flowsOf = new Map<string, z.output<typeof flowRow>[]>();

beforeAll(async () => {
  const cover = ['bank-records', 'network-statement', 'seized-ledger'].flatMap((source) =>
    ['adx.example', 'pop.example', 'zhost.example'].map((network) =>
      flow(`cover-${source}-${network}`, {
        source,
        network,
        site: 'cover.tv',
        value_date: '2014-02-01',
      }),
    ),
  );
  const arrivals = [
    ...cover.map((record) => ({ kind: 'flow' as const, record })),
    ...Array.from({ length: WORLDS }, (_, index) => [
      ...arrivalsOf(62_000 + index),
      ...splitArrivals(70_000 + index),
    ]).flat(),
  ];
  for (const kind of ['flow', 'site', 'event'] as const) {
    const records = arrivals.flatMap((one) => (one.kind === kind ? [one.record] : []));
    await putRange(warehouse, kind, records, `${kind}.ndjson`, 0);
  }
  await computeFloors(warehouse, clock);
  await evaluateAlerts(warehouse, { clock, rules: RULES });
  alerts = await warehouse.query(
    "SELECT * FROM alert_current WHERE status = 'open' AND level != 'floor' ORDER BY alert_id",
    {},
    alertRow,
  );
  for (const row of await warehouse.query(
    'SELECT * FROM alert_flow ORDER BY alert_id, position',
    {},
    flowRow,
  ))
    flowsOf.set(row.alert_id, [...(flowsOf.get(row.alert_id) ?? []), row]);
  payments = await warehouse.query(
    'SELECT * FROM alert_payment FINAL WHERE present = 1',
    {},
    paymentRow,
  );
  unplaced = await warehouse.query(
    `SELECT operation, month, unplaced_reversal_eur AS amount FROM revenue_floor
     WHERE unplaced_reversal_eur > 0`,
    {},
    unplacedRow,
  );
});

const LEVELS = ['network', 'publisher_account', 'payee', 'account', 'account_country'];

/** 1e-10 EUR to cents, downwards, and at most what a money column holds. */
const cents = (amount: bigint) =>
  amount / 100_000_000n < 9_999_999_999_999_999n ? amount / 100_000_000n : 9_999_999_999_999_999n;
const total = (rows: readonly Payment[]) => rows.reduce((sum, { amount }) => sum + amount, 0n);

/** As a message writes it: a mark that nobody sees is written out. */
const told = (text: string) => text.replaceAll('\u200f', '\\u{200f}');

function expected({
  alert_id: id,
  operation,
  level,
  event_type: type,
  event_date: date,
}: z.output<typeof alertRow>): Said {
  const listed = flowsOf.get(id) ?? [];
  const opener = payments.find(
    (one) =>
      one.operation === operation &&
      one.source === listed[0]?.source &&
      one.flow_id === listed[0].flow_id,
  );
  if (opener === undefined) throw new Error(`${id} lists no flow`);
  const episodeOf = (one: string) =>
    episodesOf(payments, { operation, level: one, key: keyOf(opener, one) }).find(
      ({ paid }) => paid[0] === opener,
    );
  const episode = episodeOf(level);
  if (episode === undefined) throw new Error(`the first flow of ${id} begins no episode`);
  // What is listed is what was paid.
  expect(listed.map((one) => [one.source, one.flow_id])).toEqual(
    episode.paid.slice(0, 100).map((one) => [one.source, one.flow_id]),
  );
  const counts = addedIn(episode);
  expect(listed.map((one) => one.counts === 1)).toEqual(episode.paid.slice(0, 100).map(counts));
  const counted = episode.paid.filter(counts);
  const others = episode.paid.filter((one) => !counts(one));
  // Beyond the 100 flows that are listed, from what the rules look at.
  const placeOf = (one: Payment) =>
    listed.find((row) => row.source === one.source && row.flow_id === one.flow_id)?.place ??
    ['', 'offshore_centre', 'listed'][one.place] ??
    '';
  const counting = counted.filter((one) => one.counts === 1);
  const [firstMonth, lastMonth] = [
    Math.min(...counting.map((one) => one.first_month)),
    Math.max(...counting.map((one) => one.last_month)),
  ];
  const taken = unplaced
    .filter((one) => one.operation === operation)
    .filter(({ month }) => firstMonth <= month && month <= lastMonth)
    .reduce((sum, { amount }) => sum + amount, 0n);
  const isAtLeast = counting.length > 0 && total(counted) > taken;
  const accounts = byAccount(counted, placeOf);
  const finer = LEVELS.slice(LEVELS.indexOf(level) + 1);
  const shown: Record<string, string> = {
    network: opener.network,
    publisher_account: `${opener.network}\n${opener.publisher_account}`,
    payee: told(opener.payee),
  };
  return {
    operation,
    level,
    key: shown[level] ?? keyOf(opener, level),
    silentMonths: episode.silentMonths,
    first: {
      day: opener.day,
      network: opener.network,
      cents: cents(opener.amount),
      payee: told(opener.payee),
      account: opener.account,
      country: opener.account_country,
    },
    event:
      type === ''
        ? null
        : {
            type,
            date: date ?? '',
            days: (Date.parse(opener.day) - Date.parse(date ?? '')) / 86_400_000,
          },
    isReported: !isAtLeast,
    cents: cents(total(counted) - (isAtLeast ? taken : 0n)),
    counted: counted.length,
    accounts: accounts
      .slice(0, 5)
      .map(({ paid, account, country }) => ({ cents: cents(paid), account, country })),
    elsewhereCents:
      accounts.length > 5
        ? cents(accounts.slice(5).reduce((sum, { paid }) => sum + paid, 0n))
        : null,
    takenCents: taken >= 100_000_000n ? cents(taken) : null,
    others: others.length === 0 ? null : { flows: others.length, cents: cents(total(others)) },
    went: [
      ...wentOf(counted, placeOf, isAtLeast ? 'counted' : 'reported'),
      ...wentOf(others, placeOf, 'other'),
    ],
    novelty: finer.filter((one) => episodeOf(one)?.silentMonths === 0),
    returned: finer.filter((one) => (episodeOf(one)?.silentMonths ?? 0) > 0),
    flows: listed.slice(0, 3).map((row, index) => ({
      id: row.flow_id,
      source: row.source,
      day: row.value_date,
      cents: cents(episode.paid[index]?.amount ?? 0n),
      record: `${row.topic}:${String(row.partition)}:${row.offset}`,
    })),
    more: Math.max(0, episode.paid.length - 3),
    isAllListed: episode.paid.length <= 100,
    show: `plancher alerts show ${id.slice(0, 12)}`,
  };
}

/** An account is told apart by its country, and by what the country was on the day. */
function byAccount(rows: readonly Payment[], placeOf: (one: Payment) => string) {
  const sums = new Map<string, { paid: bigint; account: string; country: string }>();
  for (const one of rows) {
    const name = JSON.stringify([one.account, one.account_country, placeOf(one)]);
    const before = sums.get(name)?.paid ?? 0n;
    sums.set(name, {
      paid: before + one.amount,
      account: one.account,
      country: one.account_country,
    });
  }
  const nameOf = (one: { account: string; country: string }) => `${one.account}\n${one.country}`;
  return [...sums.values()].sort((a, b) =>
    a.paid === b.paid ? (nameOf(a) < nameOf(b) ? -1 : 1) : a.paid < b.paid ? 1 : -1,
  );
}

function wentOf(
  rows: readonly Payment[],
  placeOf: (one: Payment) => string,
  what: Said['went'][number]['what'],
): Said['went'] {
  return ['listed', 'offshore_centre'].flatMap((place) => {
    const there = rows.filter((one) => placeOf(one) === place);
    if (there.length === 0) return [];
    const isAll = there.length === rows.length;
    const names = [...new Set(there.map((one) => one.account_country))].sort();
    const each = names
      .map((country) => ({
        country,
        sum: total(there.filter((one) => one.account_country === country)),
      }))
      .sort((a, b) => (a.sum < b.sum ? 1 : a.sum > b.sum ? -1 : 0));
    const named = each
      .slice(0, 5)
      .map(({ country, sum }) => ({ country, cents: each.length === 1 ? null : cents(sum) }));
    const rest = each.slice(5).reduce((sum, one) => sum + one.sum, 0n);
    const countries =
      each.length > 5 ? [...named, { country: 'other', cents: cents(rest) }] : named;
    return [{ what, isAll, place, cents: isAll ? null : cents(total(there)), countries }];
  });
}

test(`every sentence of the alerts of ${String(WORLDS)} random worlds follows from the flows that it lists, and French says the same`, () => {
  const said = alerts.map((alert) => {
    const english = readSentences(alert.explanation, 'en');
    expect(english, alert.explanation).toEqual(expected(alert));
    expect(readSentences(alert.explanation_fr, 'fr'), alert.explanation_fr).toEqual(english);
    return english;
  });
  console.log(`${String(said.length)} alerts`);
  const kinds: Record<string, (one: Said) => boolean> = {
    'money in several places': ({ accounts, went }) => went.length > 0 && accounts.length > 1,
    'a part offshore': ({ went }) => went.some((to) => !to.isAll && to.place === 'offshore_centre'),
    'all offshore': ({ went }) => went.some((to) => to.isAll && to.what === 'counted'),
    'listed places': ({ went }) => went.some((to) => to.place === 'listed'),
    'other reports': ({ others }) => others !== null,
    'offshore by other reports': ({ went }) => went.some((to) => to.what === 'other'),
    'taken back': ({ takenCents, isReported }) => takenCents !== null && !isReported,
    'taken back in full': ({ takenCents, isReported }) => takenCents !== null && isReported,
    'only reported': ({ isReported }) => isReported,
    'reported offshore': ({ isReported, went }) => isReported && went.length > 0,
    'an unknown network': ({ first }) => first.network === '',
    'an unknown payee': ({ first }) => first.payee === '',
    'an unknown account': ({ first }) => first.account === '',
    'an unknown country': ({ first }) => first.country === '',
    'money to an unknown account': ({ accounts }) => accounts.some(({ account }) => account === ''),
    'other countries': ({ went }) =>
      went.some(({ countries }) => countries.some(({ country }) => country === 'other')),
    'other accounts': ({ elsewhereCents }) => elsewhereCents !== null,
    'back after a silence': ({ silentMonths }) => silentMonths > 0,
    'back with it': ({ returned }) => returned.length > 0,
    'new with it': ({ novelty }) => novelty.length > 0,
    'after an event': ({ event }) => event !== null,
    'more flows than are listed': ({ isAllListed }) => !isAllListed,
    'more flows': ({ more }) => more > 0,
    ...Object.fromEntries(
      LEVELS.slice(0, 4).map((level) => [level, (one: Said) => one.level === level]),
    ),
  };
  for (const [kind, isSaid] of Object.entries(kinds))
    expect(said.filter(isSaid).length, kind).toBeGreaterThan(0);
});
