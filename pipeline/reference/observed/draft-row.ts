// A draft for the rate card from what was observed. The card asks for other rates than flows and
// panels show, so each end is moved outwards by the other factors of the card:
// - cpm is what the advertiser pays. It is at least what the publisher was paid, and at most that
//   divided by the least share that networks pass on.
// - fill_rate is of one position. Impressions per page view divided by the most positions of a page
//   are not above it; divided by the least that a page can show and be paid for, not below it.
// A flow does not say where its audience was, so a draft is of no country.
import { createHash } from 'node:crypto';
import { cutUp, least, most } from '../../method/amount.ts';
import { ONE, millionths } from '../../method/model/millionths.ts';
import { fixedPoint } from '../../text/fixed-point.ts';
import { isApproved } from '../approval.ts';
import { OPEN_END } from '../open-end.ts';
import { type RateRow, cardRow, rowProblems } from '../rate-card.ts';
import { RATE_FACTORS, type RateFactor } from '../rate-factor.ts';
import { OBSERVED_UNITS, type ObservedFactor, type ObservedRate } from './observed-rate.ts';
import { LEVEL } from './prediction-limits.ts';

/** Why there is no draft. */
export type DraftProblem =
  | 'too_few_operations'
  | 'pages_of_one_country'
  | 'no_card_rate'
  | 'not_a_rate';

export type Draft = { row: RateRow } | { problem: DraftProblem };

interface Ends {
  low: bigint;
  high: bigint;
  /** How they follow from what was observed. */
  how: string;
}

/** Over the rows of the card that count, of any network and country. Null: there is none. */
type CardEnds = (factor: RateFactor) => { least: bigint; most: bigint } | null;

export function draftRow(rate: ObservedRate, card: readonly RateRow[], runId: string): Draft {
  const { factor, network, country, period, low, high } = rate;
  if (low === null || high === null) return { problem: 'too_few_operations' };
  // Impressions of all countries over the pages of one: more than the rate of any page.
  if (country !== null) return { problem: 'pages_of_one_country' };
  const ends = ENDS[factor]({ low, high }, cardEnds(card, period));
  if (ends === null) return { problem: 'no_card_rate' };
  const { unit } = RATE_FACTORS[factor];
  const currency = unit.includes('{currency}') ? 'EUR' : null;
  const parsed = cardRow.safeParse({
    id: draftId(rate, runId),
    factor,
    line: 'advertising',
    network,
    country,
    device: 'all',
    valid_from: `${period}-01-01`,
    valid_to: `${period}-12-31`,
    unit: unit.replace('{currency}', currency ?? ''),
    currency,
    low: decimalText(ends.low),
    high: decimalText(ends.high),
    source: sourceText(rate, ends.how, runId),
    grade: 'observed',
    approved_by: [],
  } satisfies RateRow);
  return parsed.success && rowProblems(parsed.data).length === 0
    ? { row: parsed.data }
    : { problem: 'not_a_rate' };
}

const ENDS: Record<
  ObservedFactor,
  (observed: { low: bigint; high: bigint }, of: CardEnds) => Ends | null
> = {
  cpm: ({ low, high }, of) => {
    const share = of('publisher_share');
    if (share === null || share.least === 0n) return null;
    const how =
      'low: the advertiser pays at least what the publisher was paid; high: divided by ' +
      `${decimalText(share.least)}, the least publisher_share of the card`;
    return { low, high: cutUp(high * ONE, share.least), how };
  },
  fill_rate: ({ low, high }, of) => {
    const [positions, blocked, valid] = [
      of('ads_per_page'),
      of('ad_block_share'),
      of('valid_traffic_share'),
    ];
    if (positions === null || blocked === null || valid === null || positions.most === 0n)
      return null;
    const fewest = (positions.least * (ONE - blocked.most) * valid.least) / ONE ** 2n;
    const how =
      `low: divided by ${decimalText(positions.most)}, the most ads_per_page of the card; high: ` +
      `divided by ${decimalText(fewest)}, the least ads_per_page x share not blocked x ` +
      'valid_traffic_share, at most 1';
    return {
      low: (low * ONE) / positions.most,
      high: fewest === 0n ? ONE : least(ONE, cutUp(high * ONE, fewest)),
      how,
    };
  },
};

function cardEnds(card: readonly RateRow[], year: string): CardEnds {
  const counting = card.filter(
    (row) =>
      isApproved(row) &&
      row.line === 'advertising' &&
      row.valid_from <= `${year}-12-31` &&
      (row.valid_to ?? OPEN_END) >= `${year}-01-01`,
  );
  return (factor) => {
    const rows = counting.filter((row) => row.factor === factor);
    const [first, ...others] = rows.map(({ low, high }) => ({
      least: millionths(low),
      most: millionths(high),
    }));
    if (first === undefined) return null;
    return others.reduce(
      (ends, row) => ({ least: least(ends.least, row.least), most: most(ends.most, row.most) }),
      first,
    );
  };
}

function sourceText(
  { factor, n, period, low, median, high }: ObservedRate,
  how: string,
  runId: string,
): string {
  const figure = (value: bigint | null) => (value === null ? '' : decimalText(value));
  const whose =
    factor === 'cpm'
      ? 'audiences of all countries together, because flows do not say where an audience was'
      : 'impressions and pages of all countries together, pages as the panel measured them';
  return (
    `observed: ${figure(low)} to ${figure(high)} ${OBSERVED_UNITS[factor]}, median ` +
    `${figure(median)}; n = ${String(n)} operations, period ${period}, run ${runId}; each limit is ` +
    `one-sided and distribution-free at level ${LEVEL} for one more operation like these; ` +
    `${whose}. ${how}`
  );
}

const PLAIN_KEY = /^[a-z0-9-]{1,60}$/;
const SHORT_DIGEST = 12;
const SHORT_RUN = 8;

/** Keys come from records: one that is not plain is named by its digest. */
function draftId({ factor, network, period }: ObservedRate, runId: string): string {
  const digest = (key: string) =>
    createHash('sha256').update(key).digest('hex').slice(0, SHORT_DIGEST);
  const name = network === null ? 'all' : PLAIN_KEY.test(network) ? network : digest(network);
  return `observed-${factor}-${period}-${name}-${shortRun(runId)}`;
}

export const shortRun = (runId: string) => runId.slice(0, SHORT_RUN);

/** decimalText(500000n) is 0.5. */
export function decimalText(inMillionths: bigint): string {
  return fixedPoint(inMillionths, 6).replace(/\.?0+$/, '');
}
