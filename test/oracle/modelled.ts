// Oracle for modelled money (docs/method.md, "Modelled money"): slow and plain, over panels and
// crawls whose latest contents and owners are given. The lower limit of visitors is an argument,
// because it is a quantile in double precision that has a test of its own; all else is whole
// numbers.
import { groupBy } from './counting.ts';

export type OraclePanel = {
  readonly record_id: string;
  readonly source: string;
  readonly site: string;
  readonly month: string;
  readonly country: string;
  readonly device: string;
  readonly unique_visitors: number | null;
  readonly visits: number | null;
  readonly page_views: number | null;
  readonly panel_size: number | null;
  readonly universe: number;
  readonly published_at: string;
};
export type OracleCrawl = {
  readonly record_id: string;
  readonly site: string;
  readonly month: string;
  readonly pages_sampled: number;
  readonly slots: readonly { readonly network: string; readonly per_page: string }[];
};
export type OracleRate = {
  factor: string;
  network: string | null;
  country: string | null;
  low: string;
  high: string;
};
export type ModelWorld = {
  readonly panels: readonly OraclePanel[];
  readonly crawls: readonly OracleCrawl[];
  /** Paid flows. */
  readonly paid: readonly {
    readonly site: string;
    readonly month: string;
    readonly network: string;
  }[];
  /** Null: nobody's for the whole month. */
  readonly ownerOf: (site: string) => string | null;
  readonly rates: readonly OracleRate[];
  readonly primary: readonly {
    readonly source: string;
    readonly from: string;
    readonly declared_on: string;
  }[];
  readonly cases: readonly {
    readonly names: readonly string[];
    readonly unit: 'visitors' | 'visits' | 'page_views';
    readonly rate: bigint;
  }[];
};
export type ModelOptions = {
  readonly without: readonly string[];
  readonly alphaPpm: number;
  readonly visitorsLower: (
    panel: OraclePanel,
    alphaPpm: number,
    contaminationPpm: number,
  ) => number;
};
export type ModelRow = {
  operation: string;
  month: string;
  units: bigint;
  has: boolean;
  visitors: bigint | null;
  rung: string;
};

const PPM = 1_000_000n;
const REDUCING = ['ad_block_share', 'heavy_user_share', 'contamination_share'];
const PRODUCT = ['fill_rate', 'valid_traffic_share', 'publisher_share', 'cpm'];

const ppm = (decimal: string) => {
  const [whole = '0', part = ''] = decimal.split('.');
  return BigInt(whole + part.padEnd(6, '0'));
};
const least = (values: readonly bigint[]) => values.reduce((a, b) => (b < a ? b : a));
const most = (values: readonly bigint[]) => values.reduce((a, b) => (b > a ? b : a), 0n);
const sum = (values: readonly bigint[]) => values.reduce((a, b) => a + b, 0n);

/** Null: no rate. Rows of the network go before rows of any network. */
function rate(
  world: ModelWorld,
  factor: string,
  country: string,
  network: string | null,
): bigint | null {
  const rows = world.rates.filter(
    (row) => row.factor === factor && (row.country === null || row.country === country),
  );
  const own = rows.filter((row) => network !== null && row.network === network);
  const used = own.length > 0 ? own : rows.filter((row) => row.network === null);
  if (used.length === 0) return null;
  return REDUCING.includes(factor)
    ? most(used.map(({ high }) => ppm(high)))
    : least(used.map(({ low }) => ppm(low)));
}

/** What one slot on each page brings, in millionths to the fifth power; 0 without a rate. */
function slotProduct(world: ModelWorld, country: string, network: string | null): bigint {
  const blocked = rate(world, 'ad_block_share', country, network);
  const others = PRODUCT.map((factor) => rate(world, factor, country, network));
  if (blocked === null || others.includes(null)) return 0n;
  return others.reduce<bigint>((product, one) => product * (one ?? 0n), PPM - blocked);
}

const euros = (pages: bigint, product: bigint) => (pages * product) / 10n ** 35n;

