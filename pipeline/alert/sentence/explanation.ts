// What an alert says, in English and French: what is new, since when, how much, what of it went
// where, and the flows that prove it. Every sentence follows from those flows
// (docs/decisions/0030-sentences-of-an-alert.md); test/sql/alert-sentences.test.ts derives each
// again. Every text of a record goes through toldText, so an alert is one line of bounded length.
import { dayText, daysBetween, monthText } from '../../text/calendar.ts';
import { countryText } from '../../text/country.ts';
import { amountText } from '../../text/figure.ts';
import { fixedPoint } from '../../text/fixed-point.ts';
import { toldText } from '../../text/told.ts';
import { type KeyLevel, alertKind } from '../../config/alert-kinds.ts';
import { invariant } from '../../platform/failure.ts';
import type { FoundAlert, Proof } from '../found.ts';
import { type Language, spoken } from '../../text/language.ts';
import { ALERT_WORDS, type AlertWords } from './words.ts';

/** Flows named in the text; view alert_flow has more. */
export const PROOFS_TOLD = 3;
/** Countries named in a sentence about places, the rest is in one amount. */
const COUNTRIES_TOLD = 5;
/** Digits of an identity in a command; plancher takes any beginning that only one alert has. */
const ID_TOLD = 12;

/** What a money column holds at most (sql/alert/find/part/eur_of_paid.sql), in 1e-10 EUR. */
const MOST_UNITS = 999_999_999_999_999_999_000_000n;

interface Telling {
  alert: FoundAlert;
  language: Language;
  words: AlertWords;
  told: (text: string) => string;
  /** Null for an empty text: what no record says. */
  known: (text: string) => string | null;
  money: (amountEur: string) => string;
  /** Of 1e-10 EUR. */
  units: (amount: bigint) => string;
}

