// Random reference data: exchange rates by month and by day, rates of currencies that the euro
// replaced, contractual shares, and declarations of disjoint sources. The same seed gives the same.
import { type Random, randomOf } from '../../pipeline/platform/random.ts';
import { daysBetween } from '../../pipeline/text/calendar.ts';
import { shuffled } from '../shuffled.ts';
import { laterDay } from './later-day.ts';
import { MONTHS, SOURCES, someDay } from './words.ts';

export interface RandomTables {
  readonly fx: readonly {
    readonly month: string;
    readonly currency: string;
    readonly units_per_usd: string;
  }[];
  /** Published rates by day, units for one EUR; none: there is no daily table. */
  readonly daily: readonly {
    readonly day: string;
    readonly currency: string;
    readonly units_per_eur: string;
  }[];
  /** Conversion rates that hold from the day on which a state adopted the euro. */
  readonly fixed: readonly {
    readonly currency: string;
    readonly from: string;
    readonly units_per_eur: string;
  }[];
  readonly shares: readonly {
    readonly network: string;
    readonly line: string;
    readonly from: string;
    /** The last day. */
    readonly to: string | null;
    readonly low: string;
  }[];
  readonly disjoint: readonly {
    readonly network: string | null;
    readonly sources: readonly string[];
  }[];
}

export function randomTables(seed: number): RandomTables {
  const random = randomOf(seed);
  return {
    fx: randomFx(random),
    daily: randomDaily(random),
    fixed: randomFixed(random),
    shares: randomShares(random),
    disjoint: randomDisjoint(random),
  };
}

/**
 * Rates by day with weekends, holidays, single currencies not published, and holes longer than what
 * is bridged; often no table at all.
 */
function randomDaily(random: Random): RandomTables['daily'] {
  if (random.chance(0.15)) return [];
  const hole = someDay(random);
  const first = '2015-11-03';
  const last = random.pick(['2016-05-31', '2016-02-10']);
  const currencies = ['USD', 'GBP', 'JPY', 'LTL', 'HRK'].filter(() => random.chance(0.8));
  const days = Array.from({ length: daysBetween(first, last) + 1 }, (_, index) =>
    laterDay(first, index),
  );
  return days.flatMap((day, index) => {
    if (index % 7 > 4 || random.chance(0.08) || (day >= hole && day < `${hole.slice(0, 8)}31`))
      return [];
    const published = currencies.filter(() => !random.chance(0.06));
    return published.map((currency) => ({
      day,
      currency,
      units_per_eur: `${String(1 + random.below(3))}.${String(1000 + random.below(8999))}`,
    }));
  });
}

function randomFixed(random: Random): RandomTables['fixed'] {
  const rows = [
    {
      currency: 'LTL',
      from: random.pick(['2015-01-01', '2016-01-01', '2016-02-15']),
      units_per_eur: '3.45280',
    },
    { currency: 'HRK', from: random.pick(['2016-01-20', '2016-03-01']), units_per_eur: '7.53450' },
  ];
  return rows.filter(() => random.chance(0.75));
}

function randomFx(random: Random): RandomTables['fx'] {
  const cents = (low: number, spread: number, digits: number) => {
    const text = String(low + random.below(spread)).padStart(digits + 1, '0');
    return `${text.slice(0, -digits)}.${text.slice(-digits)}`;
  };
  return MONTHS.flatMap((month) => {
    const rows = [
      { month, currency: 'EUR', units_per_usd: cents(7_000, 3_000, 4) },
      { month, currency: 'GBP', units_per_usd: cents(5_500, 2_000, 4) },
      { month, currency: 'JPY', units_per_usd: cents(1_000_000, 300_000, 4) },
    ];
    return rows.filter(({ currency }) => !random.chance(currency === 'EUR' ? 0.1 : 0.2));
  });
}

/**
 * Shares that change in mid-month, overlap, end, or hold for one line only; the last network never
 * has any.
 */
function randomShares(random: Random): RandomTables['shares'] {
  const low = () => random.pick(['0.7', '0.70', '0.65', '0.333333', '1', '0.5']);
  const rows: RandomTables['shares'][number][] = [];
  for (const network of ['adx.example', 'pop.example']) {
    for (const line of ['advertising', 'file_host', 'donation']) {
      if (random.chance(0.3)) continue;
      const change = random.pick(['2015-12-15', '2016-01-10', '2016-02-29']);
      rows.push({
        network,
        line,
        from: '2014-01-01',
        to: random.pick([change, change, null]),
        low: low(),
      });
      if (random.chance(0.6)) rows.push({ network, line, from: change, to: null, low: low() });
      if (random.chance(0.25))
        rows.push({ network, line, from: '2015-12-28', to: '2016-01-03', low: low() });
    }
  }
  return shuffled(rows, random);
}

function randomDisjoint(random: Random): RandomTables['disjoint'] {
  const rows: RandomTables['disjoint'][number][] = [];
  const network = () => random.pick([null, 'adx.example', 'adx.example', 'pop.example']);
  const [one = 'bank-records', two = 'seized-ledger'] = shuffled(SOURCES, random);
  if (random.chance(0.45)) rows.push({ network: network(), sources: [one, two] });
  // A source that reports nothing: first by name it names the group, last by name it only links two
  // others.
  const silent = random.pick(['an-archive', 'z-archive']);
  if (random.chance(0.2))
    rows.push({ network: network(), sources: [random.pick(SOURCES), silent] });
  if (random.chance(0.2))
    rows.push({ network: network(), sources: [silent, random.pick(SOURCES)] });
  return rows;
}