type Limits = {
  panel: OraclePanel;
  visitors: bigint;
  visits: bigint;
  pages: bigint;
  measured: bigint;
  largest: bigint;
  can: boolean;
};

function limitsOf(
  world: ModelWorld,
  panel: OraclePanel,
  alphaPpm: number,
  options: ModelOptions,
): Limits {
  const isOff = (factor: string) => options.without.includes(`rate:${factor}`);
  const contamination = rate(world, 'contamination_share', panel.country, null) ?? 0n;
  const visitors = BigInt(options.visitorsLower(panel, alphaPpm, Number(contamination)));
  const heavy = rate(world, 'heavy_user_share', panel.country, null);
  const perVisitor = rate(world, 'pages_per_visitor', panel.country, null);
  const reported = BigInt(panel.unique_visitors ?? 0);
  const kept = (volume: number | null) =>
    volume === null || heavy === null || reported === 0n || isOff('heavy_user_share')
      ? 0n
      : (BigInt(volume) * visitors * (PPM - heavy)) / (reported * PPM);
  const [visits, pages] = [kept(panel.visits), kept(panel.page_views)];
  const implied =
    perVisitor === null || isOff('pages_per_visitor') ? 0n : (visitors * perVisitor) / PPM;
  const measured = most([visits, pages]);
  const can =
    (heavy !== null && (panel.visits !== null || panel.page_views !== null)) || perVisitor !== null;
  return { panel, visitors, visits, pages, measured, largest: most([measured, implied]), can };
}

/**
 * Of each network that every crawl of the site saw, the least slots per page; but not of networks
 * with a paid flow.
 */
function slotsOf(
  world: ModelWorld,
  site: string,
  month: string,
): { network: string; perPage: bigint }[] {
  const crawls = world.crawls.filter(
    (crawl) => crawl.site === site && crawl.month === month && crawl.pages_sampled >= 20,
  );
  const documented = world.paid.filter(
    (flow) => flow.month === month && world.ownerOf(flow.site) === world.ownerOf(site),
  );
  const networks = new Set(crawls.flatMap(({ slots }) => slots.map(({ network }) => network)));
  return [...networks].flatMap((network) => {
    const seen = crawls.map(({ slots }) =>
      sum(slots.filter((slot) => slot.network === network).map((slot) => ppm(slot.per_page))),
    );
    const perPage = least(seen);
    return perPage === 0n || documented.some((flow) => flow.network === network)
      ? []
      : [{ network, perPage }];
  });
}

type Figure = {
  source: string;
  units: bigint;
  audience: bigint;
  visitors: bigint;
  canAudience: boolean;
  canSlots: boolean;
};

