// Checks the names of networks. A name that nobody has joined counts under no known network
// (M-NETWORK), and two known keys count as two networks.
import { z } from 'zod';
import { networksOf } from '../method/network.ts';
import { sqlFile } from '../warehouse/sql-file.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { type CheckResult, ok, warning } from './check-result.ts';

/** Different names that are compared; the most frequent ones. */
const MOST_NAMES = 2_000;
const MOST_NAMED = 3;

const nameRow = z.object({ network: z.string(), flows: z.coerce.number() });
const statementRow = z.object({
  network: z.string(),
  name: z.string().nullable(),
  is_conduit: z.boolean().nullable(),
});

/** A name as it is compared. */
interface Name {
  readonly network: string;
  /** Empty: unknown. */
  readonly key: string;
  readonly core: string;
}

export async function checkNetworks(warehouse: Warehouse): Promise<readonly CheckResult[]> {
  const rows = await warehouse.query(
    sqlFile('doctor/network_names.sql'),
    { most: MOST_NAMES },
    nameRow,
  );
  const statements = await warehouse.query(
    sqlFile('doctor/network_statements.sql'),
    {},
    statementRow,
  );
  const names = rows.map(({ network }) => network);
  return [joinable(alikeNetworks(names, statements))];
}

function joinable(pairs: readonly string[]): CheckResult {
  const check = 'names of networks';
  if (pairs.length === 0) return ok(check, 'none looks like another network');
  const more =
    pairs.length > MOST_NAMED ? ` and ${String(pairs.length - MOST_NAMED)} more pairs` : '';
  const what =
    `these may be one network: ${pairs.slice(0, MOST_NAMED).join('; ')}${more}. ` +
    'A name that nobody has joined counts under no known network; ' +
    'two known networks are added up, so one under two names may count twice';
  return warning(
    check,
    what,
    'if they are one, take in a record of kind network that joins the names; ' +
      'one that is_conduit if the name pays for others',
  );
}

/** Pairs of names that may be one network and are not, in words. */
export function alikeNetworks(
  names: readonly string[],
  statements: readonly z.output<typeof statementRow>[],
): string[] {
  const { keyOf } = networksOf([], statements);
  const isConduit = conduitsOf(statements);
  const compared = names
    .filter((network) => !isConduit(network))
    .map((network): Name => ({ network, key: keyOf(network), core: coreOf(network) }))
    .filter(({ core }) => core.length >= SHORTEST_CORE);
  const known = firstOfKeys(compared.filter(({ key }) => key !== ''));
  const unknown = compared.filter(({ key }) => key === '');
  return [
    ...unknown.flatMap((name) => {
      const other = known.find((one) => isAlike(name.core, one.core));
      return other === undefined ? [] : [pairOf(name, other)];
    }),
    ...known.flatMap((name, at) =>
      known
        .slice(at + 1)
        .filter(({ core }) => core === name.core)
        .map((other) => pairOf(name, other)),
    ),
  ];
}

const pairOf = (one: Name, other: Name) =>
  `${JSON.stringify(one.network)} and ${JSON.stringify(other.network)}`;

/** A conduit has a key of its own as soon as nobody says that it is one. */
function conduitsOf(
  statements: readonly z.output<typeof statementRow>[],
): (network: string) => boolean {
  const [told, untold] = [
    networksOf([], statements),
    networksOf(
      [],
      statements.map((one) => ({ ...one, is_conduit: null })),
    ),
  ];
  return (network) => told.keyOf(network) === '' && untold.keyOf(network) !== '';
}

/** One name of each key. */
function firstOfKeys(names: readonly Name[]): Name[] {
  const first = new Map<string, Name>();
  for (const name of names) if (!first.has(name.key)) first.set(name.key, name);
  return [...first.values()];
}

const SHORTEST_CORE = 4;
/** A shorter one begins too many names. */
const SHORTEST_BEGINNING = 6;
/** Forms of firms, and what networks call themselves. */
const NO_NAME = new Set(
  (
    'ag bv co company corp corporation fze gmbh group inc international limited llc llp ltd media ' +
    'net network networks nv oe ou oy plc pte sa sarl sas sl spa srl sro the'
  ).split(' '),
);
const TOP_LEVEL = /^(?:www\.)?([^\s.]+)(?:\.[^\s.]+){1,2}$/u;

/** The letters and digits of a name, without forms of firms and without what follows a domain. */
function coreOf(network: string): string {
  const plain = network.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().trim();
  const label = TOP_LEVEL.exec(plain)?.[1] ?? plain;
  const words = label.split(/[^\p{L}\p{N}]+/u).filter((word) => word.length > 1);
  const own = words.filter((word) => !NO_NAME.has(word));
  return (own.length === 0 ? words : own).join('');
}

function isAlike(one: string, other: string): boolean {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  return (
    short === long ||
    (short.length >= SHORTEST_BEGINNING && (long.startsWith(short) || isOneLetterOff(short, long)))
  );
}

/** One letter replaced, or one more. */
function isOneLetterOff(short: string, long: string): boolean {
  if (long.length - short.length > 1) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at += 1;
  const skip = long.length - short.length;
  return short.slice(at + 1 - skip) === long.slice(at + 1);
}
