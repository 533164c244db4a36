// Where the class of comparable operations (M-CLASS) comes from when operations are computed one by
// one: from the last run that computed all of them, or from a question that did.
import { z } from 'zod';
import type { FetchedEvidence } from '../../evidence/fetch-evidence.ts';
import type { FetchedReference } from '../../evidence/fetch-reference.ts';
import {
  type ClassPlace,
  type FetchedComparables,
  comparablesIn,
  fetchClass,
} from '../../evidence/fetch-comparables.ts';
import { fetchMembers } from '../../evidence/fetch-relations.ts';
import type { Comparables } from '../../method/class/comparable.ts';
import { membersOf, operationKey, pathOf, relationsOf } from '../../method/class/members.ts';
import { type Stratum, UNITS, stratumName } from '../../method/class/stratum.ts';
import type { Evidence } from '../../method/evidence.ts';
import { FIELD_OF } from '../../method/model/class-audiences.ts';
import { partsOfAlpha } from '../../method/model/alpha.ts';
import { groupBy } from '../../method/order.ts';
import { readEvidence } from '../../method/reading.ts';
import { sqlFile } from '../../warehouse/sql-file.ts';
import type { Warehouse } from '../../warehouse/warehouse.ts';

/** What a class is looked up for. */
export interface ClassQuestion extends Pick<FetchedEvidence, 'evidence'> {
  readonly operations: readonly string[];
  readonly reference: FetchedReference;
}

/** The class of each of some operations. */
export interface Classes {
  /** Members that are the operation, or related with it. */
  readonly ownOf: (operation: string) => readonly string[];
  readonly comparablesOf: (operation: string) => Comparables;
}

export type ClassSource = (question: ClassQuestion) => Promise<Classes>;

const ownRow = z.object({ operation: z.string(), member: z.string() });

/** The class in force for operations that a run computes: who is related is read anew. */
export function classForRun(warehouse: Warehouse, epoch: number, alphaPpm: number): ClassSource {
  return async (question) => {
    const own = await relatedMembers(warehouse, epoch, question);
    return classesWith(warehouse, 'in_force', question.evidence, own, alphaPpm);
  };
}

/** The class in force, as the floors in force were computed with it. */
export function classInForce(warehouse: Warehouse, alphaPpm: number): ClassSource {
  return async ({ operations, evidence }) => {
    const own = await ownMembersInForce(warehouse, operations);
    return classesWith(warehouse, 'in_force', evidence, own, alphaPpm);
  };
}

/** The class in force of one operation with all ratios, whatever the alpha. */
export async function wholeClass(
  warehouse: Warehouse,
  operation: string,
  evidence: Evidence,
): Promise<FetchedComparables> {
  const strata = strataOf(evidence);
  if (strata.length === 0) return comparablesIn({ ratios: [], strata: new Map() }, []);
  const own = (await ownMembersInForce(warehouse, [operation])).get(operation) ?? [];
  const question = { strata, alphaPpm: null, own };
  return comparablesIn(await fetchClass(warehouse, 'in_force', question), own);
}

async function ownMembersInForce(
  warehouse: Warehouse,
  operations: readonly string[],
): Promise<OwnMembers> {
  const sql = sqlFile('evidence/55_own_members.sql', {
    own: sqlFile('estimate/part/own_members_kept.sql'),
  });
  return byOperation(await warehouse.query(sql, { operations: [...operations] }, ownRow));
}

/** A class that makeClass() made in work lists. */
export function classListed(warehouse: Warehouse, scope: string, alphaPpm: number): ClassSource {
  return async ({ operations, evidence }) => {
    const sql = sqlFile('evidence/55_own_members.sql', {
      own: sqlFile('estimate/part/own_members_listed.sql'),
    });
    const own = await warehouse.query(sql, { scope, operations: [...operations] }, ownRow);
    return classesWith(warehouse, { scope }, evidence, byOperation(own), alphaPpm);
  };
}

/** The strata that panels measured in: a unit without a figure is in none. */
export function strataOf({ panels }: Pick<Evidence, 'panels'>): Stratum[] {
  const strata = panels.flatMap((record) => {
    const { source: panel, country } = record;
    return UNITS.filter((unit) => (record[FIELD_OF[unit]] ?? 0) > 0).map((unit) => ({
      panel,
      unit,
      country,
    }));
  });
  return [...new Map(strata.map((one) => [stratumName(one), one])).values()];
}

type OwnMembers = ReadonlyMap<string, readonly string[]>;

async function classesWith(
  warehouse: Warehouse,
  place: ClassPlace,
  evidence: Evidence,
  own: OwnMembers,
  alphaPpm: number,
): Promise<Classes> {
  const { ofClass } = partsOfAlpha(alphaPpm);
  const fetched = await fetchClass(warehouse, place, {
    strata: strataOf(evidence),
    alphaPpm: ofClass,
    own: [...new Set([...own.values()].flat())],
  });
  const ownOf = (operation: string) => own.get(operation) ?? [];
  return { ownOf, comparablesOf: (operation) => comparablesIn(fetched, ownOf(operation)) };
}

function byOperation(rows: readonly z.infer<typeof ownRow>[]): OwnMembers {
  return new Map(
    [...groupBy(rows, ({ operation }) => operation)].map(([operation, own]) => [
      operation,
      own.map(({ member }) => member),
    ]),
  );
}

/** Members of the class of a run that hang together with each of the operations. */
async function relatedMembers(
  warehouse: Warehouse,
  epoch: number,
  { operations, evidence, reference }: ClassQuestion,
): Promise<OwnMembers> {
  const { who } = readEvidence(evidence, reference.documented);
  const members = membersOf([
    ...relationsOf(
      { ...evidence, paths: evidence.flows.map(pathOf) },
      who.networks,
      who.properties,
    ),
    ...operations.map((operation) => [operationKey(operation)]),
  ]);
  const namesOf = groupBy(members.keys(), (name) => members.get(name));
  const known = await fetchMembers(warehouse, epoch, [...members.keys()]);
  return new Map(
    operations.map((operation) => {
      const names = namesOf.get(members.get(operationKey(operation))) ?? [];
      return [operation, [...new Set(names.flatMap((name) => known.get(name) ?? []))]];
    }),
  );
}
