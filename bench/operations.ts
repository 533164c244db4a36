// Records of operations as they look in practice, seeded: payments of some networks over two years,
// reported by the statements of the networks, by a bank account of the operation a few days later,
// and by a payment service.
import { join } from 'node:path';
import { dayText, firstDayOf } from '../pipeline/method/calendar.ts';
import { type Random, randomOf } from '../pipeline/platform/random.ts';
import { type Fields, flow, site } from '../test/records.ts';
import { lineWriter } from './records.ts';

/** Of the payments, unless said otherwise. */
const SHARES = {
  /** A period over two months. */
  spread: 0.05,
  /** Proven shares between two sites; half of them with a site of the next operation. */
  shared: 0.02,
  refunded: 0.02,
  /** Of refunds: told by every source that tells of the payment. */
  refundToldByAll: 0.3,
  /** Of refunds: names nothing, or a flow that is not in the records. */
  refundNamesNothing: 0.1,
  refundNamesUnknown: 0.05,
  refundedAgain: 0.1,
  revised: 0.01,
  gross: 0.01,
  /** Of operations: their bank names the lines of the statements, and rows are repeated. */
  irregular: 0.05,
  /** Of the payments of an irregular operation. */
  hop: 0.5,
  twin: 0.01,
  /** Of hops: names a flow that is not in the records. */
  hopOfLost: 0.05,
} as const;

const FIRST_MONTH = 2014 * 12;
const MONTHS = 24;
const NETWORKS = 24;
const CURRENCIES = ['USD', 'EUR', 'USD', 'EUR', 'GBP', 'USD', 'EUR', 'CHF'] as const;
const LINES = ['advertising', 'advertising', 'advertising', 'file_host', 'subscription'] as const;
const COUNTRIES = ['CY', 'FR', 'PA', 'LU', 'NL', 'VG'] as const;
/** No daily table has it: its rates are means of months. */
const RARE_CURRENCY = 'LKR';

export interface Operations {
  /** About that many flows of each operation. */
  flowsOfEach: number;
  seed: number;
}

interface Network {
  number: number;
  name: string;
  /** As its bank writes it: its domain, or the company behind it. */
  bankName: string;
  currency: string;
  line: string;
}

interface Operation {
  number: number;
  random: Random;
  networks: readonly [Network, ...Network[]];
  hasBank: boolean;
  hasService: boolean;
  isIrregular: boolean;
  /** The first month that the bank tells of: accounts are found late. */
  bankFrom: number;
  flows: Fields[];
}

const siteName = (operation: number, second: boolean) =>
  `site-${String(operation)}${second ? '-b' : ''}.tv`;
const accountName = (operation: number) => `account-${String(operation)}`;

/** The flows of one operation: the same for the same seed and number. */
export function flowsOf(number: number, { flowsOfEach, seed }: Operations): Fields[] {
  const random = randomOf(seed, number);
  const operation = newOperation(number, random);
  while (operation.flows.length < flowsOfEach) tellPayment(operation);
  return operation.flows;
}

function newOperation(number: number, random: Random): Operation {
  const numbers = [0, 1, 2, 3].map((at) => (number * 7 + at * 5) % NETWORKS);
  const [first = 0, ...others] = numbers;
  const network = (at: number): Network => ({
    number: at,
    name: `network-${String(at)}.com`,
    bankName: random.chance(0.5) ? `network-${String(at)}.com` : `Network ${String(at)} Media Ltd`,
    currency: CURRENCIES[at % CURRENCIES.length] ?? 'EUR',
    line: LINES[at % LINES.length] ?? 'advertising',
  });
  const isIrregular = random.chance(SHARES.irregular);
  return {
    number,
    random,
    networks: [network(first), ...others.map(network)],
    hasBank: isIrregular || random.chance(0.6),
    hasService: random.chance(0.25),
    isIrregular,
    bankFrom: FIRST_MONTH + random.below(MONTHS / 2),
    flows: [],
  };
}

