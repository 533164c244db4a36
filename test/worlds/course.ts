// The true course of money: who earned what, on which days, when it was paid and what was taken
// back. Amounts are whole cents of their currency; days are numbers (day.ts).
import type { LINES } from '../../schemas/flow.ts';
import type { Assumption } from './assumption.ts';
import type { Rates } from './rates.ts';

export type Line = (typeof LINES)[number];

/** Who pays: a network, or an agent that collects from networks. */
export interface Payer {
  readonly domain: string;
  /** A second domain of it. A `network` record joins it to the first. */
  readonly otherDomain: string;
  readonly company: string;
  /** True where a `network` record says whose name the company is; else it is the key unknown. */
  readonly isCompanyJoined: boolean;
}

export interface OwnAccount {
  readonly account: string;
  readonly spelledOtherwise: string;
  readonly type: 'iban' | 'psp';
  /** Null: no one operation's; what is known of it by account alone is nobody's. */
  readonly operation: string | null;
}

/** A site of an operation that earns `millionths` of a stream. */
export interface Owner {
  readonly operation: string;
  readonly sites: readonly [string, ...string[]];
  readonly millionths: bigint;
}

export interface Sale {
  readonly buyer: string;
  /** First day of the buyer. */
  readonly day: number;
}

/** Payments of one kind from one payer to one own account. */
export interface Stream {
  readonly network: Payer;
  readonly agent: Payer | null;
  readonly publisherAccount: string;
  readonly line: Line;
  readonly currency: string;
  readonly receivedAt: OwnAccount;
  readonly owners: readonly [Owner, ...Owner[]];
  readonly sale: Sale | null;
  readonly accruals: readonly Accrual[];
}

/** What was earned from a day to a day, and owed. */
export interface Accrual {
  readonly first: number;
  readonly last: number;
  readonly cents: bigint;
}

export interface PaidLine {
  readonly accrual: Accrual;
  readonly cents: bigint;
}

export interface Payment {
  readonly id: string;
  readonly stream: Stream;
  /** What it pays, after deductions. */
  readonly lines: readonly PaidLine[];
  /** Taken off before it was paid. */
  readonly deductions: readonly PaidLine[];
  readonly cents: bigint;
  /** At most 8 days from the first to the last. */
  readonly instalments: readonly { readonly day: number; readonly cents: bigint }[];
  readonly paidOn: number;
  /** What the network paid to the agent, and when; without an agent as above. */
  readonly network: { readonly cents: bigint; readonly paidOn: number };
  /** The agent has not paid it: the operation has nothing of it. */
  readonly isPending: boolean;
  readonly takeBacks: readonly TakeBack[];
}

export interface TakeBack {
  readonly id: string;
  readonly cents: bigint;
  readonly day: number;
  /** It was given back later: the operation kept the money. */
  readonly isUndone: boolean;
}

export interface Course {
  readonly broken: Assumption | null;
  readonly operations: readonly [string, ...string[]];
  readonly payers: readonly Payer[];
  readonly accounts: readonly OwnAccount[];
  readonly streams: readonly Stream[];
  readonly payments: readonly Payment[];
  readonly rates: Rates;
  readonly firstDay: number;
}
