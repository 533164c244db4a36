// The registry of rate factors: what a row of the rate card can be a rate of. Every list of factors
// in the program is made from it, and test/unit/rate-factor.test.ts compares the SQL with it. To
// add a factor, follow "Add a rate factor" in docs/contributing.md.

interface Factor {
  /** For people who fill a card: compared with reference/README.md. */
  meaning: string;
  /** A card must have exactly this text, so that nobody writes 30 for 30 per cent. */
  unit: string;
  /** The end of its interval that makes a floor lowest. */
  floorEnd: 'low' | 'high';
  /** A share is at most 1. */
  isShare: boolean;
  /**
   * What it is a factor of. `pages`: the pages that an audience saw. `positions`: the number of
   * advertising positions on a page, where no crawl counted them (L3 only). `position`: what one
   * position earns (L3 and L2). `gross_flow`: the publisher's part of gross money (L0 and L1).
   */
  enters: 'pages' | 'positions' | 'position' | 'gross_flow';
  /** Its column where `explain` shows the model (pipeline/explain/model-shown.ts), as the model takes it. */
  column: string | null;
}

/** In the order of `plancher floor --without` and of `explain`. */
export const RATE_FACTORS = {
  ads_per_page: {
    meaning: 'advertising positions on a page',
    unit: 'advertising positions per page view',
    floorEnd: 'low',
    isShare: false,
    enters: 'positions',
    column: 'ads_per_page',
  },
  ad_block_share: {
    meaning: 'page views without advertising, because a program blocks it',
    unit: 'share of page views',
    floorEnd: 'high',
    isShare: true,
    enters: 'position',
    column: 'not_blocked',
  },
  fill_rate: {
    meaning: 'positions that somebody paid for',
    unit: 'paid impressions per position served',
    floorEnd: 'low',
    isShare: true,
    enters: 'position',
    column: 'fill_rate',
  },
  valid_traffic_share: {
    meaning: 'impressions that the network accepts as seen by persons',
    unit: 'share of paid impressions',
    floorEnd: 'low',
    isShare: true,
    enters: 'position',
    column: 'valid_traffic',
  },
  cpm: {
    meaning: 'price that the advertiser pays',
    unit: '{currency} per 1000 impressions',
    floorEnd: 'low',
    isShare: false,
    enters: 'position',
    column: 'cpm_eur',
  },
  publisher_share: {
    meaning: 'what networks pass on to the publisher',
    unit: 'share of what the advertiser pays',
    floorEnd: 'low',
    isShare: true,
    enters: 'position',
    column: 'publisher_share',
  },
  heavy_user_share: {
    meaning: 'volume that a few heavy users of the panel may have carried (w)',
    unit: 'share of the page views or visits of a panel',
    floorEnd: 'high',
    isShare: true,
    enters: 'pages',
    column: null,
  },
  contamination_share: {
    meaning: 'persons who appear only through bots, forced visits and pop-unders (eps)',
    unit: 'share of the universe counted as visitors by mistake',
    floorEnd: 'high',
    isShare: true,
    enters: 'pages',
    column: null,
  },
  pages_per_visitor: {
    meaning: 'pages that a visitor loads, where no page views were measured',
    unit: 'pages per visitor and month',
    floorEnd: 'low',
    isShare: false,
    enters: 'pages',
    column: null,
  },
  contractual_publisher_share: {
    meaning: "the publisher's part of gross payments, by contract with one network",
    unit: 'share of what the advertiser pays',
    floorEnd: 'low',
    isShare: true,
    enters: 'gross_flow',
    column: null,
  },
} satisfies Record<string, Factor>;

export type RateFactor = keyof typeof RATE_FACTORS;

export function isRateFactor(name: string): name is RateFactor {
  return Object.hasOwn(RATE_FACTORS, name);
}

function factorsWhere(holds: (factor: Factor) => boolean): readonly RateFactor[] {
  return Object.keys(RATE_FACTORS)
    .filter(isRateFactor)
    .filter((name) => holds(RATE_FACTORS[name]));
}

export const FACTOR_NAMES = factorsWhere(() => true);

/** Factors of modelled money. A floor can be computed without each of them. */
export const MODEL_FACTORS = factorsWhere(({ enters }) => enters !== 'gross_flow');

/** Factors that reduce money: a floor takes the high end, a ceiling the low end. */
export const REDUCING_FACTORS = factorsWhere(({ floorEnd }) => floorEnd === 'high');

/** Factors of what one position earns: shares, then the price. */
export const POSITION_FACTORS: readonly RateFactor[] = [
  ...factorsWhere(({ enters, isShare }) => enters === 'position' && isShare),
  ...factorsWhere(({ enters, isShare }) => enters === 'position' && !isShare),
];

/** Their columns where `explain` shows the model. */
export function columnsOf(factors: readonly RateFactor[]): string[] {
  return factors.flatMap((name) => RATE_FACTORS[name].column ?? []);
}
