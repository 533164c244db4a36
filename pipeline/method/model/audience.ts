// The measurements that may be of an operation, and the crawls of what they measure. Many
// operations may be computed from one evidence, so it is sorted by operation once.
import { monthDays } from '../calendar.ts';
import type { Evidence } from '../evidence.ts';
import { nameOf } from '../flow.ts';
import { groupBy } from '../order.ts';
import { type PropertyOwners, placeOf } from '../property.ts';

export type Audience = Pick<Evidence, 'panels' | 'observations'>;

const NOTHING: Audience = { panels: [], observations: [] };
const sorted = new WeakMap<Evidence, ReadonlyMap<string, Audience>>();

/** With all revisions of each record. @param ownersOf of the same evidence */
export function audienceOf(
  operation: string,
  evidence: Evidence,
  ownersOf: PropertyOwners,
): Audience {
  const known = sorted.get(evidence) ?? byOperation(evidence, ownersOf);
  sorted.set(evidence, known);
  return known.get(operation) ?? NOTHING;
}

function byOperation(
  { panels, observations }: Evidence,
  ownersOf: PropertyOwners,
): Map<string, Audience> {
  const measured = [
    ...groupBy(panels, ({ source, record_id: id }) => nameOf(source, id)).values(),
  ].map((revisions) => {
    const places = revisions.map(({ site, month }) => ({ place: placeOf(site), month }));
    const owners = places.flatMap(({ place, month }) => ownersOf(place, monthDays(month)));
    return {
      revisions,
      properties: places.map(({ place }) => place.property),
      operations: new Set(owners.flatMap((stay) => stay.operation ?? [])),
    };
  });
  const ofProperty = groupBy(
    [...groupBy(observations, ({ source, record_id: id }) => nameOf(source, id)).values()].flatMap(
      (revisions) =>
        [...new Set(revisions.map(({ site }) => placeOf(site).property))].map((property) => ({
          property,
          revisions,
        })),
    ),
    ({ property }) => property,
  );
  const found = groupBy(
    measured.flatMap((one) => [...one.operations].map((operation) => ({ operation, one }))),
    ({ operation }) => operation,
  );
  return new Map(
    [...found].map(([operation, own]) => [
      operation,
      {
        panels: own.flatMap(({ one }) => one.revisions),
        observations: [...new Set(own.flatMap(({ one }) => one.properties))]
          .flatMap((property) => ofProperty.get(property) ?? [])
          .flatMap(({ revisions }) => revisions),
      },
    ]),
  );
}