export function explanationOf(
  alert: FoundAlert,
  proofs: readonly Proof[],
  language: Language,
): string {
  const told = (text: string) => toldText(text, language);
  const telling: Telling = {
    alert,
    language,
    words: spoken(ALERT_WORDS, language),
    told,
    known: (text) => (text === '' ? null : told(text)),
    money: (amount) => amountText(amount, language),
    units: (amount) =>
      amountText(fixedPoint(amount < MOST_UNITS ? amount : MOST_UNITS, 10), language),
  };
  if (alert.level === 'floor') return floorText(telling);
  return [
    openingText(telling, alert.level),
    paidText(
      telling,
      proofs.find(({ position }) => position === 1),
    ),
    eventText(telling),
    amountSentence(telling),
    takenBackText(telling),
    placeText(telling, { isCounted: true }),
    otherReportsText(telling),
    placeText(telling, { isCounted: false }),
    levelsText(telling),
    flowsText(telling, proofs),
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

function openingText(telling: Telling, level: KeyLevel): string {
  const { alert, words, told, language } = telling;
  const kind = alertKind(alert.kind);
  invariant(kind.on === 'key', 'an alert on a key is of a kind for keys');
  return kind.opening[language]({
    operation: told(alert.operation),
    level,
    key: `${words.levels[level]} ${keyText(telling, level)}`,
    silentMonths: alert.silent_months,
  });
}

function paidText(
  { alert, words, known, money, language }: Telling,
  first: Proof | undefined,
): string {
  if (first === undefined) return '';
  return words.paid({
    isBack: alert.silent_months > 0,
    network: known(alert.network),
    day: dayText(alert.first_value_date, language),
    amount: money(first.amount_eur),
    payee: known(alert.payee),
    account: known(alert.account),
    country: countryText(alert.account_country, language),
  });
}

function keyText({ alert, words, told, language }: Telling, level: KeyLevel): string {
  if (level === 'publisher_account')
    return words.atNetwork(told(alert.publisher_account), told(alert.network));
  return level === 'account_country'
    ? `(${countryText(alert.account_country, language)})`
    : told(alert[level]);
}

function eventText({ alert, words, language }: Telling): string {
  const { event_type: type, event_date: date, first_value_date: first } = alert;
  return type === '' ? '' : words.event(type, dayText(date, language), daysBetween(date, first));
}

function amountSentence({ alert, words, money, units, known, language }: Telling): string {
  const parts = alert.accounts.map(({ amount, account, country }) =>
    words.toAccount(units(amount), known(account), countryText(country, language)),
  );
  const others = alert.elsewhere > 0n ? [words.elsewhere(units(alert.elsewhere))] : [];
  const counted = alert.places.filter((one) => one.is_counted === 1);
  const say = alert.counts === 1 ? words.amount : words.reported;
  return say(money(alert.amount_eur), flowsOf(counted), [...parts, ...others]);
}

/** The least amount that a text in cents can show, in 1e-10 EUR. */
const CENT = 100_000_000n;

function takenBackText({ alert, words, units }: Telling): string {
  if (alert.taken_back < CENT) return '';
  const say = alert.counts === 1 ? words.takenBack : words.mayBeTakenBack;
  return say(units(alert.taken_back));
}

function otherReportsText({ alert, words, units }: Telling): string {
  const others = alert.places.filter((one) => one.is_counted === 0);
  return others.length === 0 ? '' : words.otherReports(flowsOf(others), units(sumOf(others)));
}

const PLACES = [
  { code: 2, place: 'listed' },
  { code: 1, place: 'offshore_centre' },
] as const;

function placeText(telling: Telling, { isCounted }: { isCounted: boolean }): string {
  const { alert, words, units } = telling;
  const all = alert.places.filter((one) => (one.is_counted === 1) === isCounted);
  const what = !isCounted ? 'other' : alert.counts === 1 ? 'counted' : 'reported';
  return PLACES.flatMap(({ code, place }) => {
    const there = all.filter((one) => one.place === code);
    if (there.length === 0) return [];
    const isAll = there.length === all.length;
    return [
      words.wentTo({
        what,
        isAll,
        place,
        amount: units(sumOf(there)),
        countries: countriesOf(there, telling),
      }),
    ];
  }).join(' ');
}

function countriesOf(there: FoundAlert['places'], { words, units, language }: Telling): string[] {
  const sorted = [...there].sort((one, other) =>
    other.amount > one.amount ? 1 : other.amount < one.amount ? -1 : 0,
  );
  const each = sorted.slice(0, COUNTRIES_TOLD).map(({ country, amount }) => {
    const name = countryText(country, language);
    return sorted.length === 1 ? name : `${name}, ${units(amount)}`;
  });
  const others = sorted.slice(COUNTRIES_TOLD);
  return others.length === 0 ? each : [...each, words.otherCountries(units(sumOf(others)))];
}

function levelsText({ alert, words }: Telling): string {
  const named = (levels: readonly KeyLevel[]) => levels.map((level) => words.levels[level]);
  return [
    ...(alert.novelty.length === 0 ? [] : [words.novelty(named(alert.novelty))]),
    ...(alert.returned.length === 0 ? [] : [words.returned(named(alert.returned))]),
  ].join(' ');
}

function flowsText(
  { alert, words, told, money, language }: Telling,
  proofs: readonly Proof[],
): string {
  const shown = proofs.slice(0, PROOFS_TOLD).map((proof) =>
    words.flow({
      source: told(proof.source),
      flowId: told(proof.flow_id),
      day: dayText(proof.day, language),
      amount: money(proof.amount_eur),
      record: `${told(proof.input)}:${String(proof.partition)}:${proof.offset}`,
    }),
  );
  if (shown.length === 0) return '';
  const flows = Number(alert.flow_count);
  const show = words.show(
    `plancher alerts show ${alert.alert_id.slice(0, ID_TOLD)}`,
    flows <= alert.flows.length,
  );
  return words.flows(shown, flows - shown.length, show);
}

function floorText({ alert, told, money, language }: Telling): string {
  const kind = alertKind(alert.kind);
  invariant(kind.on === 'floor', 'an alert on a floor is of a kind for floors');
  return kind.opening[language]({
    operation: told(alert.operation),
    month: monthText(alert.month, language),
    threshold: money(alert.threshold_eur ?? '0'),
    before: money(alert.previous_eur ?? '0'),
    floor: money(alert.amount_eur),
  });
}

const sumOf = (places: FoundAlert['places']) =>
  places.reduce((sum, { amount }) => sum + amount, 0n);
const flowsOf = (places: FoundAlert['places']) => places.reduce((sum, { flows }) => sum + flows, 0);
