// Every word of an explanation, in each language. Numbers, names and dates come in through the
// paper.
import type { Language } from '../text/calendar.ts';
import { CODES_EN } from '../text/codes.ts';
import { FRENCH } from './words-fr.ts';

export const ENGLISH = {
  language: 'en',
  title: (operation: string, month: string) => `Minimum revenue of ${operation}, ${month}`,
  least: (exact: string, headline: string) =>
    `At least ${exact}. For reading, rounded down: ${headline}.`,
  insufficient: (reason: string) => `Could not be computed: ${reason}. This is not zero.`,
  rests: (rung: string, confidence: string) =>
    `Weakest evidence: rung ${rung}. Confidence: ${confidence}.`,
  rungs: {
    L0: 'L0: money documented as paid for one site; the documents are authentic and the accounts are the operation\u2019s',
    L1: 'L1: the proven share of money for several sites; unproven shares count as 0',
    L2: 'L2: slots seen by crawls, at audience rates',
    L3: 'L3: audience times the lowest rates; the rates hold for this site and month',
  },
  byLine: 'By line of revenue',
  lineRule:
    'Of each line the larger of documented and modelled money counts: it is the same money seen twice. The floor is the sum of the lines.',
  documented: 'Documented money',
  partRule:
    'Each part: amount x rate x publisher share x site share x days / days of the period, cut after 10 decimals. What takes money back is subtracted. The sum of a line is cut after 4.',
  sumOf: (line: string, sum: string, cut: string) =>
    `Line ${line}: sum of the parts ${sum}; at least 0, cut after 4 decimals: ${cut}`,
  model: 'Modelled money',
  modelRule:
    'Of each measurement: page views (lower limit) x positions per page x share not blocked x fill x valid traffic x publisher share x price of 1000 impressions / 1000. Of devices the largest counts, sites and countries are added, of panels the lowest counts.',
  slots: 'Slots that crawls show, of networks without documents',
  slotRule:
    'What a page brings through each slot: slots per page (the lowest of the crawls of the month) x share not blocked x fill x valid traffic x publisher share x price of 1000 impressions / 1000. Times the pages of the site (lower limit), and added up over its networks.',
  crawls: 'Crawls behind the slots',
  referenceClass: 'Reference class: the case that earned least for as large an audience',
  classRule:
    'Cases of the library with proven revenue, without this operation. Lower limit of the audience x euros per unit; of the units the smallest result counts.',
  choice: 'Which modelled figure counts',
  choiceRule:
    'The larger of audience and slots, or the reference class where that is smaller; of the panel that was declared primary in time, else of the one that gives the least.',
  likely:
    'For context, in no floor: likely range and ceiling of the advertising money of the measured audience',
  likelyRule:
    'Likely: eight of ten random draws, each rate anywhere between the low and the high of the card, on a scale of ratios and independent of the others, and the visitors as the panel makes them probable. Ceiling: the product of all highs, with the upper limit of the visitors, BetaInv(1 - alpha; x + 1, n_eff - x). Both for this audience alone: unmeasured sites and countries and other lines of revenue are not in them. Two significant digits, rounded outwards.',
  unknownHighs: (factors: string) =>
    `What is unknown: the card has no published or observed interval of ${factors}; an assumption serves for a floor, but its high is not known.`,
  contradicted:
    'Documented advertising money is above this ceiling: the panel, a rate or the registry is wrong for this operation. Look at them before modelled money of this operation is used.',
  anyNetwork: 'any',
  primaryPanel: 'declared primary',
  leastPanel: 'gives the least',
  unquantified: 'Measurements without a panel size: shown, and in no floor',
  unquantifiedRule: 'As if they had no sampling error. They carry no confidence.',
  audience: 'Audience: lower limits',
  audienceRule:
    'p_L = BetaInv(alpha; x, n_eff - x + 1) with n_eff = panel / design effect and x = visitors / universe x n_eff; the limit is floor((p_L - eps) / (1 - eps) x universe). Visits and page views: as counted x visitors (lower limit) / visitors x share that heavy users leave. Measured pages: the larger of page views and visits (a visit is one page at least); where neither is counted, a visitor has the pages of the rate card.',
  rates: 'Rates in force',
  notCounted: 'Parts that do not count',
  exchangeRates: 'Exchange rates of these parts',
  exchangeRule:
    'EUR for one unit of the currency. Of the rates of a flow the lower holds; of money that takes back an unknown flow the higher. A flow without one of the two dates has one rate.',
  holds: 'holds',
  excluded: 'Left out, of this operation or of nobody (all months)',
  sensitivity: 'Sensitivity: the floor when one assumption is switched off',
  breakEven: (threshold: string) =>
    `Break-even: how far one thing must move for the floor to fall under ${threshold}`,
  breakEvenRule:
    'Each alone, the others unchanged. Networks: the documented money that must remain. Where crawled slots alone reach the figure, their rates are not listed: each network has its own.',
  never: 'never: the floor stays above',
  next: 'Next evidence: what could raise the floor most',
  nextRule: 'Upper estimates: what the reply can add at most.',
  unknown: 'unknown',
  registry: 'Registry: which sites are of the operation',
  watermark: 'Watermark',
  inputs: 'Versions and inputs',
  versions: (method: string, run: string, at: string) =>
    `Method ${method}, run ${run}, computed ${at}.`,
  confirmed: (method: string, run: string, at: string) =>
    `Found unchanged by the last run, ${run}, of ${at}, by method ${method}: the rates, lists and records shown here are those of that run, with these versions.`,
  assumptions: 'Assumptions',
  assumed: [
    'The documents are authentic, and the accounts and sites belong to the operation as the registry says.',
    'even_spread: money is spread evenly over the days of its service period.',
    'The lower of the exchange rates of value date and statement date holds: the fixed rate of the euro from its adoption on, else the rate of the day, else that of the month.',
    'What is missing counts as 0: nothing is interpolated or extrapolated.',
  ],
  codesShown: 'What the codes mean',
  codes: CODES_EN,
  means: (code: string, meaning: string) => `${code}: ${meaning}`,
  none: 'none',
  columns: new Map<string, string>(),
};
export type Words = Omit<typeof ENGLISH, 'language'> & { language: Language };

const WORDS = { en: { ...ENGLISH, language: 'en' }, fr: FRENCH } satisfies Record<Language, Words>;
export const LANGUAGES: readonly Language[] = ['en', 'fr'];

export function wordsOf(language: Language): Words {
  return WORDS[language];
}
