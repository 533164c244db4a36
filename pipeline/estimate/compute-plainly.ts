// Computes operations by the plain form of the method, from their evidence in the warehouse, and
// writes their floors and what became of their flows as rows.
import { type FetchedEvidence, fetchWithDigests } from '../evidence/fetch-evidence.ts';
import {
  type FetchedReference,
  currenciesOf,
  fetchReference,
} from '../evidence/fetch-reference.ts';
import { NO_COMPARABLES } from '../method/class/comparable.ts';
import type { FlowRecord } from '../method/evidence.ts';
import { floorsWithModel } from '../method/model/floors-with-model.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { audienceRows, ownMemberRows } from './audience-rows.ts';
import type { ClassSource } from './class/class-source.ts';
import { floorRows, rowsByCard } from './floor-rows.ts';
import type { NotedRun } from './noted-run.ts';
import { rulingRows } from './ruling-rows.ts';

export interface Computation {
  /** Name of the work lists. */
  readonly scope: string;
  /** UTC, in the form that ClickHouse reads. */
  readonly asOf: string;
  readonly alphaPpm: number;
  /** Assumptions to leave out. */
  readonly without: readonly string[];
  /** Null: a question; what became of the flows is not written. */
  readonly run: NotedRun | null;
  /** Null: the class is made of what is computed here, and is added afterwards (compute-all.ts). */
  readonly classSource: ClassSource | null;
}

/** One fetch serves many operations; its evidence is in memory. */
const WANTED_FLOWS = 20_000;
const FIRST_BATCH = 64;
const LARGEST_BATCH = 4_096;

/** @param reference in force; null: fetched for the currencies of each batch */
export async function computePlainly(
  warehouse: Warehouse,
  computation: Computation,
  operations: readonly string[],
  reference: FetchedReference | null = null,
): Promise<void> {
  let batch = FIRST_BATCH;
  for (let from = 0; from < operations.length; ) {
    const some = operations.slice(from, from + batch);
    const fetched = await fetchWithDigests(warehouse, some, computation.asOf);
    const { evidence } = fetched;
    await computeSome(warehouse, computation, some, {
      ...fetched,
      reference: reference ?? (await fetchReference(warehouse, currenciesOf(evidence))),
    });
    from += some.length;
    const flowsOfEach = Math.max(1, evidence.flows.length / some.length);
    batch = Math.min(Math.max(1, Math.floor(WANTED_FLOWS / flowsOfEach)), LARGEST_BATCH);
  }
}

async function computeSome(
  warehouse: Warehouse,
  { scope, alphaPpm, without, run, classSource }: Computation,
  operations: readonly string[],
  { evidence, digests, reference }: FetchedEvidence & { readonly reference: FetchedReference },
): Promise<void> {
  const classes = (await classSource?.({ operations, evidence, reference })) ?? null;
  const floors = operations.map((operation) =>
    floorsWithModel(operation, evidence, reference, {
      alphaPpm,
      without,
      comparables: classes?.comparablesOf(operation) ?? NO_COMPARABLES,
    }),
  );
  const listed = (rows: readonly Record<string, unknown>[]) =>
    rows.map((row) => ({ scope, ...row }));
  if (classes === null)
    await warehouse.insertObjects('floor_by_card_of', listed(floors.flatMap(rowsByCard)));
  else await warehouse.insertObjects('floor_work', listed(floors.flatMap(floorRows)));
  if (classes === null || run === null)
    await warehouse.insertObjects('audience_of', listed(floors.flatMap(audienceRows)));
  if (run === null) return;
  const digestOf = (record: FlowRecord) => digests.get(record) ?? '';
  for (const [table, written] of rulingRows(floors, run, digestOf))
    await warehouse.insertObjects(table, written);
  if (classes !== null)
    await warehouse.insertObjects('own_member', ownMemberRows(floors, classes.ownOf, run));
}
