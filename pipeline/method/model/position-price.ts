// M-POSITION: what one advertising position on every page brings: the pages whose reader does not
// block advertising, of these the positions that somebody paid for, of these the impressions that
// the network accepts, times the publisher's share and the price of 1000 impressions. If one of the
// rates is missing there is no price.
import { type Audience, cardRate } from './card-rate.ts';
import { ONE } from './millionths.ts';
import type { ModelReference } from './model-reference.ts';

const FACTORS = ['fill_rate', 'valid_traffic_share', 'publisher_share', 'cpm'] as const;

/** Leaving out any of these rates leaves no price. */
export const POSITION_ASSUMPTIONS = ['ad_block_share', ...FACTORS].map((name) => `rate:${name}`);

/**
 * The product of the five rates in millionths: 10^-30 EUR for 1000 pages. 0: no price.
 * @param network whose rates go first; null: the rates of any network
 */
export function positionPrice(
  reference: ModelReference,
  audience: Audience,
  network: string | null,
): bigint {
  const blocked = cardRate(reference, 'ad_block_share', audience, network);
  if (blocked === null) return 0n;
  return FACTORS.reduce(
    (product, factor) => product * (cardRate(reference, factor, audience, network) ?? 0n),
    ONE - blocked,
  );
}
