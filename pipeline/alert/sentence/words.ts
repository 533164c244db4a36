// The sentences of an alert, in each language; the first one is in config/alert-kinds.ts. Texts of
// records come in quoted and harmless, amounts and days in words. Null is what no record says.
import type { KeyLevel, Severity } from '../../config/alert-kinds.ts';
import { counted } from '../../text/count.ts';
import { fr, french } from '../../text/french.ts';
import { type InLanguages, type Spoken, inLanguages, sentence } from '../../text/language.ts';

export interface FirstPayment {
  isBack: boolean;
  network: string | null;
  day: string;
  amount: string;
  payee: string | null;
  account: string | null;
  country: string;
}

type Place = 'listed' | 'offshore_centre';

export interface WentTo {
  /** `other`: flows that may be other reports of the same money, and are not added. */
  what: 'counted' | 'reported' | 'other';
  isAll: boolean;
  place: Place;
  amount: string;
  /** With the amount of each when there are several. */
  countries: readonly string[];
}

export interface FlowNamed {
  source: string;
  flowId: string;
  day: string;
  amount: string;
  record: string;
}

const places = sentence<[place: Place, countries: readonly string[]]>({
  en: (place, countries) => {
    const isOne = countries.length === 1;
    const inAll = countries.join('; ');
    return place === 'listed'
      ? `${isOne ? 'a place that was' : 'places that were'} on an official list ` +
          `on the day of the payment (${inAll})`
      : `${isOne ? 'an offshore centre' : 'offshore centres'} on the analysts' list ` +
          `(${inAll}); that list is not a legal list`;
  },
  fr: (place, countries) => {
    const isOne = countries.length === 1;
    const inAll = countries.join(french(' ; '));
    return place === 'listed'
      ? fr`${isOne ? 'un territoire inscrit' : 'des territoires inscrits'} ` +
          fr`sur une liste officielle le jour du paiement (${inAll})`
      : fr`${isOne ? 'un centre offshore' : 'des centres offshore'} de la liste des analystes ` +
          fr`(${inAll}) ; cette liste n'est pas une liste légale`;
  },
});

const EVENTS: Readonly<Record<string, InLanguages<string>>> = {
  seizure: inLanguages({ en: 'the seizure', fr: 'la saisie' }),
  takedown: inLanguages({ en: 'the takedown', fr: 'la fermeture' }),
  listing: inLanguages({ en: 'the listing', fr: "l'inscription" }),
  arrest: inLanguages({ en: 'the arrest', fr: "l'interpellation" }),
  letter: inLanguages({ en: 'the letter', fr: 'la mise en demeure' }),
};
const OTHER_EVENT = inLanguages({ en: 'the event', fr: "l'événement" });
const eventNamed = (type: string) => EVENTS[type] ?? OTHER_EVENT;

/** With the article. */
const LEVELS: InLanguages<Readonly<Record<KeyLevel, string>>> = {
  en: {
    network: 'the network',
    publisher_account: 'the publisher account',
    payee: 'the payee',
    account: 'the account',
    account_country: 'the country of the account',
  },
  fr: {
    network: 'la régie',
    publisher_account: french("le compte d'éditeur"),
    payee: 'le bénéficiaire',
    account: 'le compte bancaire',
    account_country: 'le pays du compte',
  },
};

const SEVERITIES: InLanguages<Readonly<Record<Severity, string>>> = {
  en: { high: 'high', medium: 'medium', low: 'low' },
  fr: { high: 'gravité haute', medium: 'gravité moyenne', low: 'gravité basse' },
};

const MONEY: Readonly<Record<WentTo['what'], InLanguages<string>>> = {
  counted: inLanguages({ en: 'the money paid', fr: "l'argent payé" }),
  reported: inLanguages({ en: 'the money reported', fr: "l'argent signalé" }),
  other: inLanguages({ en: 'that other money', fr: 'cet autre argent' }),
};

const sinceThen = sentence<[amount: string, flows: number, parts: readonly string[]]>({
  en: (amount, flows, parts) =>
    `${amount} since then, in ${counted.en(flows, 'flow')}: ${parts.join('; ')}.`,
  fr: (amount, flows, parts) =>
    fr`${amount} depuis, en ${counted.fr(flows, 'mouvement', 'mouvements')} : ` +
    fr`${parts.join(french(' ; '))}.`,
});

