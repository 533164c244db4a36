// The sentences of an alert in French. Texts of records come in quoted and harmless, amounts and
// days in words.
import { fr, french } from '../../text/french.ts';
import type { AlertWords } from './words.ts';

/** Agrees from 2 on, as French has it. */
const counted = (count: number, one: string, many: string) =>
  `${String(count)} ${french(count < 2 ? one : many)}`;

const places = (place: 'listed' | 'offshore_centre', countries: readonly string[]) => {
  const isOne = countries.length === 1;
  const inAll = countries.join(french(' ; '));
  return place === 'listed'
    ? fr`${isOne ? 'un territoire inscrit' : 'des territoires inscrits'} sur une liste officielle le jour du paiement (${inAll})`
    : fr`${isOne ? 'un centre offshore' : 'des centres offshore'} de la liste des analystes (${inAll}) ; cette liste n'est pas une liste légale`;
};

export const FRENCH_ALERT: AlertWords = {
  levels: {
    network: 'la régie',
    publisher_account: french("le compte d'éditeur"),
    payee: 'le bénéficiaire',
    account: 'le compte bancaire',
    account_country: 'le pays du compte',
  },
  severities: { high: 'gravité haute', medium: 'gravité moyenne', low: 'gravité basse' },
  atNetwork: (account, network) => fr`${account} auprès de ${network}`,
  isNew: (operation, level, key) =>
    fr`${operation} : ${key} est ${level === 'network' ? 'nouvelle' : 'nouveau'} dans les pièces de cette exploitation.`,
  isBack: (operation, key, months) =>
    fr`${operation} : ${key} réapparaît dans les pièces de cette exploitation, après ${counted(months, 'mois civil', 'mois civils')} sans paiement.`,
  paid: ({ isBack, network, day, amount, payee, account, country }) =>
    fr`Premier paiement${isBack ? ' depuis' : ''} : le ${day}, ${network} a payé ${amount} à ${payee}, compte ${account} (${country}).`,
  event: (type, date, days) => {
    const events: Record<string, string> = {
      seizure: 'la saisie',
      takedown: 'la fermeture',
      listing: french("l'inscription"),
      arrest: french("l'interpellation"),
      letter: 'la mise en demeure',
    };
    const event = fr`${events[type] ?? french("l'événement")} du ${date}`;
    return days === 0
      ? fr`C'était le jour même de ${event}.`
      : fr`C'était ${counted(days, 'jour', 'jours')} après ${event}.`;
  },
  amount: (amount, flows, parts) =>
    fr`Au moins ${amount} depuis, en ${counted(flows, 'mouvement', 'mouvements')} : ${parts.join(french(' ; '))}.`,
  toAccount: (amount, account, country) => fr`${amount} sur le compte ${account} (${country})`,
  elsewhere: (amount) => fr`${amount} sur d'autres comptes`,
  takenBack: (amount) =>
    fr`À déduire : ${amount}, annulations de paiements qui ne figurent pas dans les pièces.`,
  otherSources: (flows, amount) =>
    flows === 1
      ? fr`1 autre mouvement, de ${amount}, vient d'une autre source pour la même régie ; c'est peut-être le même argent et il n'est pas additionné.`
      : fr`${String(flows)} autres mouvements, de ${amount} en tout, viennent d'autres sources pour les mêmes régies ; c'est peut-être le même argent et ils ne sont pas additionnés.`,
  wentTo: ({ isOther, isAll, place, amount, countries }) => {
    const where = places(place, countries);
    if (isAll)
      return fr`Tout ${isOther ? 'cet autre argent' : french("l'argent payé")} est allé vers ${where}.`;
    return fr`De ${isOther ? 'cet autre argent' : french("l'argent payé")}, une part d'au moins ${amount} est allée vers ${where}.`;
  },
  otherCountries: (amount) => fr`autres pays, ${amount}`,
  novelty: (levels) =>
    fr`${levels.length === 1 ? 'Nouveau' : 'Nouveaux'} avec le même paiement : ${levels.join(', ')}.`,
  returned: (levels) =>
    fr`De nouveau ${levels.length === 1 ? 'payé' : 'payés'} après un silence, avec le même paiement : ${levels.join(', ')}.`,
  flows: (flows, more, show) =>
    fr`Mouvements : ${flows.join(french(' ; '))}${more === 0 ? '' : fr` ; et ${counted(more, 'autre', 'autres')}`}. ${show}`,
  show: (command, isAll) =>
    fr`${isAll ? 'Tous les mouvements' : 'Les 100 premiers mouvements'} : ${command}`,
  flow: ({ source, flowId, day, amount, record }) =>
    fr`${flowId} de ${source}, ${day}, ${amount}, pièce ${record}`,
  reaches: (operation, month, threshold, floor) =>
    fr`${operation} : en ${month}, le plancher atteint ${threshold}, ce qui n'était pas le cas le mois précédent. L'exploitation a gagné au moins ${floor} ce mois-là.`,
  corrected: (operation, month, before, floor) =>
    fr`${operation} : le plancher de ${month} a été corrigé de ${before} à ${floor}. L'exploitation a gagné au moins ${floor} ce mois-là.`,
  digest: (operation, count, kinds) =>
    fr`${operation} : ${counted(count, 'alerte', 'alertes')} sur des mouvements antérieurs (${kinds}), ${count < 2 ? 'trouvée' : 'trouvées'} maintenant.`,
  overflow: (count, operations, kinds) =>
    fr`${counted(count, 'alerte', 'alertes')} de plus dans ${counted(operations, 'exploitation', 'exploitations')} (${kinds}), que le budget de cette heure ne permet pas d'envoyer.`,
  alerts: (count) => counted(count, 'alerte', 'alertes'),
  more: (count) => fr`et ${counted(count, 'autre', 'autres')} : plancher alerts list`,
};
