// The headings, rules and sentences about comparable operations and totals, in each language.
import { fr, french } from '../text/french.ts';
import { type InLanguages, inLanguages, sentence } from '../text/language.ts';

/** Figures and names in the form of the language. */
export interface ClassSaid {
  members: string;
  panel: string;
  unit: string;
  ratio: string;
  alpha: string;
  audience: string;
  least: string;
}

/** What the assumption that operations are comparable says, and of which. */
export interface SupposedSaid {
  says: string;
  members: string;
  ratio: string;
  panel: string;
  unit: string;
  country: string;
}

export interface TotalSaid {
  least: string;
  from: string;
  to: string;
  average: string;
}

export const CLASS_WORDS = {
  comparables: inLanguages({
    en: 'Comparable operations',
    fr: 'Opérations comparables',
  }),
  comparablesRule: inLanguages({
    en:
      'Other operations of which both advertising money and an audience are on record, in the same ' +
      'panel, unit and country. Each gives, for each month, the money by the audience as measured. ' +
      'All weigh the same, however many months they have; operations that share an account or a ' +
      'site are one, and this one and what it is related with are left out. q is the largest ratio ' +
      'with: the sum over the operations of the share of their ratios below q is at most ' +
      'alpha x (n + 1) - 1 (M-CLASS). Of several panels, units and countries the lowest result counts.',
    fr:
      'Autres opérations dont on connaît à la fois l’argent publicitaire et l’audience, dans le ' +
      'même panel, la même unité et le même pays. Chacune donne, pour chaque mois, l’argent ' +
      'rapporté à l’audience mesurée. Toutes ont le même poids, quel que soit leur nombre de mois ; ' +
      'celles qui partagent un compte ou un site n’en font qu’une, et l’opération examinée, avec ' +
      'celles qui lui sont liées, est écartée. q est le plus grand rapport tel que la somme, sur ' +
      'les opérations, de la part de leurs rapports inférieurs à q soit au plus ' +
      'alpha × (n + 1) − 1 (M-CLASS). Entre plusieurs panels, unités et pays, le résultat le plus ' +
      'bas est retenu.',
  }),
  classSentence: sentence<[said: ClassSaid]>({
    en: ({ members, panel, unit, ratio, alpha, audience, least }) =>
      `${members} other operations measured by ${panel} in the same unit and country have papers ` +
      'that show what advertising paid them. Taken as one more of them, this operation earned less ' +
      `than ${ratio} for each ${unit} of the month with a probability of at most ${alpha}. Its ` +
      `audience is ${audience}: at least ${least}. This supposes that it lives from its audience as ` +
      'they do, and that the month is one in which it earns; the probability is an average over ' +
      'comparisons of this kind.',
    fr: ({ members, panel, unit, ratio, alpha, audience, least }) =>
      fr`Pour ${members} autres opérations mesurées par ${panel}, dans la même unité et le même pays, ` +
      french('des pièces montrent ce que la publicité leur a versé. ') +
      fr`Considérée comme une de plus parmi elles, l’opération a gagné moins de ${ratio} par ${unit} du mois ` +
      fr`avec une probabilité d’au plus ${alpha}. Son audience est de ${audience} : au moins ${least}. ` +
      french(
        'Cela suppose qu’elle vit de son audience comme elles, et que le mois est un mois où elle ' +
          'gagne de l’argent ; la probabilité est une moyenne sur des comparaisons de ce genre.',
      ),
  }),
  noClass: inLanguages({ en: 'too few', fr: 'trop peu' }),
  allCountries: inLanguages({ en: 'all', fr: 'tous' }),
  unitOf: {
    en: { visitors: 'visitor', visits: 'visit', page_views: 'page view' },
    fr: { visitors: 'visiteur', visits: 'visite', page_views: 'page vue' },
  },
  classAlphas: inLanguages({
    en: 'What they give at another confidence',
    fr: 'Ce qu’elles donnent à une autre confiance',
  }),
  classAlphasRule: inLanguages({
    en: 'Only the first row enters the floor. A lead needs less than a charge.',
    fr: 'Seule la première ligne entre dans le plancher. Une piste demande moins qu’une accusation.',
  }),
  classMembers: inLanguages({
    en: 'Comparable operations, by number',
    fr: 'Opérations comparables, par numéro',
  }),
  classMembersRule: sentence<[shown: string, all: string]>({
    en: (shown, all) =>
      'They belong to other files, so they have numbers and no names here. ' +
      `Shown: ${shown} of ${all}, those nearest q; where there is no q, the lowest.`,
    fr: (shown, all) =>
      french('Elles relèvent d’autres dossiers : ici, elles ont un numéro et pas de nom. ') +
      fr`Montrées : ${shown} sur ${all}, les plus proches de q ; sans q, les plus basses.`,
  }),
  /** What break_even calls the rows of a class. */
  evenOf: {
    en: {},
    fr: {
      'comparable operations that earned nothing': 'opérations comparables qui n’ont rien gagné',
      'audience (visitors)': 'audience (visiteurs)',
      'audience (visits)': 'audience (visites)',
      'audience (page_views)': 'audience (pages vues)',
    },
  } satisfies InLanguages<Readonly<Record<string, string>>>,
  supposed: sentence<[said: SupposedSaid]>({
    en: ({ says, members, ratio, panel, unit, country }) =>
      `${says} (n = ${members}, q = ${ratio} for each ${unit}, panel ${panel}, country: ${country})`,
    fr: ({ says, members, ratio, panel, unit, country }) =>
      fr`${says} (n = ${members}, q = ${ratio} par ${unit}, panel ${panel}, pays : ${country})`,
  }),
  totals: inLanguages({ en: 'Totals of several months', fr: 'Totaux de plusieurs mois' }),
  totalsRule: inLanguages({
    en:
      'The larger of two figures. By month: documented money, and modelled money of months that no ' +
      'payment is near. By class: what comparable operations earned in as many months, for the ' +
      'audience of these months, and documented money of other lines.',
    fr:
      'Le plus grand de deux montants. Par mois : l’argent documenté, et l’argent modélisé des mois ' +
      'dont aucun paiement n’est proche. Par comparaison : ce que des opérations comparables ont ' +
      'gagné sur autant de mois, pour l’audience de ces mois, et l’argent documenté des autres ' +
      'lignes.',
  }),
  totalSentence: sentence<[said: TotalSaid]>({
    en: ({ least, from, to, average }) =>
      `At least ${least} between ${from} and ${to}, ${average} a month on average.`,
    fr: ({ least, from, to, average }) =>
      fr`Au moins ${least} entre ${from} et ${to}, soit ${average} par mois en moyenne.`,
  }),
};
