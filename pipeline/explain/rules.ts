// How the figures of an explanation are computed, in each language: the rule below each heading.
import { LEAST_MEMBERS } from '../reference/observed/prediction-limits.ts';
import { inLanguages } from '../text/language.ts';

const FEWEST = String(LEAST_MEMBERS);

export const RULES = {
  lineRule: inLanguages({
    en:
      'From left to right: what was paid, less what was taken back from these payments, plus what ' +
      'was below 0 and is carried to other months, less take-backs that name no payment. What is ' +
      'left, cut after 4 decimals, is documented. Advertising: the larger of documented money, ' +
      'with that of the line "other", and of modelled money, less that of "other" (M-LINES). The ' +
      'floor is the sum of the lines.',
    fr:
      'De gauche à droite : ce qui a été payé, moins ce qui a été repris de ces paiements, plus ce ' +
      'qui était sous 0 et se reporte sur d’autres mois, moins les reprises qui ne nomment aucun ' +
      'paiement. Ce qui reste, tronqué à 4 décimales, est documenté. Publicité : le plus grand de ' +
      'l’argent documenté, avec celui de la ligne « autre », et de l’argent modélisé, moins celui ' +
      'd’« autre » (M-LINES). Le plancher est la somme des lignes.',
  }),
  partRule: inLanguages({
    en:
      'Each part: amount x rate x publisher share x site share x days / days of the period, ' +
      'cut after 10 decimals; less what was taken back from it.',
    fr:
      'Chaque part : montant × taux × part de l’éditeur × part du site × jours / jours de la ' +
      'période, tronqué à 10 décimales ; moins ce qui en a été repris.',
  }),
  groupRule: inLanguages({
    en:
      'Several sources may report one payment, so of each network one source counts in a month. ' +
      'The flows of a source are a group; those of which only the day of payment is known are a ' +
      'second one. Groups with at least 0.95 of the largest total come first: those with a ' +
      'service period before the others, then the one with the fewest periods over two months, ' +
      'then the smallest. The other groups follow, the largest first. A month belongs to the ' +
      'first group that has a flow which may have been paid in it; a flow counts if its group ' +
      'owns all these months (M-OWNER).',
    fr:
      'Plusieurs sources peuvent signaler un même paiement : pour chaque réseau, une seule source ' +
      'compte donc dans un mois. Les mouvements d’une source forment un groupe ; ceux dont seul le ' +
      'jour de paiement est connu en forment un second. Viennent d’abord les groupes dont le total ' +
      'atteint 0,95 du plus grand : ceux qui ont une période de service avant les autres, puis ' +
      'celui qui a le moins de périodes à cheval sur deux mois, puis le plus petit. Les autres ' +
      'suivent, du plus grand au plus petit. Un mois appartient au premier groupe dont un ' +
      'mouvement a pu y être payé ; un mouvement compte si son groupe possède tous ces mois ' +
      '(M-OWNER).',
  }),
  leftOutRule: inLanguages({
    en:
      'Each with the first rule that leaves it out. The amount in euros is the most that it could ' +
      'give this month.',
    fr:
      'Chacun avec la première règle qui l’écarte. Le montant en euros est le plus qu’il pourrait ' +
      'donner à ce mois.',
  }),
  takeBackRule: inLanguages({
    en:
      'A take-back of a known payment is subtracted from it (M-REVERSAL), and where another ' +
      'source reports that payment, from what that source reports (M-GONE). One that names no ' +
      'known payment is taken from its month, then from earlier months, then from later ones ' +
      '(M-UNPLACED). A flow that an agent passed on is taken back as well: the money is counted ' +
      'where it arrived.',
    fr:
      'La reprise d’un paiement connu en est soustraite (M-REVERSAL) et, si une autre source ' +
      'signale ce paiement, de ce que celle-ci signale (M-GONE). Une reprise qui ne nomme aucun ' +
      'paiement connu est prise sur son mois, puis sur les mois antérieurs, puis sur les mois ' +
      'ultérieurs (M-UNPLACED). Un mouvement transmis par un intermédiaire est repris lui aussi : ' +
      'l’argent est compté là où il arrive.',
  }),
  assumptionRule: inLanguages({
    en:
      'The floor holds if these hold. Beside each, the money of the month that rests on it: the ' +
      'floor less the floor without it, or else the documented money that would be in doubt.',
    fr:
      'Le plancher est valable si ces hypothèses le sont. À côté de chacune, l’argent du mois qui ' +
      'repose sur elle : le plancher moins le plancher sans elle, ou sinon l’argent documenté qui ' +
      'serait en doute.',
  }),
  modelRule: inLanguages({
    en:
      'Of each measurement: page views (lower limit) x positions per page x share not ' +
      'blocked x fill x valid traffic x publisher share x price of 1000 impressions / 1000. ' +
      'Of devices, and of sites of one domain, the largest counts; measured pages of domains and ' +
      'countries are added; of panels the lowest counts.',
    fr:
      'Pour chaque mesure : pages vues (borne inférieure) × emplacements par page × part non ' +
      'bloquée × remplissage × trafic valide × part de l’éditeur × prix de 1\u202f000 ' +
      'impressions / 1\u202f000. Entre appareils, et entre sites d’un même domaine, le plus ' +
      'grand compte ; les pages mesurées des domaines et des pays s’ajoutent ; entre panels le ' +
      'plus bas compte.',
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
  choiceRule: inLanguages({
    en:
      'The larger of audience (L3) and slots (L2); of the panel that was declared primary in ' +
      'time, else of the one that gives the least.',
    fr:
      'Le plus grand entre audience (L3) et emplacements (L2) ; du panel déclaré principal à ' +
      'temps, sinon de celui qui donne le moins.',
  }),
  observedRule: inLanguages({
    en:
      'From counting payments and from panels, in the year of the month: EUR that the publisher ' +
      'was paid for 1000 impressions (cpm), and paid impressions for each page view measured ' +
      '(fill_rate). Low and high are each a limit for one more operation like these, at the ' +
      `level shown and whatever the distribution; with fewer than ${FEWEST} operations (n) they ` +
      'are unknown. They are not the rates of the card: its cpm is what the advertiser pays, its ' +
      'fill_rate is of one position. So the range and the ceiling do not use them until two ' +
      'people have approved them as rows of the card.',
    fr:
      'D’après les paiements qui comptent et les panels, sur l’année du mois : euros payés à ' +
      'l’éditeur pour 1\u202f000 impressions (cpm), et impressions payées par page vue mesurée ' +
      '(fill_rate). Le bas et le haut sont chacun une borne pour une opération de plus, semblable ' +
      'à celles-ci, au niveau indiqué et quelle que soit la distribution ; avec moins de ' +
      `${FEWEST} opérations, ils sont inconnus. Ce ne sont pas les taux du barème : son cpm est ce ` +
      'que paie l’annonceur, son fill_rate est celui d’un emplacement. La fourchette et le ' +
      'plafond ne les utilisent donc pas tant que deux personnes ne les ont pas approuvés comme ' +
      'lignes du barème.',
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
      'EUR for one unit of the currency. Of the rates of a payment the lower holds (M-RATE). A ' +
      'flow without one of the two dates has one rate. A monthly rate is the mean of the month ' +
      'less the margin of its currency.',
    fr:
      'EUR pour une unité de la devise. Entre les taux d’un paiement le plus bas est retenu ' +
      '(M-RATE). Un mouvement sans l’une des deux dates a un seul taux. Un taux mensuel est la ' +
      'moyenne du mois moins la marge de sa devise.',
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
