// What the sources of a world write on: the flows told so far, each with what it tells of the true
// course. The registry of the world is known before anybody tells.
import type { z } from 'zod';
import type { ContractualShare } from '../../pipeline/method/reference.ts';
import type { Random } from '../../pipeline/platform/random.ts';
import { fixedPoint } from '../../pipeline/text/fixed-point.ts';
import type { flowSchema } from '../../schemas/flow.ts';
import type { Accrual, Course, Owner, Payer, Payment, Stream, TakeBack } from './course.ts';
import { dayText } from './day.ts';
import type { Happening } from './happening.ts';
import type { Registry } from './registry.ts';

export type FlowFields = z.input<typeof flowSchema>;

/** How many cents a source writes for cents that were really paid, or, rounded up, taken back. */
export type Scale = (payment: Payment, cents: bigint, isUp: boolean) => bigint;

export interface Telling {
  readonly payment: Payment;
  readonly cents: bigint;
  /** Set where the flow tells only what one of several operations got of it. */
  readonly owner: Owner | null;
  /** Set where the flow tells only one line of the payment. */
  readonly accrual: Accrual | null;
}

export interface Told {
  readonly fields: FlowFields;
  readonly tells: readonly Telling[];
  readonly scale: Scale;
  /** The network key: a domain, or null for the key unknown. */
  readonly key: string | null;
  /** `collected`: what an agent got; `withdrawal`: what a PSP account passed on. */
  readonly level: 'collected' | 'received' | 'withdrawal';
  readonly takeBack: TakeBack | null;
  /** Other flows rest on its content: mischief leaves it alone. */
  readonly isFixed: boolean;
}

export interface Desk {
  readonly random: Random;
  readonly course: Course;
  readonly registry: Registry;
  /** Sources of this world, such as `bank`. */
  readonly sources: ReadonlySet<string>;
  readonly told: Told[];
  readonly shares: ContractualShare[];
  readonly happenings: Set<Happening>;
}

export const asPaid: Scale = (_, cents) => cents;

/** What the network paid to the agent for what the operation got. */
export const asCollected: Scale = (payment, cents, isUp) =>
  divided(cents * payment.network.cents, payment.cents, isUp);

export function divided(cents: bigint, by: bigint, isUp: boolean): bigint {
  return (cents + (isUp ? by - 1n : 0n)) / by;
}

export const centsText = (cents: bigint) => fixedPoint(cents, 2);

export const dayOrNull = (day: number | null) => (day === null ? null : dayText(day));

/** Identifiers are numbered within a source. */
export function nextId(desk: Desk, source: string): string {
  const own = desk.told.filter(({ fields }) => fields.source === source).length;
  return `${source}-${String(own + 1)}`;
}

export function put(desk: Desk, told: Partial<Told> & Pick<Told, 'fields' | 'key'>): Told {
  const whole: Told = {
    tells: [],
    scale: asPaid,
    level: 'received',
    takeBack: null,
    isFixed: false,
    ...told,
  };
  desk.told.push(whole);
  return whole;
}

export interface Naming {
  readonly network: string | null;
  readonly key: string | null;
}

const CONDUIT = 'PayPal (Europe) S.à r.l. et Cie, S.C.A.';
export const CONDUIT_NAMES = [CONDUIT, 'paypal.com', 'Wise Payments Limited'] as const;

/** How a source writes the name of who paid. */
export function naming(
  desk: Desk,
  payer: Payer,
  way: 'domain' | 'other' | 'company' | 'conduit' | 'none',
): Naming {
  switch (way) {
    case 'domain':
      return {
        network: desk.random.pick([
          payer.domain,
          payer.domain,
          `www.${payer.domain}`,
          payer.domain.toUpperCase(),
        ]),
        key: payer.domain,
      };
    case 'other':
      desk.happenings.add('second_domain_of_a_network');
      return { network: payer.otherDomain, key: payer.domain };
    case 'company':
      desk.happenings.add(payer.isCompanyJoined ? 'joined_company_name' : 'company_nobody_joined');
      return { network: payer.company, key: payer.isCompanyJoined ? payer.domain : null };
    case 'conduit':
      desk.happenings.add('conduit_for_networks');
      return { network: desk.random.pick(CONDUIT_NAMES), key: null };
    case 'none':
      desk.happenings.add('network_unknown');
      return { network: null, key: null };
  }
}

