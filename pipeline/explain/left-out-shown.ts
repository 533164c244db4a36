// What does not count in the month, and the rule that leaves it out: flows of the operation, and
// money of nobody on its sites and accounts.
import { accountKey } from '../../schemas/account-form.ts';
import { sum } from '../method/amount.ts';
import { meet } from '../method/calendar.ts';
import type { Flow } from '../method/flow.ts';
import { publisherShares } from '../method/gross.ts';
import type { LeftOutReason } from '../method/left-out.ts';
import { inOrder } from '../method/order.ts';
import { cellsOf, fullPartOf, partOf } from '../method/part.ts';
import { type Place, placeOf } from '../method/property.ts';
import { paidRate } from '../method/value.ts';
import type { SharedStay } from '../method/who.ts';
import { exactEur } from './decimals.ts';
import type { Explained } from './explained.ts';
import { type FlowShown, flowShown } from './flow-shown.ts';

export interface LeftOutShown extends FlowShown {
  /** The rule of docs/method.md that leaves it out, and its reason as a code. */
  rule: string;
  reason: LeftOutReason | 'unattributed' | 'ambiguous_operation';
  status: string;
  /**
   * What it would give the month if it counted, before any take-back; gross money without a
   * share in full. Null: it has no exchange rate.
   */
  eur_upper: string | null;
  /** 1: it is of nobody, or its share is. */
  is_nobodys: 0 | 1;
}

/** A flow that does not count, and whose it is. */
interface NotCounting {
  readonly flow: Flow;
  readonly rule: string;
  readonly reason: LeftOutShown['reason'];
  readonly stays: readonly SharedStay[];
}

export function leftOutShown(explained: Explained): LeftOutShown[] {
  const { operation, floors, monthNumber } = explained;
  const { staysOf } = floors.reading.who;
  const own = floors.leftOut
    .filter(({ months }) => months.includes(monthNumber))
    .map(({ flow, rule, reason }) => ({
      flow,
      rule,
      reason,
      stays: staysOf(flow).filter((stay) => stay.operation === operation),
    }));
  const shown = (one: NotCounting, isNobodys: 0 | 1): LeftOutShown => {
    const worth = worthInMonth(one, explained);
    return {
      ...flowShown(one.flow),
      rule: one.rule,
      reason: one.reason,
      status: one.flow.status,
      eur_upper: worth === null ? null : exactEur(worth),
      is_nobodys: isNobodys,
    };
  };
  return [
    ...own.map((one) => shown(one, 0)),
    ...nobodys(explained).map((one) => shown(one, 1)),
  ].sort(
    inOrder(
      ({ rule }) => rule,
      ({ source }) => source,
      ({ flow_id: id }) => id,
      ({ sha256 }) => sha256,
    ),
  );
}

/** Null: without a rate. */
function worthInMonth(
  { flow, stays }: NotCounting,
  { floors, references, monthNumber }: Explained,
): bigint | null {
  const { reading } = floors;
  const rate = paidRate(flow, reading.rates);
  if (rate === null || flow.days === null) return null;
  const sharesOf = publisherShares(references.documented.shares, reading.who.networks);
  const parts = cellsOf(flow, flow.days, stays, sharesOf)
    .filter(({ month }) => month === monthNumber)
    .map((cell) => (cell.publisherShare === null ? fullPartOf : partOf)(flow.amount, rate, cell));
  return sum(parts);
}

/** Money that is attributed to nobody, on a site or an account of the operation. */
function nobodys(explained: Explained): NotCounting[] {
  const { floors, days } = explained;
  const { who, money, isSuperseded } = floors.reading;
  const own = ownNames(explained);
  const isOwn = ({ property, ancestors }: Place) =>
    [property, ...ancestors].some((name) => own.sites.has(name));
  return money.flatMap((flow) => {
    const stays = who.staysOf(flow).filter((stay) => stay.operation === null && meet(stay, days));
    if (stays.length === 0 || isSuperseded(flow)) return [];
    const sites = flow.places.filter(isOwn);
    const isClaimed =
      flow.places.length === 0
        ? own.accounts.has(flow.account) || own.accounts.has(flow.payee)
        : sites.some((place) =>
            who.properties(place, days).some((stay) => stay.operation === null),
          );
    if (!isClaimed && sites.length === 0 && !own.paidThrough.has(flow.account)) return [];
    return [
      {
        flow,
        rule: flow.places.length === 0 ? 'M-ACCOUNT' : 'M-PROPERTY',
        reason: isClaimed ? 'ambiguous_operation' : 'unattributed',
        stays,
      },
    ];
  });
}

/** Sites and accounts that a row gives to the operation, and accounts that it was paid through. */
function ownNames({ operation, evidence, floors }: Explained) {
  const isOwn = (row: { readonly operation: string | null }) => row.operation === operation;
  const sites = evidence.sites.filter(isOwn).map(({ site }) => placeOf(site).property);
  const accounts = evidence.accounts.filter(isOwn).map(({ account }) => accountKey(account));
  const through = floors.documented.holdings.map(({ flow }) => flow.account);
  return {
    sites: new Set([operation, ...sites]),
    accounts: new Set(accounts),
    paidThrough: new Set(through.filter((account) => account !== '')),
  };
}
