// How the figures of an explanation are computed, in each language: the rule below each heading,
// and the assumptions at the end.
import { inLanguages } from '../text/language.ts';

export const RULES = {
  lineRule: inLanguages({
    en:
      'Of each line the larger of documented and modelled money counts: it is the same money ' +
      'seen twice. The floor is the sum of the lines.',
    fr:
      'Pour chaque ligne compte le plus grand des deux montants, documenté ou modélisé : ' +
      'c’est le même argent vu deux fois. Le plancher est la somme des lignes.',
  }),
  partRule: inLanguages({
    en:
      'Each part: amount x rate x publisher share x site share x days / days of the period, ' +
      'cut after 10 decimals. What takes money back is subtracted. The sum of a line is cut ' +
      'after 4.',
    fr:
      'Chaque part : montant × taux × part de l’éditeur × part du site × jours / jours de la ' +
      'période, tronqué à 10 décimales. Ce qui reprend de l’argent est soustrait. La somme ' +
      'd’une ligne est tronquée à 4.',
  }),
  modelRule: inLanguages({
    en:
      'Of each measurement: page views (lower limit) x positions per page x share not ' +
      'blocked x fill x valid traffic x publisher share x price of 1000 impressions / 1000. ' +
      'Of devices the largest counts, sites and countries are added, of panels the lowest ' +
      'counts.',
    fr:
      'Pour chaque mesure : pages vues (borne inférieure) × emplacements par page × part non ' +
      'bloquée × remplissage × trafic valide × part de l’éditeur × prix de 1\u202f000 ' +
      'impressions / 1\u202f000. Entre appareils le plus grand compte, sites et pays ' +
      's’ajoutent, entre panels le plus bas compte.',
  }),
  slotRule: inLanguages({
    en:
      'What a page brings through each slot: slots per page (the lowest of the crawls of the ' +
      'month) x share not blocked x fill x valid traffic x publisher share x price of 1000 ' +
      'impressions / 1000. Times the pages of the site (lower limit), and added up over its ' +
      'networks.',
    fr:
      'Ce qu’une page rapporte par emplacement : emplacements par page (le plus bas des ' +
      'explorations du mois) × part non bloquée × remplissage × trafic valide × part de ' +
      'l’éditeur × prix de 1\u202f000 impressions / 1\u202f000. Multiplié par les pages du ' +
      'site (borne inférieure), et additionné sur ses réseaux.',
  }),
  classRule: inLanguages({
    en:
      'Cases of the library with proven revenue, without this operation. Lower limit of the ' +
      'audience x euros per unit; of the units the smallest result counts.',
    fr:
      'Cas de la bibliothèque dont le revenu est prouvé, sans cette opération. Borne ' +
      'inférieure de l’audience × euros par unité ; entre les unités le plus petit résultat ' +
      'compte.',
  }),
  choiceRule: inLanguages({
    en:
      'The larger of audience and slots, or the reference class where that is smaller; of ' +
      'the panel that was declared primary in time, else of the one that gives the least.',
    fr:
      'Le plus grand entre audience et emplacements, ou la classe de référence si elle est ' +
      'plus basse ; du panel déclaré principal à temps, sinon de celui qui donne le moins.',
  }),
  likelyRule: inLanguages({
    en:
      'Likely: eight of ten random draws, each rate anywhere between the low and the high of ' +
      'the card, on a scale of ratios and independent of the others, and the visitors as the ' +
      'panel makes them probable. Ceiling: the product of all highs, with the upper limit of ' +
      'the visitors, BetaInv(1 - alpha; x + 1, n_eff - x). Both for this audience alone: ' +
      'unmeasured sites and countries and other lines of revenue are not in them. Two ' +
      'significant digits, rounded outwards.',
    fr:
      'Fourchette : huit tirages au hasard sur dix, chaque taux entre le bas et le haut du ' +
      'barème, sur une échelle de rapports et indépendant des autres, et les visiteurs tels ' +
      'que le panel les rend probables. Plafond : produit de tous les hauts, avec la borne ' +
      'supérieure des visiteurs, BetaInv(1 - alpha ; x + 1, n_eff - x). Tous deux pour cette ' +
      'seule audience : les sites et pays non mesurés et les autres lignes de revenu n’y ' +
      'sont pas. Deux chiffres significatifs, arrondis vers l’extérieur.',
  }),
  unquantifiedRule: inLanguages({
    en: 'As if they had no sampling error. They carry no confidence.',
    fr:
      'Comme si elles étaient sans erreur d’échantillonnage. Elles ne portent aucune ' +
      'confiance.',
  }),
  audienceRule: inLanguages({
    en:
      'p_L = BetaInv(alpha; x, n_eff - x + 1) with n_eff = panel / design effect and x = ' +
      'visitors / universe x n_eff; the limit is floor((p_L - eps) / (1 - eps) x universe). ' +
      'Visits and page views: as counted x visitors (lower limit) / visitors x share that ' +
      'heavy users leave. Measured pages: the larger of page views and visits (a visit is ' +
      'one page at least); where neither is counted, a visitor has the pages of the rate ' +
      'card.',
    fr:
      'p_L = BetaInv(alpha ; x, n_eff - x + 1) avec n_eff = panel / effet de plan et x = ' +
      'visiteurs / univers × n_eff ; la borne est la partie entière de (p_L - eps) / (1 - ' +
      'eps) × univers. Visites et pages vues : le compte × visiteurs (borne) / visiteurs × ' +
      'la part que laissent les gros usagers. Pages mesurées : le plus grand des pages vues ' +
      'et des visites (une visite est une page au moins) ; où ni les unes ni les autres ne ' +
      'sont comptées, un visiteur a les pages du barème.',
  }),
  exchangeRule: inLanguages({
    en:
      'EUR for one unit of the currency. Of the rates of a flow the lower holds; of money ' +
      'that takes back an unknown flow the higher. A flow without one of the two dates has ' +
      'one rate.',
    fr:
      'EUR pour une unité de la devise. Entre les taux d’un mouvement le plus bas est ' +
      'retenu ; pour de l’argent qui reprend un mouvement inconnu, le plus haut. Un ' +
      'mouvement sans l’une des deux dates a un seul taux.',
  }),
  breakEvenRule: inLanguages({
    en:
      'Each alone, the others unchanged. Networks: the documented money that must remain. ' +
      'Where crawled slots alone reach the figure, their rates are not listed: each network ' +
      'has its own.',
    fr:
      'Chacun seul, les autres inchangés. Réseaux : l’argent documenté qui doit rester. Si ' +
      'les emplacements relevés atteignent seuls ce montant, leurs taux ne sont pas listés : ' +
      'chaque réseau a les siens.',
  }),
  nextRule: inLanguages({
    en: 'Upper estimates: what the reply can add at most.',
    fr: 'Estimations hautes : ce que la réponse peut ajouter au plus.',
  }),
};

