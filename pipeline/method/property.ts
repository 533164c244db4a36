// M-PROPERTY. A property is where an audience is: a host, a page of a platform, an app. A registry
// row says which operation a property, and what lies below it, belongs to from a day to a day. Of
// the rows in force on a day, those with the longest name that covers the property hold. If they
// name several operations, the property is nobody's on that day. A row without an operation keeps
// its property apart. What no row covers is an operation of its own: its registrable domain.
import { propertyOf } from '../../schemas/property.ts';
import type { Days } from './calendar.ts';
import { dayOf } from './calendar.ts';
import type { SiteRecord } from './evidence.ts';
import { groupBy } from './order.ts';
import { undisputed } from './revision.ts';

/** Days on which something goes to one operation; null: to nobody, because several claim it. */
export interface Stay extends Days {
  readonly operation: string | null;
}

export interface Place {
  readonly property: string;
  /** Names above it that a row could cover it by, nearest first. */
  readonly ancestors: readonly string[];
}

/** Whom a property belongs to on each of the days. */
export type PropertyOwners = (place: Place, days: Days) => Stay[];

export function placeOf(site: string): Place {
  const property = propertyOf(site);
  return 'fault' in property
    ? { property: site, ancestors: [] }
    : { property: property.name, ancestors: property.ancestors };
}

export interface Claim extends Days {
  readonly operation: string | null;
}

export function propertyOwners(records: readonly SiteRecord[]): PropertyOwners {
  const claims = groupBy(
    undisputed(records).map((record) => ({ ...claimOf(record), ...placeOf(record.site) })),
    ({ property }) => property,
  );
  return ({ property, ancestors }, days) => {
    const names = [property, ...ancestors];
    const covering = names.flatMap((name) => claims.get(name) ?? []);
    return staysBetween(days, covering, (day) => {
      const inForce = covering.filter((claim) => isOn(claim, day));
      const name = names.find((one) => inForce.some((claim) => claim.property === one));
      const rows = inForce.filter((claim) => claim.property === name);
      const operations = operationsOf(rows);
      if (operations.length > 1) return null;
      return operations[0] ?? name ?? ancestors.at(-1) ?? property;
    });
  };
}

/** The operations that the claims name, each once. */
export function operationsOf(claims: readonly Claim[]): string[] {
  return [...new Set(claims.flatMap(({ operation }) => operation ?? []))];
}

export function claimOf(record: {
  readonly operation: string | null;
  readonly valid_from: string | null;
  readonly valid_to: string | null;
}): Claim {
  const { operation, valid_from: from, valid_to: to } = record;
  return {
    operation,
    first: from === null ? -Infinity : dayOf(from),
    last: to === null ? Infinity : dayOf(to),
  };
}

export const isOn = ({ first, last }: Days, day: number): boolean => first <= day && day <= last;

/** The days cut where a claim begins or ends, each piece with what holds on its first day. */
export function staysBetween(
  { first, last }: Days,
  claims: readonly Claim[],
  operationOn: (day: number) => string | null,
): Stay[] {
  const changes = claims.flatMap((claim) => [claim.first, claim.last + 1]);
  const starts = [...new Set([first, ...changes.filter((day) => first < day && day <= last)])];
  starts.sort((one, other) => one - other);
  return starts.map((day, at) => ({
    operation: operationOn(day),
    first: day,
    last: (starts[at + 1] ?? last + 1) - 1,
  }));
}
