// What a simulated world is made from.

/** Ways in which a world breaks an assumption of the method. */
export const MISSPECIFICATIONS = {
  rates_below_card: 'advertising earns 0.7 of the product of the lowest rates',
  contamination_above_card: 'bots and forced visits are three times the highest share of the card',
  design_effect_understated: 'the design effect of the panels is four times the stated one',
  heavy_users_above_card:
    'heavy panellists carry more of the volume than the highest share of the card',
  correlated_factors:
    'all rates of a site lie at one place of their intervals, the lowest for one site in two',
  wrong_attribution: 'the registry gives one operation in ten a site that is not its own',
  unseen_reversals: 'one payment in ten is partly taken back, and no record says so',
  daily_rates:
    'money is changed at rates which scatter around the published rate of the day by 1.5 per cent',
  duplicate_payments: 'one source reports one payment in twenty twice, under two ids',
  planted_selection: 'operations whose papers were found earn twice as much as the others',
  related_operations:
    'each operator runs five operations at the same rates, and is paid on one account for all',
  unregistered_relations:
    'each operator runs five operations at the same rates, and no record relates them',
  months_without_income: 'one month in twenty earns nothing',
  payment_dated_members:
    'the papers of one operation in two say when it was paid, and not for which days',
} as const;

export type Misspecification = keyof typeof MISSPECIFICATIONS;

export function isMisspecification(name: string): name is Misspecification {
  return Object.hasOwn(MISSPECIFICATIONS, name);
}

/** Those that break what M-CLASS rests on. Their worlds have the rates of published cases. */
const OF_CASES: readonly Misspecification[] = [
  'planted_selection',
  'related_operations',
  'unregistered_relations',
  'months_without_income',
  'payment_dated_members',
];

export const breaksClass = (name: Misspecification) => OF_CASES.includes(name);

/** What only a world with the rates of published cases has. */
export interface CasesSettings {
  /** Share of the operations whose papers were found. The others have an audience alone. */
  documented: number;
  /**
   * full: the papers show all money, paid, net, on accounts of its own. part: the same of 30 to 100
   * per cent of each payment. poor: that part, in all the ways in which records fall short.
   */
  papers: 'full' | 'part' | 'poor';
  /** How many panels measure each operation. */
  panels: number;
}

export const PAPERS = [
  'full',
  'part',
  'poor',
] as const satisfies readonly CasesSettings['papers'][];
export const MOST_PANELS = 6;
const USUAL_CASES: CasesSettings = { documented: 0.5, papers: 'full', panels: 1 };

export interface WorldSettings {
  seed: number;
  operations: number;
  months: number;
  /** YYYY-MM */
  firstMonth: string;
  /**
   * Before every name of an operation, site, record and panel, so that several worlds share a
   * warehouse.
   */
  prefix: string;
  /**
   * drawn: within the intervals of the card. lowest: at the ends that a floor uses, so that only
   * the sampling of the panel protects it. cases: the money of a visitor differs between
   * operations as it does between published cases.
   */
  rates: 'drawn' | 'lowest' | 'cases';
  /** Present when `rates` are those of cases. */
  cases?: CasesSettings;
  misspecify: Misspecification | null;
  /** Flows only, this many for each operation and month; null: the whole world. */
  plainFlows: number | null;
}

export const FIRST_MONTH = '2015-01';

/** Those that break the model: shown where nothing else protects the floor. */
const AT_LOWEST: readonly Misspecification[] = [
  'rates_below_card',
  'contamination_above_card',
  'design_effect_understated',
  'heavy_users_above_card',
];

type Given = Omit<Partial<WorldSettings>, 'cases'> & { cases?: Partial<CasesSettings> };

export function settingsOf(
  given: Given & Pick<WorldSettings, 'seed' | 'operations' | 'months'>,
): WorldSettings {
  const misspecify = given.misspecify ?? null;
  const rates = ratesOf(misspecify, given.rates ?? 'drawn');
  const { cases, ...others } = given;
  return {
    firstMonth: FIRST_MONTH,
    prefix: '',
    plainFlows: null,
    ...others,
    rates,
    misspecify,
    ...(rates === 'cases' ? { cases: { ...USUAL_CASES, ...cases } } : {}),
  };
}

function ratesOf(
  misspecify: Misspecification | null,
  given: WorldSettings['rates'],
): WorldSettings['rates'] {
  if (misspecify === null) return given;
  if (AT_LOWEST.includes(misspecify)) return 'lowest';
  return breaksClass(misspecify) ? 'cases' : given;
}