/** In the order of the paper: assumptions of every floor, then what each rung assumes. */
export const ASSUMED = [
  inLanguages({
    en:
      'The documents are authentic, and the accounts and sites belong to the operation as ' +
      'the registry says.',
    fr:
      'Les documents sont authentiques, et les comptes et les sites sont ceux de ' +
      'l’opération, comme le dit le registre.',
  }),
  inLanguages({
    en: 'even_spread: money is spread evenly over the days of its service period.',
    fr: 'even_spread : l’argent est réparti également sur les jours de la période de service.',
  }),
  inLanguages({
    en:
      'The lower of the exchange rates of value date and statement date holds: the fixed ' +
      'rate of the euro from its adoption on, else the rate of the day, else that of the ' +
      'month.',
    fr:
      'Le plus bas des taux de change de la date de valeur et de la date du relevé est ' +
      'retenu : le taux fixe de l’euro depuis son adoption, sinon le taux du jour, sinon ' +
      'celui du mois.',
  }),
  inLanguages({
    en: 'What is missing counts as 0: nothing is interpolated or extrapolated.',
    fr: 'Ce qui manque compte pour 0 : rien n’est interpolé ni extrapolé.',
  }),
  inLanguages({
    en:
      'L0: money documented as paid for one site; the documents are authentic and the ' +
      'accounts are the operation’s',
    fr:
      'L0 : argent dont le paiement est documenté pour un seul site ; les documents sont ' +
      'authentiques et les comptes sont ceux de l’opération',
  }),
  inLanguages({
    en: 'L1: the proven share of money for several sites; unproven shares count as 0',
    fr:
      'L1 : part prouvée d’une somme versée pour plusieurs sites ; une part non prouvée ' +
      'compte pour 0',
  }),
  inLanguages({
    en: 'L2: slots seen by crawls, at audience rates',
    fr: 'L2 : emplacements vus par exploration, aux taux d’audience',
  }),
  inLanguages({
    en: 'L3: audience times the lowest rates; the rates hold for this site and month',
    fr:
      'L3 : audience multipliée par les taux les plus bas ; les taux valent pour ce site et ' +
      'ce mois',
  }),
];
