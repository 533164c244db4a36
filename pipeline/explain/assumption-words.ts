// What each assumption says (docs/method.md, "Assumptions"), in each language.
import { type InLanguages, inLanguages } from '../text/language.ts';

const SAID: Readonly<Record<string, InLanguages<string>>> = {
  authentic: {
    en: 'the documents are real; accounts and sites are the operation’s, as the registry says',
    fr:
      'les documents sont authentiques ; les comptes et les sites sont ceux de l’opération, comme ' +
      'le dit le registre',
  },
  told_once: {
    en: 'one source reports each euro once, after repeats and totals are left out',
    fr:
      'une même source ne signale chaque euro qu’une fois, une fois écartés les répétitions et ' +
      'les totaux',
  },
  same_dates: {
    en: 'two sources that report one payment date it so that their windows share a day',
    fr: 'deux sources qui signalent un même paiement le datent de fenêtres qui ont un jour commun',
  },
  one_name: {
    en: 'two known networks are two, and not one under two names',
    fr: 'deux réseaux connus sont bien deux, et non un seul sous deux noms',
  },
  own_accounts: {
    en: 'transfers between the operation’s own accounts are recognised by the account that paid',
    fr: 'les virements entre comptes de l’opération sont reconnus au compte payeur',
  },
  take_backs_told: {
    en: 'each take-back of money that counts is reported by some source',
    fr: 'chaque reprise d’un argent qui compte est signalée par au moins une source',
  },
  one_take_back: {
    en: 'two take-backs of one amount and currency, reported by two sources within 10 days, are one',
    fr:
      'deux reprises d’un même montant et d’une même devise, signalées par deux sources à 10 jours ' +
      'd’écart au plus, n’en font qu’une',
  },
  unplaced: {
    en: 'a take-back that names no payment concerns the months that it was taken from',
    fr: 'une reprise qui ne nomme aucun paiement concerne les mois sur lesquels elle a été prise',
  },
  periods: {
    en: 'the service periods of the source that counts are right; the total does not rest on them',
    fr: 'les périodes de service de la source retenue sont exactes ; le total n’en dépend pas',
  },
  payment_month: {
    en: 'money of which only the day of payment is known belongs to the month of that day',
    fr: 'l’argent dont seul le jour de paiement est connu appartient au mois de ce jour',
  },
  even_spread: {
    en: 'money is earned evenly over the days of its service period',
    fr: 'l’argent est gagné régulièrement sur les jours de sa période de service',
  },
  'rung:L0': {
    en: 'money documented as paid for one site or account',
    fr: 'argent dont le paiement est documenté pour un seul site ou compte',
  },
  'rung:L1': {
    en: 'the proven share of money for several sites',
    fr: 'la part prouvée de sommes versées pour plusieurs sites',
  },
  'rung:L2': {
    en: 'slots that crawls saw, at the lowest rates',
    fr: 'emplacements vus par exploration, aux taux les plus bas',
  },
  'rung:L3': {
    en: 'audience times the lowest rates, which hold for this site and month',
    fr: 'audience multipliée par les taux les plus bas, qui valent pour ce site et ce mois',
  },
  'rung:L4': {
    en: 'audience times what comparable operations earned for a unit of theirs',
    fr: 'audience multipliée par ce que des opérations comparables ont gagné par unité de la leur',
  },
  exchangeable: {
    en:
      'this operation lives from its audience as those whose papers were found do, and in a month ' +
      'in which it earns',
    fr:
      'cette opération vit de son audience comme celles dont les pièces ont été trouvées, et dans ' +
      'un mois où elle gagne de l’argent',
  },
};

const TEXTS = new Map(Object.entries(SAID).map(([id, said]) => [id, inLanguages(said)]));

const RATE = inLanguages({
  en: 'the rate of the card for this factor holds',
  fr: 'le taux du barème pour ce facteur est valable',
});

export function assumptionText(id: string): InLanguages<string> {
  return TEXTS.get(id) ?? RATE;
}
