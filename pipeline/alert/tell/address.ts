// Where a message may go. A name is resolved once, every address that it has is checked, and the
// connection goes to the address that was checked: a name that resolves otherwise a moment later
// changes nothing.
import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import { Failure, codeOf } from '../../platform/failure.ts';

/** https://www.iana.org/assignments/iana-ipv4-special-registry, multicast and reserved. */
const SPECIAL_4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
];
/**
 * Within the global unicast addresses 2000::/3; all outside of it is special.
 * https://www.iana.org/assignments/iana-ipv6-special-registry
 */
const SPECIAL_6: readonly (readonly [string, number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  // 6to4 carries any IPv4 address.
  ['2002::', 16],
  ['3fff::', 20],
];

const special = new BlockList();
for (const [address, bits] of SPECIAL_4) special.addSubnet(address, bits, 'ipv4');
for (const [address, bits] of SPECIAL_6) special.addSubnet(address, bits, 'ipv6');
const globalUnicast = new BlockList();
globalUnicast.addSubnet('2000::', 3, 'ipv6');

/** `::ffff:127.0.0.1` and `::ffff:7f00:1` are 127.0.0.1. A zone (`fe80::1%eth0`) is cut off. */
function plain(address: string): string {
  const [bare = ''] = address.split('%');
  if (isIP(bare) !== 6) return bare;
  const canonical = new URL(`http://[${bare}]/`).hostname.slice(1, -1);
  const [, high, low] = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(canonical) ?? [];
  if (high === undefined || low === undefined) return canonical;
  const bytes = [high, low].flatMap((word) => [
    Number.parseInt(word, 16) >> 8,
    Number.parseInt(word, 16) & 255,
  ]);
  return bytes.join('.');
}

/** Whether an address is private, loopback, link-local, or otherwise not of the public internet. */
export function isSpecial(address: string): boolean {
  const bare = plain(address);
  if (isIP(bare) === 4) return special.check(bare, 'ipv4');
  return !globalUnicast.check(bare, 'ipv6') || special.check(bare, 'ipv6');
}

export interface Pinned {
  address: string;
  family: 4 | 6;
}

export type Resolve = (host: string) => Promise<{ address: string }[]>;
export const systemResolve: Resolve = (host) => lookup(host, { all: true, verbatim: true });

/**
 * @param host a name, or an address with or without brackets
 * @throws Failure `refused_address` when any address of the name is special and not allowed;
 * `unresolved` (retriable) when it has none
 */
export async function pinnedAddress(
  host: string,
  allowed: BlockList,
  resolve: Resolve,
): Promise<Pinned> {
  const bare = host.replace(/^\[(.*)\]$/, '$1');
  const addresses = isIP(bare) > 0 ? [bare] : await resolved(bare, resolve);
  const wrong = addresses.find((address) => isSpecial(address) && !isAllowed(address, allowed));
  if (wrong !== undefined)
    throw new Failure(
      'refused_address',
      `${bare} is at ${wrong}, which is not a public address. If messages may go there, add it ` +
        'to allow_addresses of PLANCHER_ALERTS_FILE.',
    );
  const [address] = addresses;
  if (address === undefined)
    throw new Failure('unresolved', `The name ${bare} has no address.`, { retriable: true });
  return { address, family: isIP(address) === 6 ? 6 : 4 };
}

function isAllowed(address: string, allowed: BlockList): boolean {
  const bare = plain(address);
  return allowed.check(bare, isIP(bare) === 4 ? 'ipv4' : 'ipv6');
}

async function resolved(host: string, resolve: Resolve): Promise<string[]> {
  try {
    return (await resolve(host)).map(({ address }) => address);
  } catch (thrown) {
    throw new Failure('unresolved', `The name ${host} cannot be resolved (${codeOf(thrown)}).`, {
      cause: thrown,
      retriable: true,
    });
  }
}
