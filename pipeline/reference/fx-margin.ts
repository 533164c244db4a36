// The margins of M-RATE: how far the rate of a day lies below the mean of its month. Where only the
// mean is known, money that was paid counts at mean x (1 - m), and what was taken back at
// mean x (1 + m).
import { invariant } from '../platform/failure.ts';
import { fixedPoint } from '../text/fixed-point.ts';
import { type DailyRate, ECB } from './daily-rate.ts';

/** Version of the method whose rule this is. */
export const MARGIN_METHOD = '2.0';

export interface FxMargin {
  currency: string;
  /** Days that the table has of the currency. */
  days: number;
  /** Margin that the currency's own days need. */
  own: string;
  /** The larger of its own and that of all days of all currencies together. */
  margin: string;
}

export interface FxMargins {
  /** For a currency that the table does not have. */
  all: string;
  rows: FxMargin[];
}

/** One day: 1 - rate / mean, as a fraction and as a number to sort by. */
interface Distance {
  below: number;
  /** In 1e-10 EUR: (sum - rate x days) / sum. */
  numerator: bigint;
  denominator: bigint;
}

/** The margin holds on so many of a hundred days. */
const HELD_PER_CENT = 99;
const DECIMALS = 4;

/** @param rates of the ECB: EUR for one unit, as flows are converted with */
export function fxMargins(rates: readonly DailyRate[]): FxMargins {
  const ofCurrency = groupedBy(
    rates.filter(({ source, quoted_in: base }) => source === ECB && base === 'EUR'),
    ({ currency }) => currency,
  );
  const distances = new Map([...ofCurrency].map(([currency, own]) => [currency, distancesOf(own)]));
  const all = marginOf([...distances.values()].flat());
  const rows = [...distances]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([currency, own]) => {
      const margin = marginOf(own);
      return {
        currency,
        days: own.length,
        own: text(margin),
        margin: text(margin > all ? margin : all),
      };
    });
  return { all: text(all), rows };
}

function distancesOf(rates: readonly DailyRate[]): Distance[] {
  const months = groupedBy(rates, ({ day }) => day.slice(0, 7));
  return [...months.values()].flatMap((days) => {
    const units = days.map(({ per_unit: rate }) => BigInt(rate.replace('.', '')));
    const sum = units.reduce((total, rate) => total + rate, 0n);
    return units.map((rate) => {
      const numerator = sum - rate * BigInt(days.length);
      return { below: Number(numerator) / Number(sum), numerator, denominator: sum };
    });
  });
}

function groupedBy(
  rates: readonly DailyRate[],
  keyOf: (rate: DailyRate) => string,
): Map<string, DailyRate[]> {
  const groups = new Map<string, DailyRate[]>();
  for (const rate of rates) {
    const group = groups.get(keyOf(rate));
    if (group === undefined) groups.set(keyOf(rate), [rate]);
    else group.push(rate);
  }
  return groups;
}

/**
 * The smallest number that 99 % of the days do not exceed, rounded up, in 1e-4. It is 0 where even
 * that many days lie above the mean.
 */
function marginOf(distances: readonly Distance[]): bigint {
  const sorted = distances.toSorted((one, other) => one.below - other.below);
  const place = Math.ceil((sorted.length * HELD_PER_CENT) / 100) - 1;
  const found = sorted[place];
  invariant(found !== undefined, 'a currency of the table has a day');
  const { numerator, denominator } = found;
  if (numerator <= 0n) return 0n;
  const scaled = numerator * 10n ** BigInt(DECIMALS);
  return (scaled + denominator - 1n) / denominator;
}

const text = (margin: bigint) => fixedPoint(margin, DECIMALS);
