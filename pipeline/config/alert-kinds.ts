// The kinds of alert: the only list of them. The alerts file, the rows of an evaluation, the first
// sentence of an alert and the help of `alerts list` derive from it. It is here because routes and
// mutes name kinds, and config/ imports no feature. SQL decides which kind an alert gets
// (sql/alert/find/); test/unit/alert-kinds.test.ts compares the names.
import { counted } from '../text/count.ts';
import { fr } from '../text/french.ts';
import { type InLanguages, sentence } from '../text/language.ts';

export const SEVERITIES = ['low', 'medium', 'high'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What a payment can be the first of, from coarse to fine. */
export const KEY_LEVELS = [
  'network',
  'publisher_account',
  'payee',
  'account',
  'account_country',
] as const;
export type KeyLevel = (typeof KEY_LEVELS)[number];

/** Texts of records come in quoted and harmless, amounts and months in words. */
export interface KeyFacts {
  operation: string;
  level: KeyLevel;
  /** With the name of its level: the payee “A”. */
  key: string;
  /** Calendar months without a payment before this one; 0: never paid before. */
  silentMonths: number;
}

export interface FloorFacts {
  operation: string;
  month: string;
  threshold: string;
  /** The floor before and now. */
  before: string;
  floor: string;
}

type Opening<Facts> = InLanguages<(facts: Facts) => string>;
interface Kind {
  /** For the help of the command line and for readers. */
  about: string;
  /** Which severities it can have, and when. */
  severity: Partial<Readonly<Record<Severity, string>>>;
}
interface KeyKind extends Kind {
  on: 'key';
  levels: readonly KeyLevel[];
  opening: Opening<KeyFacts>;
}
interface FloorKind extends Kind {
  on: 'floor';
  opening: Opening<FloorFacts>;
}

const IS_NEW = sentence<[facts: KeyFacts]>({
  en: ({ operation, key }) => `${operation}: ${key} is new in the records of this operation.`,
  fr: ({ operation, level, key }) =>
    fr`${operation} : ${key} est ${level === 'network' ? 'nouvelle' : 'nouveau'} ` +
    'dans les pièces de cette exploitation.',
});
const IS_BACK = sentence<[facts: KeyFacts]>({
  en: ({ operation, key, silentMonths }) =>
    `${operation}: ${key} appears again in the records of this operation, ` +
    `after ${counted.en(silentMonths, 'calendar month')} without a payment.`,
  fr: ({ operation, key, silentMonths }) =>
    fr`${operation} : ${key} réapparaît dans les pièces de cette exploitation, ` +
    fr`après ${counted.fr(silentMonths, 'mois civil', 'mois civils')} sans paiement.`,
});

const HIGH = 'to a listed place, or to an offshore centre after an enforcement event';
const MEDIUM = 'to an offshore centre, or after an enforcement event';
const OF_PAYMENTS = { high: HIGH, medium: MEDIUM, low: 'otherwise' };

export const ALERT_KINDS = {
  FIRST: {
    about: 'a network or a publisher account that never paid the operation before',
    on: 'key',
    levels: ['network', 'publisher_account'],
    severity: OF_PAYMENTS,
    opening: IS_NEW,
  },
  RETURN: {
    about: 'a key that pays or is paid again after months without a payment',
    on: 'key',
    levels: KEY_LEVELS,
    severity: { ...OF_PAYMENTS, medium: `${MEDIUM}, a new country, or 12 silent months` },
    opening: IS_BACK,
  },
  NEW_PAYEE: {
    about: 'a payee that the operation never had before',
    on: 'key',
    levels: ['payee'],
    severity: OF_PAYMENTS,
    opening: IS_NEW,
  },
  NEW_ACCOUNT: {
    about: 'a bank account that the operation never had before',
    on: 'key',
    levels: ['account'],
    severity: OF_PAYMENTS,
    opening: IS_NEW,
  },
  NEW_COUNTRY: {
    about: 'a country of accounts that the operation never had before',
    on: 'key',
    levels: ['account_country'],
    severity: { high: HIGH, medium: 'otherwise' },
    opening: IS_NEW,
  },
  FLOOR_CROSSED: {
    about: 'a floor that reaches a threshold of the rules, and did not the month before',
    on: 'floor',
    severity: { medium: 'always' },
    opening: sentence<[facts: FloorFacts]>({
      en: ({ operation, month, threshold, floor }) =>
        `${operation}: in ${month} the floor reaches ${threshold}, which it had not reached ` +
        `the month before. The operation earned at least ${floor} in that month.`,
      fr: ({ operation, month, threshold, floor }) =>
        fr`${operation} : en ${month}, le plancher atteint ${threshold}, ce qui n'était pas ` +
        fr`le cas le mois précédent. L'exploitation a gagné au moins ${floor} ce mois-là.`,
    }),
  },
  FLOOR_CORRECTED: {
    about: 'a floor that changed by more than the rules let pass',
    on: 'floor',
    severity: { medium: 'always' },
    opening: sentence<[facts: FloorFacts]>({
      en: ({ operation, month, before, floor }) =>
        `${operation}: the floor of ${month} was corrected from ${before} to ${floor}. ` +
        `The operation earned at least ${floor} in that month.`,
      fr: ({ operation, month, before, floor }) =>
        fr`${operation} : le plancher de ${month} a été corrigé de ${before} à ${floor}. ` +
        fr`L'exploitation a gagné au moins ${floor} ce mois-là.`,
    }),
  },
} satisfies Readonly<Record<string, KeyKind | FloorKind>>;

export type AlertKind = keyof typeof ALERT_KINDS;
const isAlertKind = (name: string): name is AlertKind => name in ALERT_KINDS;
export const ALERT_KIND_NAMES: readonly AlertKind[] = Object.keys(ALERT_KINDS).filter(isAlertKind);

export const alertKind = (name: AlertKind): KeyKind | FloorKind => ALERT_KINDS[name];
