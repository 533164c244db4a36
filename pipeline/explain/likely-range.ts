// For context and never as the headline (docs/method.md, "Next to the floor"): the likely range of
// the advertising money of the measured audience, and the most that it can be. Doubles, rounded
// outwards to two significant digits: no floor is computed from them.
import { MODEL_FACTORS, REDUCING_FACTORS } from '../reference/rate-factor.ts';
import { shareQuantile, shareUpper } from '../method/model/visitors-limit.ts';
import { randomOf } from '../platform/random.ts';
import type { AudienceShown, SlotShown } from './model-shown.ts';

export interface LikelyRange {
  /** The panel whose modelled money counts; the ceiling is the highest of all panels. */
  panel: string;
  /** One draw in ten is below this, and one in ten above the other. Null: see unknown_factors. */
  likely_low_eur: string | null;
  likely_high_eur: string | null;
  /** The product of the highs. Null: a high is not known, or a measurement has no upper limit. */
  ceiling_eur: string | null;
  /**
   * Factors for which the card has no published or observed interval for any network, in some
   * country of the audience.
   */
  unknown_factors: string[];
  /**
   * Documented advertising money above the ceiling: the panel, a rate or the registry is wrong for
   * this operation.
   */
  is_contradicted: boolean;
}

/** Of a factor in a country of the audience; in EUR at the mean rate of the month. */
export interface FactorRange {
  country: string;
  factor: string;
  /** Over all rows of the card. */
  least: number;
  most: number;
  /** Over the rows for any network. Null: there is none. */
  any_least: number | null;
  any_most: number | null;
}

export interface RangeQuestion {
  audience: readonly AudienceShown[];
  slots: readonly Pick<SlotShown, 'site' | 'country' | 'per_page'>[];
  ranges: readonly FactorRange[];
  /** The panel whose modelled money counts. */
  panel: string;
  /** Documented and modelled money of the line advertising, in EUR. */
  documented: number;
  modelled: number;
}

/**
 * One state of the world: what each rate is in a country (NaN: not known), which share of the
 * universe a measurement stands for, and how figures of one site and country join.
 */
interface State {
  factor: (country: string, factor: string) => number;
  share: (measurement: AudienceShown) => number;
  /** NaN: there is no such figure. */
  pages: (measured: number, implied: number) => number;
  /** NaN: there is no measurement of all devices, or of single ones. */
  devices: (all: number, single: number) => number;
  positions: (site: string, country: string) => number;
}

export function likelyRange({
  audience,
  slots,
  ranges,
  panel,
  documented,
  modelled,
}: RangeQuestion): LikelyRange {
  const usable = audience.filter(({ problem }) => problem === '');
  const ofPanel = usable.filter(({ source }) => source === panel);
  const unknown = unknownFactors(ofPanel, ranges);
  const [low, high] =
    unknown.length > 0 || ofPanel.length === 0 ? [Number.NaN, Number.NaN] : likely(ofPanel, ranges);
  const found = usable.length < audience.length ? Number.NaN : ceilingOf(usable, slots, ranges);
  // Crawled slots at the rates of their networks are part of the card, and so below; what is not
  // has no ceiling here.
  const ceiling = found >= modelled ? found : Number.NaN;
  return {
    panel,
    likely_low_eur: rounded(low, Math.floor),
    likely_high_eur: rounded(high, Math.ceil),
    ceiling_eur: rounded(ceiling, Math.ceil),
    unknown_factors: unknown,
    is_contradicted: documented > ceiling,
  };
}

const DRAWS = 4_000;
const SEED = 20_161_128;
/** Quantiles of a share are looked up: one costs as much as a thousand draws. */
const STEPS = 256;

/**
 * Every rate anywhere between its ends, on a scale of ratios and independent of the others; the
 * visitors as Jeffreys' posterior has them.
 */
function likely(
  measurements: readonly AudienceShown[],
  ranges: readonly FactorRange[],
): [number, number] {
  const random = randomOf(SEED, 0);
  const shares = new Map(
    measurements.map((one) => [
      one,
      Array.from({ length: STEPS }, (_, step) => shareQuantile(inputOf(one), (step + 0.5) / STEPS)),
    ]),
  );
  const audiences = audiencesOf(measurements);
  const draw = (): number => {
    const drawn = new Map(
      ranges.map((row) => [keyOf(row.country, row.factor), between(row, random.uniform())]),
    );
    const factor: State['factor'] = (country, name) =>
      drawn.get(keyOf(country, name)) ?? Number.NaN;
    return moneyOf(audiences, {
      factor,
      share: (one) => shares.get(one)?.[random.below(STEPS)] ?? Number.NaN,
      pages: (measured, implied) => (Number.isNaN(measured) ? implied : measured),
      devices: (all, single) => (Number.isNaN(all) ? single : all),
      positions: (_, country) => factor(country, 'ads_per_page'),
    });
  };
  const sorted = Array.from({ length: DRAWS }, draw).sort((one, other) => one - other);
  return [sorted[DRAWS / 10] ?? Number.NaN, sorted[(DRAWS * 9) / 10 - 1] ?? Number.NaN];
}

/**
 * On a scale of ratios, unless the interval begins at 0: between 0.1 and 10 EUR, 1 EUR is in the
 * middle.
 */
