// The class of comparable operations (M-CLASS) as known at an earlier time: all operations with an
// audience are computed as of that time.
import { z } from 'zod';
import { fetchReference } from '../evidence/fetch-reference.ts';
import { fetchRegistry } from '../evidence/fetch-registry.ts';
import { fetchRelated } from '../evidence/fetch-relations.ts';
import { placeOf, propertyOwners } from '../method/property.ts';
import { sqlFile } from '../warehouse/sql-file.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { type Computation, computePlainly } from './compute-plainly.ts';
import { type ClassSource, classListed } from './class/class-source.ts';
import { makeClass } from './class/make-class.ts';

const EVER = { first: -Infinity, last: Infinity };

/**
 * Fills the work lists of the computation; an operation without an audience needs no class.
 * @param operation that the class is for
 */
export async function classAsOf(
  warehouse: Warehouse,
  computation: Computation,
  operation: string,
): Promise<ClassSource> {
  const { scope, asOf, alphaPpm } = computation;
  const operations = await measuredOperations(warehouse, asOf);
  if (operations.includes(operation)) {
    const [registry, reference] = await Promise.all([
      fetchRegistry(warehouse, asOf),
      fetchReference(warehouse),
    ]);
    await computePlainly(warehouse, { ...computation, without: [] }, operations, reference);
    await makeClass(warehouse, {
      scope,
      asOf,
      alphaPpm,
      networks: registry.networks,
      reference: reference.documented,
    });
  }
  return classListed(warehouse, scope, alphaPpm);
}

async function measuredOperations(warehouse: Warehouse, asOf: string): Promise<string[]> {
  const [{ sites }, places] = await Promise.all([
    fetchRelated(warehouse, asOf),
    warehouse.query(
      sqlFile('evidence/56_measured_places.sql'),
      { as_of: asOf },
      z.object({ property: z.string() }),
    ),
  ]);
  const ownersOf = propertyOwners(sites);
  const owners = places.flatMap(({ property }) => ownersOf(placeOf(property), EVER));
  return [...new Set(owners.flatMap(({ operation }) => operation ?? []))].sort();
}
