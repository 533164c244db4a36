// The headings and sentences of an explanation, in each language. Numbers, names and dates come in
// from the paper; the rules below the headings are in rules.ts, the codes in codes.ts.
import { dayText } from '../text/calendar.ts';
import { fr, french } from '../text/french.ts';
import { type Language, type Spoken, inLanguages, sentence, spoken } from '../text/language.ts';
import { CLASS_WORDS } from './class-words.ts';
import { RULES } from './rules.ts';

const WORDS = {
  ...RULES,
  ...CLASS_WORDS,
  title: sentence<[operation: string, month: string]>({
    en: (operation, month) => `Minimum revenue of ${operation}, ${month}`,
    fr: (operation, month) => fr`Revenu minimum de ${operation}, ${month}`,
  }),
  least: sentence<[exact: string, headline: string]>({
    en: (exact, headline) => `At least ${exact}. For reading, rounded down: ${headline}.`,
    fr: (exact, headline) =>
      fr`Au moins ${exact}. Pour la lecture, arrondi vers le bas : ${headline}.`,
  }),
  insufficient: sentence<[reason: string]>({
    en: (reason) => `Could not be computed: ${reason}. This is not zero.`,
    fr: (reason) => fr`N’a pas pu être calculé : ${reason}. Ce n’est pas zéro.`,
  }),
  noRate: sentence<[currency: string, day: string]>({
    en: (currency, day) => `There is no exchange rate for ${currency} on ${day}.`,
    fr: (currency, day) =>
      fr`Il n’y a pas de taux de change pour ${currency} au ${dayText(day, 'fr')}.`,
  }),
  rests: sentence<[rung: string, confidence: string]>({
    en: (rung, confidence) => `Weakest evidence: rung ${rung}. Confidence: ${confidence}.`,
    fr: (rung, confidence) =>
      fr`Preuve la plus faible : échelon ${rung}. Confiance : ${confidence}.`,
  }),
  byLine: inLanguages({ en: 'By line of revenue', fr: 'Par ligne de revenu' }),
  documented: inLanguages({ en: 'Documented money', fr: 'Argent documenté' }),
  groups: inLanguages({
    en: 'Which source counts for each network',
    fr: 'Quelle source compte pour chaque réseau',
  }),
  knownSide: sentence<[known: string, unknown: string]>({
    en: (known, unknown) =>
      `Over all months, known networks give ${known}, payments of unknown networks ${unknown}. ` +
      'They may be the same money, so they are never added: the known networks count (M-ORIGIN).',
    fr: (known, unknown) =>
      fr`Sur tous les mois, les réseaux connus donnent ${known}, les paiements de réseaux inconnus ${unknown}. ` +
      french(
        'Il peut s’agir du même argent : les deux ne s’additionnent jamais. Les réseaux connus ' +
          'comptent (M-ORIGIN).',
      ),
  }),
  unknownSide: sentence<[known: string, unknown: string]>({
    en: (known, unknown) =>
      `Over all months, known networks give ${known}, payments of unknown networks ${unknown}. ` +
      'They may be the same money, so they are never added: the unknown ones count (M-ORIGIN).',
    fr: (known, unknown) =>
      fr`Sur tous les mois, les réseaux connus donnent ${known}, les paiements de réseaux inconnus ${unknown}. ` +
      french(
        'Il peut s’agir du même argent : les deux ne s’additionnent jamais. Les paiements de ' +
          'réseaux inconnus comptent (M-ORIGIN).',
      ),
  }),
  takeBacks: inLanguages({
    en: 'Take-backs, and where each was placed',
    fr: 'Reprises, et où chacune a été placée',
  }),
  underAssumptions: inLanguages({
    en: 'under the assumptions below',
    fr: 'sous les hypothèses ci-dessous',
  }),
  noDocument: inLanguages({ en: 'none', fr: 'aucune' }),
  yes: inLanguages({ en: 'yes', fr: 'oui' }),
  model: inLanguages({ en: 'Modelled money', fr: 'Argent modélisé' }),
  slots: inLanguages({
    en: 'Slots that crawls show, of networks without documents',
    fr: 'Emplacements vus par exploration, de réseaux sans documents',
  }),
  crawls: inLanguages({
    en: 'Crawls behind the slots',
    fr: 'Explorations à l’origine des emplacements',
  }),
  choice: inLanguages({ en: 'Which modelled figure counts', fr: 'Quel montant modélisé compte' }),
  observed: inLanguages({
    en: 'For context, in no floor: rates that other operations show',
    fr: 'Pour situer, dans aucun plancher : taux que montrent d’autres opérations',
  }),
  likely: inLanguages({
    en:
      'For context, in no floor: likely range and ceiling of the advertising money of the ' +
      'measured audience',
    fr:
      'Pour situer, dans aucun plancher : fourchette probable et plafond de l’argent ' +
      'publicitaire de l’audience mesurée',
  }),
  unknownHighs: sentence<[factors: string]>({
    en: (factors) =>
      `What is unknown: the card has no published or observed interval of ${factors}; ` +
      'an assumption serves for a floor, but its high is not known.',
    fr: (factors) =>
      fr`Ce qui est inconnu : le barème n’a pas d’intervalle publié ou observé de ${factors} ; ` +
      french('une hypothèse sert à un plancher, mais son haut n’est pas connu.'),
  }),
  contradicted: inLanguages({
    en:
      'Documented advertising money is above this ceiling: the panel, a rate or the registry ' +
      'is wrong for this operation. Look at them before modelled money of this operation is ' +
      'used.',
    fr:
      'L’argent publicitaire documenté dépasse ce plafond : le panel, un taux ou le registre ' +
      'est faux pour cette opération. À vérifier avant d’utiliser l’argent modélisé de cette ' +
      'opération.',
  }),
  anyNetwork: inLanguages({ en: 'any', fr: 'tous' }),
  primaryPanel: inLanguages({ en: 'declared primary', fr: 'déclaré principal' }),
  leastPanel: inLanguages({ en: 'gives the least', fr: 'donne le moins' }),
  unquantified: inLanguages({
    en: 'Measurements without a panel size: shown, and in no floor',
    fr: 'Mesures sans taille de panel : montrées, et dans aucun plancher',
  }),
  audience: inLanguages({ en: 'Audience: lower limits', fr: 'Audience : bornes inférieures' }),
  rates: inLanguages({ en: 'Rates in force', fr: 'Taux en vigueur' }),
  exchangeRates: inLanguages({
    en: 'Exchange rates of these flows',
    fr: 'Taux de change de ces mouvements',
  }),
  holds: inLanguages({ en: 'holds', fr: 'retenu' }),
  leftOut: inLanguages({
    en: 'Left out of this month',
    fr: 'Laissé de côté pour ce mois',
  }),
  sensitivity: inLanguages({
    en: 'Sensitivity: the floor when one assumption is switched off',
    fr: 'Sensibilité : le plancher quand une hypothèse est retirée',
  }),
  breakEven: sentence<[threshold: string]>({
    en: (threshold) =>
      `Break-even: how far one thing must move for the floor to fall under ${threshold}`,
    fr: (threshold) =>
      french('Point mort : de combien un élément doit bouger ') +
      `pour que le plancher passe sous ${threshold}`,
  }),
  never: inLanguages({
    en: 'never: the floor stays above',
    fr: 'jamais : le plancher reste au-dessus',
  }),
  next: inLanguages({
    en: 'Next evidence: what could raise the floor most',
    fr: 'Prochaine preuve : ce qui relèverait le plus le plancher',
  }),
  unknown: inLanguages({ en: 'unknown', fr: 'inconnu' }),
  registry: inLanguages({
    en: 'Registry: which sites and accounts are of the operation',
    fr: 'Registre : quels sites et comptes sont de l’opération',
  }),
  watermark: inLanguages({ en: 'Watermark', fr: 'Limite des entrées' }),
  inputs: inLanguages({ en: 'Versions and inputs', fr: 'Versions et entrées' }),
  versions: sentence<[method: string, run: string, at: string]>({
    en: (method, run, at) => `Method ${method}, run ${run}, computed ${at}.`,
    fr: (method, run, at) => fr`Méthode ${method}, calcul ${run}, fait le ${at}.`,
  }),
  confirmed: sentence<[method: string, run: string, at: string]>({
    en: (method, run, at) =>
      `Found unchanged by the last run, ${run}, of ${at}, by method ${method}: ` +
      'the rates, lists and records shown here are those of that run, with these versions.',
    fr: (method, run, at) =>
      fr`Trouvé inchangé par le dernier calcul, ${run}, du ${at}, méthode ${method} : ` +
      'les taux, listes et relevés montrés ici sont ceux de ce calcul, dans ces versions.',
  }),
  assumptions: inLanguages({ en: 'Assumptions', fr: 'Hypothèses' }),
  codesShown: inLanguages({ en: 'What the codes mean', fr: 'Ce que disent les codes' }),
  means: sentence<[code: string, meaning: string]>({
    en: (code, meaning) => `${code}: ${meaning}`,
    fr: (code, meaning) => fr`${code} : ${meaning}`,
  }),
  none: inLanguages({ en: 'none', fr: 'aucun' }),
};

export type Words = Spoken<typeof WORDS> & { language: Language };

export function wordsIn(language: Language): Words {
  return { ...spoken(WORDS, language), language };
}
