// Who is who: whom the money of a flow goes to, on which days and with which share.
//
// M-TRANSFER. A flow that was paid from an account of the operation that it goes to, on its value
// date (else statement date, else last day), is a transfer between own accounts and no revenue. Of
// a flow that goes to several operations, this is decided for each of them. What takes back is
// never a transfer: that can only lower a floor.
import { type AccountOwners, accountOwners } from './account.ts';
import { WHOLE_SHARE, sum } from './amount.ts';
import type { Evidence } from './evidence.ts';
import type { Flow } from './flow.ts';
import { type Networks, networksOf } from './network.ts';
import { type PropertyOwners, type Stay, propertyOwners } from './property.ts';
import type { Reference } from './reference.ts';

/** Days on which a share (in millionths) of a flow goes to one operation; null: to nobody. */
export interface SharedStay extends Stay {
  readonly share: bigint;
}

export interface WhoIsWho {
  readonly networks: Networks;
  /** Whom the flow goes to, without transfers; empty where all of it is a transfer. */
  readonly staysOf: (flow: Flow) => readonly SharedStay[];
  /** M-TRANSFER: the operations whose own account it was paid from. */
  readonly payersOf: (flow: Flow) => readonly string[];
  readonly properties: PropertyOwners;
  readonly accounts: AccountOwners;
}

const ALL_DAYS = { first: -Infinity, last: Infinity };

export function whoIsWho(evidence: Evidence, reference: Reference): WhoIsWho {
  const networks = networksOf(evidence.networks, reference.networkNames);
  const properties = propertyOwners(evidence.sites);
  const accounts = accountOwners(evidence.accounts, networks);
  const known = new WeakMap<Flow, readonly SharedStay[]>();
  return {
    networks,
    payersOf: (flow) => payersOf(flow, accounts),
    properties,
    accounts,
    staysOf: (flow) => {
      const stays = known.get(flow) ?? withoutTransfers(flow, accounts, properties);
      known.set(flow, stays);
      return stays;
    },
  };
}

function withoutTransfers(
  flow: Flow,
  accounts: AccountOwners,
  properties: PropertyOwners,
): readonly SharedStay[] {
  const stays = allStays(flow, accounts, properties);
  const payers = payersOf(flow, accounts);
  if (payers.length === 0) return stays;
  const isOwn = ({ operation }: Stay) => operation !== null && payers.includes(operation);
  const others = stays.filter((stay) => !isOwn(stay));
  // What nobody proves to be another operation's goes with the rest of a transfer.
  return others.some(({ operation }) => operation !== null) || others.length === stays.length
    ? others
    : [];
}

function payersOf(flow: Flow, accounts: AccountOwners): readonly string[] {
  const day = flow.valueDay ?? flow.statementDay ?? flow.days?.last;
  if (flow.status === 'reversed' || day === undefined) return [];
  return accounts.ownersOn(flow.payer, day);
}

function allStays(
  flow: Flow,
  accounts: AccountOwners,
  properties: PropertyOwners,
): readonly SharedStay[] {
  const days = flow.days ?? ALL_DAYS;
  if (flow.places.length === 0) {
    const { network, account: publisher, payee } = flow;
    const stays = accounts.staysOf({ network, publisher, payee }, days);
    return eachOnce(flow, stays).map((stay) => ({ ...stay, share: WHOLE_SHARE }));
  }
  const stays = flow.places.flatMap((place) =>
    eachOnce(flow, properties(place, days)).map((stay) => ({ ...stay, share: place.share })),
  );
  const rest = WHOLE_SHARE - sum(flow.places.map(({ share }) => share));
  return rest > 0n ? [...stays, { ...days, operation: null, share: rest }] : stays;
}

/** A take-back without a day of its own concerns, once, whoever owned its place at any time. */
function eachOnce({ days }: Flow, stays: readonly Stay[]): readonly Stay[] {
  if (days !== null) return stays;
  return [...new Map(stays.map((stay) => [stay.operation, stay])).values()];
}
