// What the codes in an explanation mean, in each language. The codes themselves stay as they are:
// the views, the exports and `--without` have them too.
import { type InLanguages, inLanguages } from '../text/language.ts';

const MEANINGS: Readonly<Record<string, InLanguages<string>>> = {
  advertising: { en: 'line: advertising', fr: 'ligne : publicité' },
  file_host: { en: 'line: rewards of file hosts', fr: 'ligne : primes des hébergeurs de fichiers' },
  subscription: { en: 'line: subscriptions', fr: 'ligne : abonnements' },
  donation: { en: 'line: donations', fr: 'ligne : dons' },
  other: { en: 'line: anything else', fr: 'ligne : tout autre revenu' },
  paid: { en: 'shown to be paid', fr: 'paiement démontré' },
  accrued: { en: 'owed, but not shown to be paid', fr: 'dû, sans paiement démontré' },
  reversal: { en: 'takes back a flow that counts', fr: 'reprend un mouvement qui compte' },
  unknown_reversal: {
    en: 'takes back a flow that nobody reported',
    fr: 'reprend un mouvement que personne n’a signalé',
  },
  idle_reversal: {
    en: 'takes back a flow that does not count, so takes off nothing',
    fr: 'reprend un mouvement qui ne compte pas : ne retire rien',
  },
  unattributed: {
    en: 'for no site, or what proven shares leave over',
    fr: 'pour aucun site, ou ce que laissent les parts prouvées',
  },
  unconverted: { en: 'without an exchange rate', fr: 'sans taux de change' },
  gross_without_share: {
    en: 'gross money without a contractual share of the publisher',
    fr: 'montant brut sans part contractuelle de l’éditeur',
  },
  superseded_by_hop: { en: 'seen again at its next hop', fr: 'revu à son étape suivante' },
  other_source_counts: {
    en: 'another source reports more for the same network',
    fr: 'une autre source signale davantage pour le même réseau',
  },
  disputed: {
    en: 'reported with contents that contradict each other',
    fr: 'signalé avec des contenus qui se contredisent',
  },
  ambiguous_operation: {
    en: 'for a site that several operations claim',
    fr: 'pour un site que plusieurs opérations revendiquent',
  },
  payment_dated: {
    en: 'known by its day of payment alone, without the period that it is for',
    fr: 'connu par son seul jour de paiement, sans la période qu’il rémunère',
  },
  unknown_network: {
    en: 'from a network that the record does not name',
    fr: 'd’un réseau que l’enregistrement ne nomme pas',
  },
  undated_reversal: {
    en: 'takes back a flow that nobody reported, and has no day of its own',
    fr: 'reprend un mouvement que personne n’a signalé, sans jour propre',
  },
  not_paid: { en: 'owed, but not shown to be paid', fr: 'dû, sans paiement démontré' },
  seen_by_crawl: {
    en: 'a network that crawls show on the site, and no flow documents',
    fr: 'réseau vu par exploration sur le site, qu’aucun mouvement ne documente',
  },
  ok: { en: 'could be computed', fr: 'a pu être calculé' },
  insufficient: {
    en: 'could not be computed; this is not zero',
    fr: 'n’a pas pu être calculé ; ce n’est pas zéro',
  },
  only_accrued: {
    en: 'all money is owed, and none is shown to be paid',
    fr: 'tout l’argent est dû, et aucun paiement n’est démontré',
  },
  no_countable_flow: {
    en: 'there are flows, and no part of them counts',
    fr: 'il y a des mouvements, et aucune part n’en compte',
  },
  left_out: {
    en: 'nothing is left without these assumptions',
    fr: 'il ne reste rien sans ces hypothèses',
  },
  no_unique_visitors: {
    en: 'the measurement has no visitors',
    fr: 'la mesure n’a pas de visiteurs',
  },
  panel_without_size: {
    en: 'the panel does not say its size, or that of its population',
    fr: 'le panel ne dit pas sa taille, ou celle de sa population',
  },
  visitors_above_universe: {
    en: 'more visitors than persons in the population',
    fr: 'plus de visiteurs que de personnes dans la population',
  },
  panel_too_small: {
    en: 'fewer than 30 persons behind the measurement',
    fr: 'moins de 30 personnes derrière la mesure',
  },
  no_contamination_rate: {
    en: 'no approved rate of forced and automatic visits',
    fr: 'pas de taux approuvé de visites forcées et automatiques',
  },
  no_page_views: {
    en: 'no page views, and no approved pages per visitor',
    fr: 'ni pages vues, ni taux approuvé de pages par visiteur',
  },
  no_rate: { en: 'no approved rate for a factor', fr: 'pas de taux approuvé pour un facteur' },
  value_date: { en: 'day on which the money was credited', fr: 'jour où l’argent a été crédité' },
  statement_date: { en: 'day of the statement', fr: 'jour du relevé' },
  fixed: {
    en: 'the fixed rate of the euro, from the day of its adoption',
    fr: 'le taux fixe de l’euro, depuis le jour de son adoption',
  },
  daily: {
    en:
      'rate of that day, or of the last day before with a published one, at most 4 days ' + 'back',
    fr: 'taux de ce jour, ou du dernier jour publié avant, au plus 4 jours en arrière',
  },
  peg: {
    en: 'a value that the office has set for this asset or currency, with a reason and two names',
    fr: 'une valeur que le service a fixée pour cet actif ou cette monnaie, avec un motif et deux noms',
  },
  monthly: { en: 'average of the month', fr: 'moyenne du mois' },
  no_exchange_rate: {
    en: 'no table has a rate for that day',
    fr: 'aucune table n’a de taux pour ce jour',
  },
  published: {
    en: 'grade of a rate: from a published source',
    fr: 'qualité d’un taux : d’une source publiée',
  },
  observed: {
    en: 'grade of a rate: observed, in payments or on pages',
    fr: 'qualité d’un taux : observé, dans des paiements ou sur des pages',
  },
  assumption: {
    en: 'grade of a rate: assumed, with the reason that its row gives',
    fr: 'qualité d’un taux : supposé, pour la raison que donne sa ligne',
  },
  even_spread: {
    en: 'assumption: money is spread evenly over its service period',
    fr: 'hypothèse : l’argent est réparti également sur sa période de service',
  },
  'rung:L0': {
    en: 'all money documented for one site',
    fr: 'tout l’argent documenté pour un seul site',
  },
  'rung:L1': {
    en: 'all proven shares of money for several sites',
    fr: 'toutes les parts prouvées de sommes pour plusieurs sites',
  },
  'rung:L2': { en: 'all slots that crawls show', fr: 'tous les emplacements vus par exploration' },
  'rung:L3': {
    en: 'all money modelled from audiences',
    fr: 'tout l’argent modélisé à partir d’audiences',
  },
};

/** In the order in which a paper lists them. */
export const CODES: ReadonlyMap<string, InLanguages<string>> = new Map(
  Object.entries(MEANINGS).map(([code, meaning]) => [code, inLanguages(meaning)]),
);
