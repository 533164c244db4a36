// Draws who earns from whom: operations, their sites and accounts, networks and agents, and what
// was earned from month to month. No money has moved yet.
import type { Random } from '../../pipeline/platform/random.ts';
import type { Assumption } from './assumption.ts';
import type { Accrual, Line, OwnAccount, Owner, Payer, Sale, Stream } from './course.ts';
import { firstDay } from './day.ts';
import { FOREIGN } from './rates.ts';

/** How the money of a stream is paid: see draw-payments.ts. */
export type Rhythm = 'monthly' | 'mid_month' | 'settled' | 'equal_prices';

export interface PlannedStream {
  readonly stream: Stream;
  readonly rhythm: Rhythm;
}

export interface Cast {
  readonly operations: readonly [string, ...string[]];
  readonly payers: readonly Payer[];
  readonly accounts: readonly OwnAccount[];
  readonly planned: readonly PlannedStream[];
  readonly firstDay: number;
}

const OPERATIONS: readonly [string, string, string] = ['films', 'series', 'livres'];
const PAYERS = [
  ['brightads', 'Bright Media Ltd', 'brightclick'],
  ['popnord', 'Nord Pop SARL', 'nordpop-media'],
  ['hostfile', 'Fileways Holding', 'hostfile-pay'],
] as const;
const IBANS: readonly (readonly [string, string])[] = [
  ['FR7630006000011234567890189', 'FR76 3000 6000 0112 3456 7890 189'],
  ['DE89370400440532013000', 'de89 3704 0044 0532 0130 00'],
  ['GB29NWBK60161331926819', 'IBAN GB29 NWBK 6016 1331 9268 19'],
];
const SECOND_IBANS: readonly (readonly [string, string])[] = [
  ['CY17002001280000001200527600', 'CY17 0020 0128 0000 0012 0052 7600'],
  ['NL91ABNA0417164300', 'NL91 ABNA 0417 1643 00'],
  ['MT84MALT011000012345MTLCAST001S', 'MT84 MALT 0110 0001 2345 MTLC AST0 01S'],
];
const JOINT: OwnAccount = {
  account: 'XK051212012345678906',
  spelledOtherwise: 'XK05 1212 0123 4567 8906',
  type: 'iban',
  operation: null,
};

export function drawStreams(random: Random, broken: Assumption | null): Cast {
  const count = random.pick([1, 1, 1, 2, 2, 2, 3]);
  const [first, ...rest] = OPERATIONS;
  const operations: readonly [string, ...string[]] = [first, ...rest.slice(0, count - 1)];
  const payers = PAYERS.slice(0, random.pick([1, 1, 1, 2, 2, 3])).map(([name, company, other]) => ({
    domain: `${name}.net`,
    otherDomain: `${other}.com`,
    company,
    isCompanyJoined: random.chance(0.5),
  }));
  const agent = {
    domain: 'deskagency.com',
    otherDomain: 'desk-payouts.com',
    company: 'Desk Agency SARL',
    isCompanyJoined: random.chance(0.5),
  };
  const accounts = ownAccounts(random, operations, broken);
  const month = 2014 * 12 + random.below(30);
  const planned = plan({ random, broken, operations, payers, agent, accounts, month });
  const withAgent = planned.some(({ stream }) => stream.agent !== null);
  return {
    operations,
    payers: withAgent ? [...payers, agent] : payers,
    accounts: [...accounts.values()].flat().concat(JOINT),
    planned,
    firstDay: firstDay(month),
  };
}

type Accounts = ReadonlyMap<string, readonly OwnAccount[]>;

/** A bank account each, often a PSP account, sometimes a second bank account. */
function ownAccounts(
  random: Random,
  operations: readonly string[],
  broken: Assumption | null,
): Accounts {
  return new Map(
    operations.map((operation, index) => {
      const ibans =
        random.chance(0.3) || broken === 'own_accounts' ? [IBANS, SECOND_IBANS] : [IBANS];
      const banks = ibans.flatMap((list): OwnAccount[] => {
        const [account, spelledOtherwise] = list[index] ?? [];
        return account === undefined || spelledOtherwise === undefined
          ? []
          : [{ account, spelledOtherwise, type: 'iban', operation }];
      });
      const psp: OwnAccount = {
        account: `pay@${operation}.tv`,
        spelledOtherwise: `Pay@${operation}.TV`,
        type: 'psp',
        operation,
      };
      return [operation, random.chance(0.6) ? [...banks, psp] : banks];
    }),
  );
}

interface Plan {
  readonly random: Random;
  readonly broken: Assumption | null;
  readonly operations: readonly string[];
  readonly payers: readonly Payer[];
  readonly agent: Payer;
  readonly accounts: Accounts;
  readonly month: number;
}

function plan(given: Plan): PlannedStream[] {
  const { random, operations, broken } = given;
  const planned = operations.flatMap((operation) => {
    const streams = [ordinary(given, operation)];
    if (random.chance(0.35)) streams.push(ordinary(given, operation));
    if (random.chance(broken === null ? 0.3 : 0.1)) streams.push(throughAgent(given, operation));
    return streams;
  });
  const [one, two] = operations;
  if (one === undefined || two === undefined) return planned;
  if (random.chance(0.35)) planned.push(shared(given, one, two));
  if (random.chance(0.25) || broken === 'even_spread') planned.push(sold(given, one, two));
  return planned;
}

