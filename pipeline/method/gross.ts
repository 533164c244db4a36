// M-GROSS. Gross money still holds the share of the network. It counts at the lowest approved
// contractual share of the publisher on each day, and not at all on a day without one. A net
// take-back of gross money, a gross take-back of net money, and a gross take-back of something
// unknown count in full. So does all that M-GONE takes from other sources: their money may be net.
import { WHOLE_SHARE, least, shareOf } from './amount.ts';
import { type Days, dayOf } from './calendar.ts';
import type { Flow } from './flow.ts';
import type { Networks } from './network.ts';
import { isOn } from './property.ts';
import type { ContractualShare } from './reference.ts';

/** Days on which the publisher gets one share, in millionths; null: no share is known. */
export interface SharedDays extends Days {
  readonly share: bigint | null;
}

export type PublisherShares = (
  flow: Pick<Flow, 'basis' | 'network'> & { readonly line: string },
  days: Days,
) => readonly SharedDays[];

export function publisherShares(
  rows: readonly ContractualShare[],
  networks: Networks,
): PublisherShares {
  const contracts = rows.map((row) => ({
    network: networks.nameOf(row.network),
    line: row.line,
    share: shareOf(row.low),
    first: dayOf(row.from),
    last: row.to === null ? Infinity : dayOf(row.to),
  }));
  return ({ basis, network, line }, days) => {
    if (basis === 'net') return [{ ...days, share: WHOLE_SHARE }];
    const own = contracts.filter((row) => row.network === network && row.line === line);
    const changes = own.flatMap(({ first, last }) => [first, last + 1]);
    const starts = [
      ...new Set([days.first, ...changes.filter((day) => days.first < day && day <= days.last)]),
    ].sort((one, other) => one - other);
    return starts.map((first, at) => ({
      first,
      last: (starts[at + 1] ?? days.last + 1) - 1,
      share: lowest(own.filter((row) => isOn(row, first)).map(({ share }) => share)),
    }));
  };
}

function lowest(shares: readonly bigint[]): bigint | null {
  return shares.reduce<bigint | null>((a, b) => (a === null ? b : least(a, b)), null);
}
