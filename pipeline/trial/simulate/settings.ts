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
} as const;

export type Misspecification = keyof typeof MISSPECIFICATIONS;

export function isMisspecification(name: string): name is Misspecification {
  return Object.hasOwn(MISSPECIFICATIONS, name);
}

export interface WorldSettings {
  seed: number;
  operations: number;
  months: number;
  /** YYYY-MM */
  firstMonth: string;
  /**
   * Before every name of an operation, site and record, so that several worlds share a warehouse.
   */
  prefix: string;
  /**
   * drawn: within the intervals of the card. lowest: at the ends that a floor uses, so that only
   * the sampling of the panel protects it.
   */
  rates: 'drawn' | 'lowest';
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

export function settingsOf(
  given: Partial<WorldSettings> & Pick<WorldSettings, 'seed' | 'operations' | 'months'>,
): WorldSettings {
  const misspecify = given.misspecify ?? null;
  const isLowest = misspecify !== null && AT_LOWEST.includes(misspecify);
  return {
    firstMonth: FIRST_MONTH,
    prefix: '',
    plainFlows: null,
    ...given,
    rates: isLowest ? 'lowest' : (given.rates ?? 'drawn'),
    misspecify,
  };
}