/** What all sources tell of one payment. */
function tellPayment(operation: Operation): void {
  const { random, networks, number } = operation;
  const network = random.pick(networks);
  const month = FIRST_MONTH + random.below(MONTHS);
  const paidOn = firstDayOf(month + 1) + 14 + random.below(30);
  const told = [statementLine(operation, network, month, paidOn)];
  if (operation.hasBank && month >= operation.bankFrom)
    told.push(bankLine(operation, network, told[0] ?? {}, paidOn + random.below(5)));
  if (operation.hasService && network.number % 4 === number % 4)
    told.push(serviceLine(operation, told[0] ?? {}, paidOn + random.below(3)));
  operation.flows.push(...told);
  if (random.chance(SHARES.refunded)) {
    refund(operation, told, { paidOn, isWhole: random.chance(0.5) });
    if (random.chance(SHARES.refundedAgain)) refund(operation, told, { paidOn, isWhole: false });
  }
  if (random.chance(SHARES.revised)) operation.flows.push(revised(random.pick([told[0] ?? {}])));
  if (operation.isIrregular && random.chance(SHARES.twin))
    operation.flows.push({ ...told[0], flow_id: `${nextId(operation)}-again` });
}

const nextId = ({ number, flows }: Operation) => `${String(number)}-${String(flows.length)}`;

function statementLine(
  operation: Operation,
  network: Network,
  month: number,
  paidOn: number,
): Fields {
  const { number, random } = operation;
  const { currency, line, name } = network;
  const record = flow(`st-${nextId(operation)}`, {
    source: `statement-${String(network.number)}`,
    network: name,
    line,
    publisher_account: `pub-${String(number)}`,
    ...placeOf(operation),
    ...periodOf(random, month),
    // Some networks date their statement, and not the payment.
    ...(network.number % 8 === 3
      ? { value_date: null, statement_date: dayText(paidOn) }
      : { value_date: dayText(paidOn) }),
    amount: amountText(1 + random.below(5_000), random),
    currency: random.chance(0.01) ? RARE_CURRENCY : currency,
    payee: payeeOf(operation),
  });
  return random.chance(SHARES.gross) ? { ...record, basis: 'gross' } : record;
}

function placeOf({ number, random }: Operation): Fields {
  const own = siteName(number, random.chance(0.3));
  if (!random.chance(SHARES.shared)) return { site: own };
  const other = random.chance(0.5) ? siteName(number, true) : siteName(number + 1, false);
  return {
    site: null,
    site_shares: [
      { site: siteName(number, false), share: '0.6' },
      { site: other, share: '0.4' },
    ],
  };
}

function periodOf(random: Random, month: number): Fields {
  const isSpread = random.chance(SHARES.spread);
  const first = firstDayOf(month) + (isSpread ? 19 : 0);
  const last = firstDayOf(month + 1) - 1 + (isSpread ? 19 : 0);
  return { period_start: dayText(first), period_end: dayText(last) };
}

/** The bank has no period, and its currency is the euro. */
function bankLine(operation: Operation, network: Network, paid: Fields, day: number): Fields {
  const { random, number, isIrregular } = operation;
  const isHop = isIrregular && random.chance(SHARES.hop);
  const isOfLost = isHop && random.chance(SHARES.hopOfLost);
  const statement = {
    source: paid['source'],
    flow_id: isOfLost ? `lost-${nextId(operation)}` : paid['flow_id'],
  };
  return flow(`bk-${nextId(operation)}`, {
    source: `bank-${String(number % 7)}`,
    network: network.bankName,
    line: network.line,
    publisher_account: null,
    site: null,
    period_start: null,
    period_end: null,
    value_date: dayText(day),
    amount: inEuro(paid),
    currency: 'EUR',
    payee: payeeOf(operation),
    upstream: isHop ? [statement] : [],
  });
}

/** A payment service tells of the days of the payment, not of those of the service. */
function serviceLine(operation: Operation, paid: Fields, day: number): Fields {
  return flow(`ps-${nextId(operation)}`, {
    source: 'payment-service',
    network: paid['network'],
    line: paid['line'],
    publisher_account: null,
    site: siteName(operation.number, false),
    period_start: paid['period_start'],
    period_end: paid['period_end'],
    value_date: dayText(day),
    amount: paid['amount'],
    currency: paid['currency'],
    payee: payeeOf(operation),
  });
}

