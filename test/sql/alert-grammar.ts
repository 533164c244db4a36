// Parses the sentences of an alert, in either language, back into the facts that they state.
// Written from docs/alerts.md and not from the code that writes them. A sentence that cannot be
// parsed, or that means something else in French than in English, fails the test.
import { COUNTRIES, GRAMMAR, type Language, MARKS, MONTHS } from './alert-grammar-words.ts';

export interface Said {
  operation: string;
  level: string;
  key: string;
  silentMonths: number;
  first: {
    day: string;
    /** Empty, like payee, account and country, when it is said to be unknown. */
    network: string;
    cents: bigint;
    payee: string;
    account: string;
    country: string;
  };
  event: { type: string; date: string; days: number } | null;
  /** Or at least. */
  isReported: boolean;
  cents: bigint;
  counted: number;
  accounts: { cents: bigint; account: string; country: string }[];
  elsewhereCents: bigint | null;
  takenCents: bigint | null;
  others: { flows: number; cents: bigint } | null;
  went: {
    what: 'counted' | 'reported' | 'other';
    isAll: boolean;
    place: string;
    cents: bigint | null;
    countries: { country: string; cents: bigint | null }[];
  }[];
  novelty: string[];
  returned: string[];
  flows: { id: string; source: string; day: string; cents: bigint; record: string }[];
  more: number;
  /** Or the first 100. */
  isAllListed: boolean;
  show: string;
}