export const ALERT_WORDS = {
  levels: LEVELS,
  severities: SEVERITIES,
  atNetwork: sentence<[account: string, network: string]>({
    en: (account, network) => `${account} at ${network}`,
    fr: (account, network) => fr`${account} auprès de ${network}`,
  }),
  paid: sentence<[first: FirstPayment]>({
    en: ({ isBack, network, day, amount, payee, account, country }) =>
      `${isBack ? 'First payment since' : 'First payment'}: on ${day} ` +
      `${network ?? 'an unknown network'} paid ${amount} to ${payee ?? 'an unknown payee'}, ` +
      `account ${account ?? 'not known'} (${country}).`,
    fr: ({ isBack, network, day, amount, payee, account, country }) =>
      fr`Premier paiement${isBack ? ' depuis' : ''} : le ${day}, ` +
      fr`${network ?? 'une régie inconnue'} a payé ${amount} ` +
      fr`à ${payee ?? 'un bénéficiaire inconnu'}, compte ${account ?? 'inconnu'} (${country}).`,
  }),
  event: sentence<[type: string, date: string, days: number]>({
    en: (type, date, days) => {
      const event = `${eventNamed(type).en} of ${date}`;
      return days === 0
        ? `This was on the day of ${event}.`
        : `This was ${counted.en(days, 'day')} after ${event}.`;
    },
    fr: (type, date, days) => {
      const event = fr`${eventNamed(type).fr} du ${date}`;
      return days === 0
        ? fr`C'était le jour même de ${event}.`
        : fr`C'était ${counted.fr(days, 'jour', 'jours')} après ${event}.`;
    },
  }),
  /** `parts`: the same money by account. */
  amount: sentence<[amount: string, flows: number, parts: readonly string[]]>({
    en: (amount, flows, parts) => `At least ${sinceThen.en(amount, flows, parts)}`,
    fr: (amount, flows, parts) => fr`Au moins ${sinceThen.fr(amount, flows, parts)}`,
  }),
  /** Of money that counts in no floor. */
  reported: sentence<[amount: string, flows: number, parts: readonly string[]]>({
    en: (amount, flows, parts) =>
      `Reported, but not counted: ${sinceThen.en(amount, flows, parts)}`,
    fr: (amount, flows, parts) =>
      fr`Signalé, mais non compté : ${sinceThen.fr(amount, flows, parts)}`,
  }),
  toAccount: sentence<[amount: string, account: string | null, country: string]>({
    en: (amount, account, country) =>
      `${amount} to ${account === null ? 'an unknown account' : `account ${account}`} (${country})`,
    fr: (amount, account, country) =>
      fr`${amount} sur ${account === null ? 'un compte inconnu' : fr`le compte ${account}`} ` +
      fr`(${country})`,
  }),
  elsewhere: sentence<[amount: string]>({
    en: (amount) => `${amount} to other accounts`,
    fr: (amount) => fr`${amount} sur d'autres comptes`,
  }),
  takenBack: sentence<[amount: string]>({
    en: (amount) => `Taken off: ${amount}, reversals of payments that are not on record.`,
    fr: (amount) =>
      fr`À déduire : ${amount}, annulations de paiements qui ne figurent pas dans les pièces.`,
  }),
  /** Of reported money: what may have been taken back of it. */
  mayBeTakenBack: sentence<[amount: string]>({
    en: (amount) =>
      `Reversals of payments that are not on record took ${amount} ` +
      'from the operation in these months.',
    fr: (amount) =>
      fr`Des annulations de paiements qui ne figurent pas dans les pièces ` +
      fr`ont retiré ${amount} à l'exploitation sur ces mois.`,
  }),
  otherReports: sentence<[flows: number, amount: string]>({
    en: (flows, amount) =>
      flows === 1
        ? `1 more flow, of ${amount}, may be the same money in another report; it is not added.`
        : `${String(flows)} more flows, of ${amount} in all, may be the same money in other ` +
          'reports; they are not added.',
    fr: (flows, amount) =>
      flows === 1
        ? fr`1 autre mouvement, de ${amount}, est peut-être le même argent dans une autre pièce ; ` +
          french("il n'est pas additionné.")
        : fr`${String(flows)} autres mouvements, de ${amount} en tout, sont peut-être le même ` +
          french("argent dans d'autres pièces ; ils ne sont pas additionnés."),
  }),
  wentTo: sentence<[to: WentTo]>({
    en: ({ what, isAll, place, amount, countries }) => {
      const money = MONEY[what].en;
      const part = what === 'counted' ? `at least ${amount}` : amount;
      const share = isAll ? `All of ${money}` : `Of ${money}, ${part}`;
      return `${share} went to ${places.en(place, countries)}.`;
    },
    fr: ({ what, isAll, place, amount, countries }) => {
      const money = MONEY[what].fr;
      const where = places.fr(place, countries);
      const part = what === 'counted' ? french("d'au moins ") : 'de ';
      return isAll
        ? fr`Tout ${money} est allé vers ${where}.`
        : fr`De ${money}, une part ${part}${amount} est allée vers ${where}.`;
    },
  }),
  otherCountries: sentence<[amount: string]>({
    en: (amount) => `other countries, ${amount}`,
    fr: (amount) => fr`autres pays, ${amount}`,
  }),
  novelty: sentence<[levels: readonly string[]]>({
    en: (levels) => `New with the same payment: ${levels.join(', ')}.`,
    fr: (levels) =>
      fr`${levels.length === 1 ? 'Nouveau' : 'Nouveaux'} avec le même paiement : ` +
      `${levels.join(', ')}.`,
  }),
  returned: sentence<[levels: readonly string[]]>({
    en: (levels) => `Paid again after a silence, with the same payment: ${levels.join(', ')}.`,
    fr: (levels) =>
      fr`De nouveau ${levels.length === 1 ? 'payé' : 'payés'} après un silence, ` +
      fr`avec le même paiement : ${levels.join(', ')}.`,
  }),
  /** `show` is the sentence of that name. */
  flows: sentence<[flows: readonly string[], more: number, show: string]>({
    en: (flows, more, show) =>
      `Flows: ${flows.join('; ')}${more === 0 ? '' : `; and ${String(more)} more`}. ${show}`,
    fr: (flows, more, show) => {
      const others = more === 0 ? '' : fr` ; et ${counted.fr(more, 'autre', 'autres')}`;
      return fr`Mouvements : ${flows.join(french(' ; '))}${others}. ${show}`;
    },
  }),
  show: sentence<[command: string, isAll: boolean]>({
    en: (command, isAll) => `${isAll ? 'All flows' : 'The first 100 flows'}: ${command}`,
    fr: (command, isAll) =>
      fr`${isAll ? 'Tous les mouvements' : 'Les 100 premiers mouvements'} : ${command}`,
  }),
  flow: sentence<[flow: FlowNamed]>({
    en: ({ source, flowId, day, amount, record }) =>
      `${flowId} of ${source}, ${day}, ${amount}, record ${record}`,
    fr: ({ source, flowId, day, amount, record }) =>
      fr`${flowId} de ${source}, ${day}, ${amount}, pièce ${record}`,
  }),
  digest: sentence<[operation: string, count: number, kinds: string]>({
    en: (operation, count, kinds) =>
      `${operation}: ${counted.en(count, 'alert')} about money that moved earlier ` +
      `(${kinds}), found now.`,
    fr: (operation, count, kinds) =>
      fr`${operation} : ${counted.fr(count, 'alerte', 'alertes')} sur des mouvements antérieurs ` +
      fr`(${kinds}), ${count < 2 ? 'trouvée' : 'trouvées'} maintenant.`,
  }),
  overflow: sentence<[count: number, operations: number, kinds: string]>({
    en: (count, operations, kinds) =>
      `${counted.en(count, 'more alert')} in ${counted.en(operations, 'operation')} ` +
      `(${kinds}), for which the budget of this hour has no room.`,
    fr: (count, operations, kinds) =>
      fr`${counted.fr(count, 'alerte', 'alertes')} de plus dans ` +
      fr`${counted.fr(operations, 'exploitation', 'exploitations')} (${kinds}), ` +
      french("que le budget de cette heure ne permet pas d'envoyer."),
  }),
  alerts: sentence<[count: number]>({
    en: (count) => counted.en(count, 'alert'),
    fr: (count) => counted.fr(count, 'alerte', 'alertes'),
  }),
  more: sentence<[count: number]>({
    en: (count) => `and ${String(count)} more: plancher alerts list`,
    fr: (count) => fr`et ${counted.fr(count, 'autre', 'autres')} : plancher alerts list`,
  }),
};

export type AlertWords = Spoken<typeof ALERT_WORDS>;
