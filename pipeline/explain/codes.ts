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
  reversed: { en: 'takes money back', fr: 'reprend de l’argent' },
  own_transfer: {
    en: 'a transfer between accounts of the operation',
    fr: 'un virement entre comptes de l’opération',
  },
  twin: {
    en: 'the same payment of the same source, in another row',
    fr: 'le même paiement de la même source, dans une autre ligne',
  },
  total: {
    en: 'a total, or a balance, of other flows of the same source',
    fr: 'un total, ou un solde, d’autres mouvements de la même source',
  },
  settled: {
    en: 'counted through the payment that pays it, or as the lines that it pays',
    fr: 'compté par le paiement qui le règle, ou dans les lignes qu’il règle',
  },
  superseded_by_hop: {
    en: 'passed on by an agent: counted where it arrived',
    fr: 'transmis par un intermédiaire : compté là où il arrive',
  },
  other_source_counts: {
    en: 'another source counts for the network in a month in which it may have been paid',
    fr: 'une autre source compte pour le réseau dans un mois où il a pu être payé',
  },
  other_side_counts: {
    en: 'known and unknown networks are not added, and the others give more',
    fr: 'réseaux connus et inconnus ne s’additionnent pas, et les autres donnent davantage',
  },
  unattributed: {
    en: 'of nobody: for no site or account of the registry, or what proven shares leave over',
    fr: 'à personne : pour aucun site ni compte du registre, ou ce que laissent les parts prouvées',
  },
  only_taken_back: { en: 'all of it was taken back', fr: 'tout a été repris' },
  nothing_paid: { en: 'only amounts of 0 were paid', fr: 'seuls des montants nuls ont été payés' },
  refused_take_back: {
    en: 'its source sent a take-back that was refused at intake: the figure may be too high',
    fr: 'sa source a envoyé une reprise refusée à l’entrée : le montant peut être trop élevé',
  },
  class_too_small: {
    en:
      'too few operations have both money on record and a measurement by this panel (known / ' +
      'needed): as many more as are lacking would give a class',
    fr:
      'trop peu d’opérations ont à la fois de l’argent documenté et une mesure de ce panel ' +
      '(connues / requises) : celles qui manquent donneraient un résultat',
  },
  visitors: { en: 'unit: visitors of a month', fr: 'unité : visiteurs d’un mois' },
  visits: { en: 'unit: visits of a month', fr: 'unité : visites d’un mois' },
  page_views: { en: 'unit: pages shown in a month', fr: 'unité : pages vues dans un mois' },
  by_month: {
    en: 'the sum of the months',
    fr: 'la somme des mois',
  },
  by_class: {
    en: 'what comparable operations earned over as many months, for this audience',
    fr: 'ce que des opérations comparables ont gagné sur autant de mois, pour cette audience',
  },
  reversal: { en: 'a reported take-back', fr: 'une reprise signalée' },
  supersession: {
    en: 'money that an agent passed on',
    fr: 'de l’argent qu’un intermédiaire a transmis',
  },
  deficit: {
    en: 'more was taken back in another month or line than was paid there (M-CARRY)',
    fr: 'il a été repris plus que payé dans un autre mois ou une autre ligne (M-CARRY)',
  },
  on_target: { en: 'subtracted from the payment', fr: 'soustraite du paiement' },
  on_hop: {
    en: 'subtracted from what the agent paid on',
    fr: 'soustraite de ce que l’intermédiaire a versé',
  },
  other_source: {
    en: 'subtracted from what another source reports of the money',
    fr: 'soustraite de ce qu’une autre source signale de cet argent',
  },
  month: {
    en: 'taken from a month, since it names no known payment',
    fr: 'prise sur un mois, faute de nommer un paiement connu',
  },
  repeated: {
    en: 'not deducted again: another source reports the same one (one_take_back)',
    fr: 'non déduite une seconde fois : une autre source signale la même (one_take_back)',
  },
  nowhere: {
    en: 'nothing counts that it could be taken from',
    fr: 'rien ne compte dont elle puisse être déduite',
  },
  only_group: { en: 'the only group', fr: 'le seul groupe' },
  near_total: {
    en: 'at least 0.95 of the largest total goes first',
    fr: 'au moins 0,95 du plus grand total passe devant',
  },
  crossing: {
    en: 'the fewest periods over two months go first',
    fr: 'le moins de périodes à cheval sur deux mois passe devant',
  },
  payment_dated: {
    en: 'a service period goes before a day of payment alone',
    fr: 'une période de service passe devant un simple jour de paiement',
  },
  smaller_total: {
    en: 'of near groups alike the smaller total goes first',
    fr: 'entre groupes proches semblables, le plus petit total passe devant',
  },
  larger_total: {
    en: 'of groups that are not near the larger total goes first',
    fr: 'entre groupes qui ne sont pas proches, le plus grand total passe devant',
  },
  name: { en: 'equal totals: the first name', fr: 'totaux égaux : le premier nom' },
  what_if: {
    en: 'the floor less the floor without the assumption',
    fr: 'le plancher moins le plancher sans l’hypothèse',
  },
  in_doubt: {
    en: 'documented money that would be in doubt',
    fr: 'argent documenté qui serait en doute',
  },
  unconverted: { en: 'without an exchange rate', fr: 'sans taux de change' },
  gross_without_share: {
    en: 'gross money without a contractual share of the publisher',
    fr: 'montant brut sans part contractuelle de l’éditeur',
  },
  disputed: {
    en: 'reported with contents that contradict each other',
    fr: 'signalé avec des contenus qui se contredisent',
  },
  ambiguous_operation: {
    en: 'for a site that several operations claim',
    fr: 'pour un site que plusieurs opérations revendiquent',
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
};

/** In the order in which a paper lists them. */
export const CODES: ReadonlyMap<string, InLanguages<string>> = new Map(
  Object.entries(MEANINGS).map(([code, meaning]) => [code, inLanguages(meaning)]),
);