function between({ any_least: low, any_most: high }: FactorRange, part: number): number {
  if (low === null || high === null) return Number.NaN;
  return low > 0 ? low * (high / low) ** part : high * part;
}

/**
 * What a draw needs of each measurement. Pages are implied by visitors only where none are
 * measured.
 */
function unknownFactors(
  measurements: readonly AudienceShown[],
  ranges: readonly FactorRange[],
): string[] {
  const known = new Set(
    ranges
      .filter((row) => row.any_least !== null)
      .map(({ country, factor }) => keyOf(country, factor)),
  );
  const needed = measurements.flatMap((one) => {
    const isMeasured =
      (one.unique_visitors ?? 0) > 0 && (one.page_views !== null || one.visits !== null);
    // Pages are measured, without heavy users, or implied by visitors.
    const unused = isMeasured ? 'pages_per_visitor' : 'heavy_user_share';
    const names = MODEL_FACTORS.filter((name) => name !== unused);
    return names.filter((name) => !known.has(keyOf(one.country, name)));
  });
  return [...new Set(needed)].sort();
}

/** A ceiling takes their low end, and nothing of them where the card has no such row. */
const REDUCING: ReadonlySet<string> = new Set(REDUCING_FACTORS);

function ceilingOf(
  measurements: readonly AudienceShown[],
  slots: RangeQuestion['slots'],
  ranges: readonly FactorRange[],
): number {
  const ends = new Map(
    ranges.map((row) => [
      keyOf(row.country, row.factor),
      REDUCING.has(row.factor) ? row.least : row.most,
    ]),
  );
  const factor: State['factor'] = (country, name) =>
    ends.get(keyOf(country, name)) ?? (REDUCING.has(name) ? 0 : Number.NaN);
  const seen = (site: string, country: string) =>
    slots
      .filter((slot) => slot.site === site && slot.country === country)
      .reduce((sum, slot) => sum + Number(slot.per_page), 0);
  const state: State = {
    factor,
    share: (one) => shareUpper(inputOf(one)),
    pages: larger,
    devices: larger,
    positions: (site, country) => Math.max(factor(country, 'ads_per_page'), seen(site, country)),
  };
  const panels = [...new Set(measurements.map(({ source }) => source))];
  const found = panels.map((panel) =>
    moneyOf(audiencesOf(measurements.filter(({ source }) => source === panel)), state),
  );
  return found.length === 0 ? Number.NaN : Math.max(...found);
}

const larger = (one: number, other: number) =>
  Number.isNaN(one) ? other : Number.isNaN(other) ? one : Math.max(one, other);

/** The measurements of one site and country. */
interface Audience {
  site: string;
  country: string;
  all: AudienceShown[];
  single: AudienceShown[];
}

function audiencesOf(measurements: readonly AudienceShown[]): Audience[] {
  const found = new Map<string, Audience>();
  for (const one of measurements) {
    const key = JSON.stringify([one.site, one.country]);
    const audience = found.get(key) ?? {
      site: one.site,
      country: one.country,
      all: [],
      single: [],
    };
    audience[one.device === 'all' ? 'all' : 'single'].push(one);
    found.set(key, audience);
  }
  return [...found.values()];
}

/** Pages of each site and country at the price of a page. */
function moneyOf(audiences: readonly Audience[], state: State): number {
  const pagesOfAll = (rows: readonly AudienceShown[]) =>
    rows.length === 0 ? Number.NaN : rows.reduce((pages, one) => pages + pagesOf(one, state), 0);
  return audiences.reduce((sum, { site, country, all, single }) => {
    const pages = state.devices(pagesOfAll(all), pagesOfAll(single));
    return sum + pages * state.positions(site, country) * priceOf(country, state);
  }, 0);
}

/** What one position on a page brings, in EUR. */
function priceOf(country: string, { factor }: State): number {
  const rate = (name: string) => factor(country, name);
  return (
    ((1 - rate('ad_block_share')) *
      rate('fill_rate') *
      rate('valid_traffic_share') *
      rate('publisher_share') *
      rate('cpm')) /
    1_000
  );
}

function pagesOf(one: AudienceShown, { factor, share, pages }: State): number {
  const contamination = factor(one.country, 'contamination_share');
  const visitors =
    Math.max(0, (share(one) - contamination) / (1 - contamination)) * (one.universe ?? Number.NaN);
  const reported = one.unique_visitors ?? 0;
  const seen =
    one.page_views === null && one.visits === null
      ? Number.NaN
      : Math.max(one.page_views ?? 0, one.visits ?? 0);
  const measured =
    reported === 0
      ? Number.NaN
      : ((seen * visitors) / reported) * (1 - factor(one.country, 'heavy_user_share'));
  return pages(measured, visitors * factor(one.country, 'pages_per_visitor'));
}

const keyOf = (country: string, factor: string) => `${country} ${factor}`;

function inputOf(one: AudienceShown) {
  return {
    uniqueVisitors: one.unique_visitors ?? 0,
    universe: one.universe ?? 1,
    panelSize: one.panel_size ?? 0,
    designEffect: Number(one.design_effect ?? 1),
    alpha: one.alpha_ppm / 1_000_000,
  };
}

/** To two significant digits. */
function rounded(value: number, to: (value: number) => number): string | null {
  if (!Number.isFinite(value)) return null;
  const step = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, value))) - 1);
  return (to(value / step) * step).toFixed(2);
}
