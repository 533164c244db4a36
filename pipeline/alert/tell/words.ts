// What an alert can say, in each language.
import type { Language } from '../../text/calendar.ts';
import type { FoundAlert } from '../find/found.ts';
import { ENGLISH_ALERT } from './words-en.ts';
import { FRENCH_ALERT } from './words-fr.ts';

export type KeyLevel = Exclude<FoundAlert['level'], 'floor'>;

/** Every text and amount is one for the reader already; none is empty. */
export interface AlertWords {
  /** With the article. */
  levels: Record<KeyLevel, string>;
  severities: Record<FoundAlert['severity'], string>;
  atNetwork: (account: string, network: string) => string;
  /** @param key with its level */
  isNew: (operation: string, level: KeyLevel, key: string) => string;
  isBack: (operation: string, key: string, months: number) => string;
  paid: (first: {
    isBack: boolean;
    network: string;
    day: string;
    amount: string;
    payee: string;
    account: string;
    country: string;
  }) => string;
  event: (type: string, date: string, days: number) => string;
  /** @param parts the same money by account */
  amount: (amount: string, flows: number, parts: readonly string[]) => string;
  toAccount: (amount: string, account: string, country: string) => string;
  elsewhere: (amount: string) => string;
  takenBack: (amount: string) => string;
  otherSources: (flows: number, amount: string) => string;
  wentTo: (to: {
    /** Flows of other sources, which are not added. */
    isOther: boolean;
    isAll: boolean;
    place: 'listed' | 'offshore_centre';
    amount: string;
    /** With the amount of each when there are several. */
    countries: readonly string[];
  }) => string;
  otherCountries: (amount: string) => string;
  novelty: (levels: readonly string[]) => string;
  returned: (levels: readonly string[]) => string;
  /** @param show of {@link AlertWords.show} */
  flows: (flows: readonly string[], more: number, show: string) => string;
  show: (command: string, isAll: boolean) => string;
  flow: (flow: {
    source: string;
    flowId: string;
    day: string;
    amount: string;
    record: string;
  }) => string;
  reaches: (operation: string, month: string, threshold: string, floor: string) => string;
  corrected: (operation: string, month: string, before: string, floor: string) => string;
  digest: (operation: string, count: number, kinds: string) => string;
  overflow: (count: number, operations: number, kinds: string) => string;
  alerts: (count: number) => string;
  more: (count: number) => string;
}

export const ALERT_WORDS: Record<Language, AlertWords> = { en: ENGLISH_ALERT, fr: FRENCH_ALERT };