/** Takes sentences from the front of a text. */
class Reader {
  readonly #language: Language;
  #rest: string;
  #before = '';
  constructor(text: string, language: Language) {
    [this.#rest, this.#language] = [text, language];
  }

  get rest(): string {
    return this.#rest;
  }

  /**
   * The captures, or null when the text goes on otherwise. What was read before may be looked back
   * at.
   */
  take(pattern: string): string[] | null {
    const match = new RegExp(expanded(pattern, this.#language), 'uy');
    match.lastIndex = this.#before.length;
    const found = match.exec(this.#before + this.#rest);
    if (found === null) return null;
    this.#before += found[0];
    this.#rest = this.#rest.slice(found[0].length);
    return Array.from(found, (one: string | undefined) => one ?? '').slice(1);
  }

  must(pattern: string): string[] {
    const found = this.take(pattern);
    if (found === null) throw new Error(`not understood (${pattern}): ${this.#rest}`);
    return found;
  }
}

function expanded(pattern: string, language: Language): string {
  const { levels, events } = GRAMMAR[language];
  return pattern
    .replaceAll('~', '\u202f')
    .replaceAll('{l}', Object.keys(levels).join('|'))
    .replaceAll('{v}', Object.keys(events).join('|'))
    .replace(/\{([qedcn])\}/g, (_, mark: keyof (typeof MARKS)['en']) => MARKS[language][mark]);
}

function each(text: string, pattern: string, language: Language): string[][] {
  if (text === '') return [];
  return text.split(GRAMMAR[language].and).map((part) => {
    const found = new RegExp(`^${expanded(pattern, language)}$`, 'u').exec(part);
    if (found === null) throw new Error(`not understood (${pattern}): ${part}`);
    return Array.from(found, (one: string | undefined) => one ?? '').slice(1);
  });
}

const centsOf = (text = '') => BigInt(text.replace(/\D/g, ''));

function dayOf(text: string, language: Language): string {
  const [day = '', month = '', year = ''] = text.split(' ');
  if (language === 'fr' && (day === '1' || (day.endsWith('er') && day !== '1er')))
    throw new Error(`wrong day: ${text}`);
  const number = MONTHS[language].indexOf(month) + 1;
  return `${year}-${String(number).padStart(2, '0')}-${String(Number.parseInt(day, 10)).padStart(2, '0')}`;
}

function countryOf(text: string, language: Language): string {
  if (text === '') return '';
  const code = text.slice(-2);
  const name = COUNTRIES[code]?.[language === 'en' ? 0 : 1];
  if (text !== `${name ?? '?'}, ${code}`) throw new Error(`wrong country: ${text}`);
  return code;
}

/** @throws Error with what is not understood */
export function readSentences(text: string, language: Language): Said {
  const g = GRAMMAR[language];
  const reader = new Reader(text, language);
  const levels: Record<string, string> = g.levels;
  const events: Record<string, string> = g.events;
  const [operation = '', level = '', publisher = '', network = '', name = '', country = ''] =
    reader.must(g.head);
  const isNew = reader.take(g.isNew);
  const [months = '0'] = isNew === null ? reader.must(g.isBack) : [];
  const first = reader.must(g.first);
  const event = reader.take(g.event);
  const counted = reader.take(g.amount);
  const amount = counted ?? reader.must(g.reported);
  const taken = reader.take(counted === null ? g.mayBeTaken : g.taken);
  const went: Said['went'] = [];
  const goOn = () => {
    for (let found = reader.take(g.went); found !== null; found = reader.take(g.went))
      went.push(wentOf(found, language));
  };
  goOn();
  const others = reader.take(g.others);
  goOn();
  const [novelty = '', returned = ''] = [reader.take(g.novelty)?.[0], reader.take(g.returned)?.[0]];
  const [flows = '', more = '', all = '', show = ''] = reader.must(g.flows);
  if (reader.rest !== '') throw new Error(`not understood: ${reader.rest}`);
  refuseDisagreement(text, { novelty, returned, language });
  const named = (list: string) =>
    list === '' ? [] : list.split(', ').map((one) => levels[one] ?? `? ${one}`);
  const parts = (amount[2] ?? '').split(g.and);
  const rest = new RegExp(`^${expanded(g.elsewhere, language)}$`, 'u').exec(parts.at(-1) ?? '');
  return {
    operation,
    level: levels[level] ?? '?',
    key:
      publisher !== ''
        ? `${network}\n${publisher}`
        : name !== ''
          ? name
          : countryOf(country, language),
    silentMonths: Number(months),
    first: {
      day: dayOf(first[0] ?? '', language),
      network: first[1] ?? '',
      cents: centsOf(first[2]),
      payee: first[3] ?? '',
      account: first[4] ?? '',
      country: countryOf(first[5] ?? '', language),
    },
    event:
      event === null
        ? null
        : {
            days: Number(event[0] ?? 0),
            type: events[event[1] ?? ''] ?? '?',
            date: dayOf(event[2] ?? '', language),
          },
    isReported: counted === null,
    cents: centsOf(amount[0]),
    counted: Number(amount[1]),
    accounts: each(
      (rest === null ? parts : parts.slice(0, -1)).join(g.and),
      g.toAccount,
      language,
    ).map(([cents, account = '', place = '']) => ({
      cents: centsOf(cents),
      account,
      country: countryOf(place, language),
    })),
    elsewhereCents: rest === null ? null : centsOf(rest[1]),
    takenCents: taken === null ? null : centsOf(taken[0]),
    others: others === null ? null : { flows: Number(others[0]), cents: centsOf(others[1]) },
    went,
    novelty: named(novelty),
    returned: named(returned),
    flows: each(flows, g.flow, language).map(
      ([id = '', source = '', day = '', cents, topic = '', at = '']) => ({
        id,
        source,
        day: dayOf(day, language),
        cents: centsOf(cents),
        record: `${topic}:${at}`,
      }),
    ),
    more: Number(more),
    isAllListed: !all.includes('100'),
    show,
  };
}

function wentOf(
  [all = '', money = '', cents = '', centre = '', centres = '', countries = '']: string[],
  language: Language,
): Said['went'][number] {
  const g = GRAMMAR[language];
  return {
    what: g.money[money] ?? 'other',
    isAll: all === g.isAll,
    place: centre === '' && centres === '' ? 'listed' : 'offshore_centre',
    cents: cents === '' ? null : centsOf(cents),
    countries: each(countries, g.inCountry, language).map(
      ([country = '', part = '', rest = '']) => ({
        country: country === '' ? 'other' : countryOf(country, language),
        cents: part + rest === '' ? null : centsOf(part + rest),
      }),
    ),
  };
}

/** Number and typography, which the patterns leave open. */
function refuseDisagreement(
  text: string,
  { novelty, returned, language }: { novelty: string; returned: string; language: Language },
): void {
  const wrong = (what: string) => new Error(`${what}: ${text}`);
  if (/\b1 (?:flows|days|calendar months|mouvements|jours|autres)\b/.test(text))
    throw wrong('one, in the plural');
  if (/\b(?:[2-9]|\d\d+) (?:flow|day|calendar month|mouvement|jour|autre)\b/.test(text))
    throw wrong('several, in the singular');
  if (language === 'en') return;
  if (novelty !== '' && novelty.includes(', ') !== text.includes('Nouveaux avec'))
    throw wrong('no agreement');
  if (returned !== '' && returned.includes(', ') !== text.includes('payés après'))
    throw wrong('no agreement');
  const ours = text.replace(/«\u202f[^»]*\u202f»/g, '').replace(/:\d+:\d+/g, '');
  if (/[^\u202f][;:?!%»]|«[^\u202f]|[ \u00a0][;:?!%»]|'|\d\.\d|\d EUR/.test(ours))
    throw wrong('no French typography');
}