interface Place {
  readonly site: string | null;
  readonly site_shares: { site: string; share: string }[] | null;
  readonly owner: Owner | null;
  readonly millionths: bigint;
  /**
   * Of what is taken back here, the least share that is proven says more than it does of payments.
   */
  readonly scale: (scale: Scale) => Scale;
}

const asTold = (scale: Scale) => scale;

const shareText = (millionths: bigint) => fixedPoint(millionths, 6);

/**
 * Whose money a source says it is. Two operations: a row for each, proven shares, or the account.
 */
export function placesOf(desk: Desk, stream: Stream, siteIndex: number): Place[] {
  const [first, ...others] = stream.owners;
  const siteOf = (owner: Owner) => owner.sites[siteIndex % owner.sites.length] ?? owner.sites[0];
  const all = 1_000_000n;
  if (others.length === 0) {
    if (siteIndex > 0) desk.happenings.add('mirror_named');
    const byAccount = desk.registry.hasPublisherRow(stream) && desk.random.chance(0.25);
    if (byAccount) desk.happenings.add('account_row_instead_of_site');
    return [
      {
        site: byAccount ? null : siteOf(first),
        site_shares: null,
        owner: null,
        millionths: all,
        scale: asTold,
      },
    ];
  }
  if (desk.random.chance(0.45)) {
    desk.happenings.add('rows_by_site');
    return stream.owners.map((owner) => ({
      site: siteOf(owner),
      site_shares: null,
      owner,
      millionths: owner.millionths,
      scale: asTold,
    }));
  }
  if (desk.random.chance(0.2)) {
    desk.happenings.add('shared_account_without_site');
    return [{ site: null, site_shares: null, owner: null, millionths: all, scale: asTold }];
  }
  desk.happenings.add('site_shares');
  const isLess = desk.random.chance(0.3);
  if (isLess) desk.happenings.add('shares_below_one');
  const site_shares = stream.owners.map((owner, index) => ({
    site: siteOf(owner),
    share: shareText(isLess && index > 0 ? owner.millionths - 50_000n : owner.millionths),
  }));
  // So that what is taken back of each operation is all that was.
  const scale =
    (of: Scale): Scale =>
    (payment, cents, isUp) =>
      isUp && isLess ? divided(of(payment, cents, true) * 5n, 4n, true) : of(payment, cents, isUp);
  return [{ site: null, site_shares, owner: null, millionths: all, scale }];
}

/** A source has lost some rows; some begin late or end early. */
export function coverageOf({ random, course, happenings }: Desk): (payment: Payment) => boolean {
  const cut = course.firstDay + 40 + random.below(120);
  const kind = random.below(8);
  if (kind < 2) happenings.add('source_begins_or_ends');
  return ({ paidOn }) =>
    kind === 0 ? paidOn < cut : kind === 1 ? paidOn >= cut : !random.chance(0.06);
}

/** The end of service from which a payment is within reach of a flow without a value date. */
const REACH = 110;

/** True if a source that writes no value date still tells of the payment within its window. */
export function isWithinReach(payment: Payment): boolean {
  const last = Math.min(...payment.lines.map(({ accrual }) => accrual.last));
  return payment.paidOn <= last + REACH;
}

export function termOf(payment: Payment): { first: number; last: number } {
  return {
    first: Math.min(...payment.lines.map(({ accrual }) => accrual.first)),
    last: Math.max(...payment.lines.map(({ accrual }) => accrual.last)),
  };
}
