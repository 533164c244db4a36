// Parses the sentences of an alert, in either language, back into the facts that they state.
// Written from docs/alerts.md and not from the code that writes them. A sentence that cannot be
// parsed, or that means something else in French than in English, fails the test.

export interface Said {
  operation: string;
  level: string;
  key: string;
  silentMonths: number;
  first: {
    day: string;
    network: string;
    cents: bigint;
    payee: string;
    account: string;
    country: string;
  };
  event: { type: string; date: string; days: number } | null;
  cents: bigint;
  counted: number;
  accounts: { cents: bigint; account: string; country: string }[];
  elsewhereCents: bigint | null;
  takenCents: bigint | null;
  others: { flows: number; cents: bigint } | null;
  went: {
    isOther: boolean;
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

const MONTHS = {
  en: 'January February March April May June July August September October November December'.split(
    ' ',
  ),
  fr: 'janvier février mars avril mai juin juillet août septembre octobre novembre décembre'.split(
    ' ',
  ),
};
const COUNTRIES: Record<string, readonly [string, string]> = {
  CY: ['Cyprus', 'Chypre'],
  FR: ['France', 'France'],
  GG: ['Guernsey', 'Guernesey'],
  HK: ['Hong Kong', 'Hong Kong'],
  JE: ['Jersey', 'Jersey'],
  KY: ['Cayman Islands', 'Îles Caïmans'],
  LU: ['Luxembourg', 'Luxembourg'],
  PA: ['Panama', 'Panama'],
};

/**
 * What differs between the languages. `{q}` stands for a quoted text, `{e}` an amount, `{d}` a day,
 * `{c}` a country, `{n}` a number.
 */
const GRAMMAR = {
  en: {
    levels: {
      'the network': 'network',
      'the publisher account': 'publisher_account',
      'the payee': 'payee',
      'the account': 'account',
      'the country of the account': 'account_country',
    },
    events: {
      'the seizure': 'seizure',
      'the takedown': 'takedown',
      'the listing': 'listing',
      'the arrest': 'arrest',
      'the letter': 'letter',
    },
    head: '{q}: ({l}) (?:{q} at {q}|{q}|\\({c}\\)) ',
    isNew: 'is new in the records of this operation\\. ',
    isBack:
      'appears again in the records of this operation, after {n} calendar months? without a payment\\. ',
    first: 'First payment(?: since)?: on {d} {q} paid {e} to {q}, account {q} \\({c}\\)\\. ',
    event: 'This was (?:on the day|{n} days? after) (?:of )?({v}) of {d}\\. ',
    amount:
      'At least {e} since then, in {n} flows?: (.*?)\\. (?=Taken|All|Of|\\d+ more|New|Paid|Flows)',
    toAccount: '{e} to account {q} \\({c}\\)',
    elsewhere: '{e} to other accounts',
    taken: 'Taken off: {e}, reversals of payments that are not on record\\. ',
    others:
      '{n} more flows?, of {e}(?: in all)?, comes? from (?:an)?other sources? for the same networks?; (?:it|they) may be the same money and (?:is|are) not added\\. ',
    went: "(All of|Of) (the money paid|that other money)(?:, at least {e})? went to (?:an offshore (centre) on|offshore (centre)s on|a place that was on|places that were on) (?:the analysts' list|an official list on the day of the payment) \\(([^()]*)\\)(?:; that list is not a legal list)?\\. ",
    isOther: 'that other money',
    isAll: 'All of',
    inCountry: '(?:{c}(?:, {e})?|other countries, {e})',
    novelty: 'New with the same payment: ([^.]*)\\. ',
    returned: 'Paid again after a silence, with the same payment: ([^.]*)\\. ',
    flows: 'Flows: (.*?)(?:; and {n} more)?\\. (All|The first 100) flows: (.*)',
    flow: '{q} of {q}, {d}, {e}, record {q}:(\\d+:\\d+)',
    and: '; ',
  },
  fr: {
    levels: {
      'la régie': 'network',
      'le compte d’éditeur': 'publisher_account',
      'le bénéficiaire': 'payee',
      'le compte bancaire': 'account',
      'le pays du compte': 'account_country',
    },
    events: {
      'la saisie': 'seizure',
      'la fermeture': 'takedown',
      'l’inscription': 'listing',
      'l’interpellation': 'arrest',
      'la mise en demeure': 'letter',
    },
    head: '{q}~: ({l}) (?:{q} auprès de {q}|{q}|\\({c}\\)) ',
    // The adjective agrees with the noun before it.
    isNew:
      '(?:(?<=la régie «~[^»]*~» )est nouvelle|(?<! la régie «~[^»]*~» )est nouveau) dans les pièces de cette exploitation\\. ',
    isBack:
      'réapparaît dans les pièces de cette exploitation, après {n} mois civils? sans paiement\\. ',
    first: 'Premier paiement(?: depuis)?~: le {d}, {q} a payé {e} à {q}, compte {q} \\({c}\\)\\. ',
    event: 'C’était (?:le jour même de|(?:{n} jours?) après) ({v}) du {d}\\. ',
    amount:
      'Au moins {e} depuis, en {n} mouvements?~: (.*?)\\. (?=À déd|Tout|De l’argent|De nouveau|De cet|\\d+ autre|Nouveau|Mouv)',
    toAccount: '{e} sur le compte {q} \\({c}\\)',
    elsewhere: '{e} sur d’autres comptes',
    taken: 'À déduire~: {e}, annulations de paiements qui ne figurent pas dans les pièces\\. ',
    others:
      '{n} autres? mouvements?, de {e}(?: en tout)?, vien(?:nen)?t d’(?:une )?autres? sources? pour (?:la même|les mêmes) régies?~; c’est peut-être le même argent et (?:il n’est pas additionné|ils ne sont pas additionnés)\\. ',
    went: '(Tout|De) (l’argent payé|cet autre argent)(?: est allé|, une part d’au moins {e} est allée) vers (?:un (centre) offshore|des (centre)s offshore|un territoire inscrit|des territoires inscrits) (?:de la liste des analystes|sur une liste officielle le jour du paiement) \\(([^()]*)\\)(?:~; cette liste n’est pas une liste légale)?\\. ',
    isOther: 'cet autre argent',
    isAll: 'Tout',
    inCountry: '(?:{c}(?:, {e})?|autres pays, {e})',
    novelty: 'Nouveaux? avec le même paiement~: ([^.]*)\\. ',
    returned: 'De nouveau payés? après un silence, avec le même paiement~: ([^.]*)\\. ',
    flows:
      'Mouvements~: (.*?)(?:~; et {n} autres?)?\\. (Tous les|Les 100 premiers) mouvements~: (.*)',
    flow: '{q} de {q}, {d}, {e}, pièce {q}:(\\d+:\\d+)',
    and: '\u202f; ',
  },
} as const;
type Language = keyof typeof GRAMMAR;

const MARKS = {
  en: {
    q: '“([^”]*)”',
    e: 'EUR ([\\d,]+\\.\\d\\d)',
    d: '(\\d+ [A-Z]\\w+ \\d{4})',
    c: "([\\p{L}\\s'-]+, [A-Z]{2})",
    n: '(\\d+)',
  },
  fr: {
    q: '«\u202f([^»]*)\u202f»',
    e: '([\\d\u202f]+,\\d\\d)\u202fEUR',
    d: '(\\d+(?:er)? \\p{L}+ \\d{4})',
    c: '([\\p{L}\\s’-]+, [A-Z]{2})',
    n: '(\\d+)',
  },
} as const;

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
  const amount = reader.must(g.amount);
  const taken = reader.take(g.taken);
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
    isOther: money === g.isOther,
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