const ownerOf = (operation: string, millionths = 1_000_000n): Owner => ({
  operation,
  sites: [`${operation}.tv`, `${operation}-mirror.tv`],
  millionths,
});

function ordinary(given: Plan, operation: string): PlannedStream {
  const { random, payers } = given;
  const psp = (given.accounts.get(operation) ?? []).find(({ type }) => type === 'psp');
  const hasPrices = psp !== undefined && random.chance(0.6);
  const rhythm: Rhythm = hasPrices
    ? 'equal_prices'
    : random.pick(['monthly', 'monthly', 'mid_month', 'settled', 'settled', 'settled']);
  const line: Line = hasPrices
    ? random.pick(['subscription', 'donation'])
    : random.pick(['advertising', 'advertising', 'file_host', 'other']);
  const network = pickOf(random, payers);
  const publisherAccount = random.chance(0.2)
    ? `pub-all-${network.domain}`
    : `pub-${operation}-${network.domain}`;
  const banks = (given.accounts.get(operation) ?? []).filter(({ type }) => type === 'iban');
  return planned(given, rhythm, {
    network,
    agent: null,
    publisherAccount,
    line,
    receivedAt: hasPrices ? psp : pickOf(random, banks),
    owners: [ownerOf(operation)],
    sale: null,
  });
}

function throughAgent(given: Plan, operation: string): PlannedStream {
  const { random } = given;
  const network = pickOf(random, given.payers);
  const other = given.operations.find((one) => one !== operation);
  const isForTwo = other !== undefined && random.chance(0.4);
  return planned(given, random.pick(['monthly', 'settled', 'equal_prices']), {
    network,
    agent: given.agent,
    publisherAccount: `pub-desk-${network.domain}`,
    line: 'advertising',
    receivedAt: isForTwo ? JOINT : pickOf(random, given.accounts.get(operation) ?? []),
    owners: isForTwo
      ? [ownerOf(operation, 600_000n), ownerOf(other, 400_000n)]
      : [ownerOf(operation)],
    sale: null,
  });
}

/** Two operations on one publisher account, paid together to an account of neither. */
function shared(given: Plan, one: string, two: string): PlannedStream {
  const { random } = given;
  const network = pickOf(random, given.payers);
  const part = BigInt(random.pick([250_000, 300_000, 333_333, 500_000]));
  return planned(given, random.pick(['monthly', 'monthly', 'settled']), {
    network,
    agent: null,
    publisherAccount: `pub-shared-${network.domain}`,
    line: 'advertising',
    receivedAt: JOINT,
    owners: [ownerOf(one, part), ownerOf(two, 1_000_000n - part)],
    sale: null,
  });
}

/** A site that changes its owner in mid-month, with its publisher account. */
function sold(given: Plan, one: string, two: string): PlannedStream {
  const { random } = given;
  const network = pickOf(random, given.payers);
  const sale: Sale = { buyer: two, day: firstDay(given.month + 1) + 3 + random.below(24) };
  return planned(given, 'monthly', {
    network,
    agent: null,
    publisherAccount: `pub-sold-${network.domain}`,
    line: 'advertising',
    receivedAt: JOINT,
    owners: [{ operation: one, sites: ['sold.tv'], millionths: 1_000_000n }],
    sale,
  });
}

type Terms = Omit<Stream, 'currency' | 'accruals'>;

function planned(given: Plan, rhythm: Rhythm, terms: Terms): PlannedStream {
  const { random, month } = given;
  const isForeign = rhythm !== 'equal_prices' && terms.sale === null && random.chance(0.25);
  const currency = isForeign ? random.pick(FOREIGN) : 'EUR';
  return { rhythm, stream: { ...terms, currency, accruals: accruals(random, rhythm, month) } };
}

function accruals(random: Random, rhythm: Rhythm, month: number): Accrual[] {
  if (rhythm === 'equal_prices') return sales(random, month);
  const from = month + random.below(3);
  const count = 2 + random.below(3);
  const middle = rhythm === 'mid_month' ? 14 : 0;
  return Array.from({ length: count }, (_, index) => ({
    first: firstDay(from + index) + middle,
    last: firstDay(from + index + 1) + middle - 1,
    cents: someCents(random),
  }));
}

/** Many sales of one price; the service of a sale is its day. */
function sales(random: Random, month: number): Accrual[] {
  const cents = BigInt(random.pick([999, 2_000, 5_000, 12_345]));
  let day = firstDay(month) + random.below(20);
  return Array.from({ length: 3 + random.below(3) }, () => {
    day += 1 + random.below(12);
    return { first: day, last: day, cents };
  });
}

export function someCents(random: Random): bigint {
  return BigInt(2_000 + Math.floor(300_000 * random.uniform() ** 2));
}

function pickOf<Item>(random: Random, items: readonly Item[]): Item {
  const item = items[random.below(items.length)];
  if (item === undefined) throw new Error('Nothing to pick from.');
  return item;
}