function figureOf(
  world: ModelWorld,
  operation: string,
  limits: readonly [Limits, ...Limits[]],
  options: ModelOptions,
): Figure {
  const off = (rung: string, extra: readonly string[]) =>
    [
      `rung:${rung}`,
      ...['ad_block_share', ...PRODUCT, ...extra].map((factor) => `rate:${factor}`),
    ].some((one) => options.without.includes(one));
  const places = [
    ...groupBy(limits, ({ panel }) => JSON.stringify([panel.site, panel.country])).values(),
  ].map((all) => {
    const { site, country, month } = all[0].panel;
    const slots = sum(
      slotsOf(world, site, month).map(
        ({ network, perPage }) => perPage * slotProduct(world, country, network),
      ),
    );
    const audience =
      slotProduct(world, country, null) * (rate(world, 'ads_per_page', country, null) ?? 0n);
    const of = (pick: (one: Limits) => bigint) => most(all.map(pick));
    return { can: all.some((one) => one.can), slots, audience, of };
  });
  const money = (product: (place: (typeof places)[number]) => bigint) =>
    most([
      sum(
        places.map((place) =>
          euros(
            place.of((one) => one.measured),
            product(place),
          ),
        ),
      ),
      ...places.map((place) =>
        euros(
          place.of((one) => one.largest),
          product(place),
        ),
      ),
    ]);
  const canAudience = places.some((place) => place.can && place.audience > 0n);
  const canSlots = places.some((place) => place.can && place.slots > 0n);
  const audience = off('L3', ['ads_per_page']) ? 0n : money((place) => place.audience);
  const slots = off('L2', []) ? 0n : money((place) => place.slots);
  const volumes = {
    visitors: most(limits.map((one) => one.visitors)),
    visits: sum(places.map((place) => place.of((one) => one.visits))),
    page_views: sum(places.map((place) => place.of((one) => one.pages))),
  };
  const own = new Set([operation, ...limits.map(({ panel }) => panel.site)]);
  const reports = (unit: keyof typeof volumes) =>
    unit === 'visitors' ||
    limits.some(({ panel }) => (unit === 'visits' ? panel.visits : panel.page_views) !== null);
  const classFigures = world.cases
    .filter(({ names, unit }) => reports(unit) && !names.some((name) => own.has(name)))
    .map((one) => (volumes[one.unit] * one.rate) / PPM);
  const units = least([most([audience, slots]), ...classFigures]);
  return {
    source: limits[0].panel.source,
    units,
    audience,
    visitors: volumes.visitors,
    canAudience,
    canSlots,
  };
}

export function modelled(world: ModelWorld, options: ModelOptions): ModelRow[] {
  const owned = world.panels.flatMap((panel) => {
    const operation = world.ownerOf(panel.site);
    return operation === null ? [] : [{ panel, operation }];
  });
  return [
    ...groupBy(owned, ({ panel, operation }) => JSON.stringify([operation, panel.month])).values(),
  ].map((all) => {
    const [
      {
        operation,
        panel: { month },
      },
    ] = all;
    const isUsable = ({ panel }: (typeof all)[number]) =>
      !options.without.includes('rate:contamination_share') &&
      panel.unique_visitors !== null &&
      panel.panel_size !== null &&
      panel.panel_size >= 75;
    const usable = all.filter(isUsable);
    const alphaPpm = Math.floor(options.alphaPpm / Math.max(1, usable.length));
    const figures = [
      ...groupBy(
        usable.map(({ panel }) => limitsOf(world, panel, alphaPpm, options)),
        ({ panel }) => panel.source,
      ).values(),
    ].map((limits) => figureOf(world, operation, limits, options));
    const off = (rung: string, extra: readonly string[]) =>
      [
        `rung:${rung}`,
        ...['ad_block_share', ...PRODUCT, ...extra].map((factor) => `rate:${factor}`),
      ].some((one) => options.without.includes(one));
    const came = all
      .map(({ panel }) => panel.published_at.slice(0, 10))
      .reduce((a, b) => (b < a ? b : a));
    const declared = world.primary.filter(
      (one) => one.from <= `${month}-01` && one.declared_on < came,
    );
    const primary = declared.reduce<string | null>(
      (best, one, _, rows) => (rows.every((row) => row.from <= one.from) ? one.source : best),
      null,
    );
    const can = figures.filter((one) => one.canAudience || one.canSlots);
    const first = can.filter((one) => one.source === primary);
    const chosen = (first.length > 0 ? first : can).reduce<Figure | null>(
      (best, one) =>
        best === null ||
        one.units < best.units ||
        (one.units === best.units && one.source < best.source)
          ? one
          : best,
      null,
    );
    const seen = figures.find((one) => one.source === primary);
    const visitors =
      seen?.visitors ?? (figures.length > 0 ? least(figures.map((one) => one.visitors)) : null);
    const has = can.some(
      (one) =>
        (one.canAudience && !off('L3', ['ads_per_page'])) || (one.canSlots && !off('L2', [])),
    );
    return {
      operation,
      month,
      units: chosen?.units ?? 0n,
      has,
      visitors,
      rung: chosen !== null && chosen.units > chosen.audience ? 'L2' : 'L3',
    };
  });
}