/** Rough: a bank takes its margin. */
const ROUGH_EURO: Readonly<Record<string, number>> = {
  EUR: 1,
  USD: 0.85,
  GBP: 1.2,
  CHF: 0.9,
  [RARE_CURRENCY]: 0.006,
};

function inEuro({ amount, currency }: Fields): string {
  return (Number(amount) * (ROUGH_EURO[String(currency)] ?? 1)).toFixed(2);
}

function amountText(whole: number, random: Random): string {
  return `${String(whole)}.${String(random.below(100)).padStart(2, '0')}`;
}

function payeeOf({ number }: Operation): Fields {
  return {
    name: 'Example Ltd',
    country: COUNTRIES[number % COUNTRIES.length],
    account: accountName(number),
    account_type: 'psp',
  };
}

/**
 * A month after the payment. Two whole refunds of one payment would be one that two sources report,
 * or two: the form in SQL pairs them more simply than the method.
 */
function refund(
  operation: Operation,
  told: readonly Fields[],
  { paidOn, isWhole }: { paidOn: number; isWhole: boolean },
): void {
  const { random } = operation;
  const part = isWhole ? 1 : random.between(0.1, 0.9);
  const day = dayText(paidOn + 10 + random.below(40));
  const [first = {}] = told;
  const targets = random.chance(SHARES.refundToldByAll) ? told : [random.pick([first, ...told])];
  for (const target of targets) {
    const [kind] = String(target['flow_id']).split('-');
    const id = `${kind ?? ''}-${nextId(operation)}-back`;
    operation.flows.push({
      ...target,
      flow_id: id,
      status: 'reversed',
      upstream: [],
      amount: (Number(target['amount']) * part).toFixed(2),
      value_date: day,
      reverses: targetNamed(random, target),
    });
  }
}

function targetNamed(random: Random, { source, flow_id: id }: Fields): Fields | null {
  const drawn = random.uniform();
  if (drawn < SHARES.refundNamesNothing) return null;
  const isUnknown = drawn < SHARES.refundNamesNothing + SHARES.refundNamesUnknown;
  return { source, flow_id: isUnknown ? `lost-${String(id)}` : id };
}

function revised(record: Fields): Fields {
  return { ...record, revision: 2, amount: (Number(record['amount']) * 0.9).toFixed(2) };
}

/** The records of who is who of one operation. */
export function registryOf(number: number): { sites: Fields[]; accounts: Fields[] } {
  const operation = `operation-${String(number)}`;
  const sites = [false, true].map((isSecond) =>
    site(`site-${String(number)}${isSecond ? '-b' : ''}`, {
      site: siteName(number, isSecond),
      operation,
      valid_from: null,
    }),
  );
  const account = {
    record_id: `account-${String(number)}`,
    source: 'case-file',
    account: accountName(number),
    account_type: 'psp',
    operation,
  };
  return { sites, accounts: [account] };
}

export interface RecordFiles {
  flow: string;
  site: string;
  account: string;
}

/**
 * Writes operations as NDJSON, from number `from` on, until there are `count` flows.
 * @returns the number of the next operation
 */
export async function writeOperations(
  folder: string,
  { from, count, ...shape }: Operations & { from: number; count: number },
): Promise<{ files: RecordFiles; next: number }> {
  const name = (kind: string) => join(folder, `${kind}-${String(from)}.ndjson`);
  const files = { flow: name('flow'), site: name('site'), account: name('account') };
  const [flows, sites, accounts] = [files.flow, files.site, files.account].map(lineWriter);
  let next = from;
  for (let written = 0; written < count; next += 1) {
    const own = flowsOf(next, shape).slice(0, count - written);
    for (const record of own) await flows?.write(record);
    written += own.length;
    const registry = registryOf(next);
    for (const record of registry.sites) await sites?.write(record);
    for (const record of registry.accounts) await accounts?.write(record);
  }
  // A flow may have a share of a site of the next operation.
  for (const record of registryOf(next).sites) await sites?.write(record);
  for (const writer of [flows, sites, accounts]) await writer?.end();
  return { files, next };
}
