// The operations that new records touch are all whose floors they change: computing these again,
// and no others, gives the floors that all records give.
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { NO_COMPARABLES } from '../../pipeline/method/class/comparable.ts';
import { touchedOperations } from '../../pipeline/estimate/touched-operations.ts';
import type { Evidence } from '../../pipeline/method/evidence.ts';
import { floorsWithModel } from '../../pipeline/method/model/floors-with-model.ts';
import { placeOf } from '../../pipeline/method/property.ts';
import type { Reference } from '../../pipeline/method/reference.ts';
import { type Random, randomOf } from '../../pipeline/platform/random.ts';
import { readReference } from '../../pipeline/reference/load.ts';
import { modelReference } from '../../pipeline/reference/model-reference.ts';
import type { Kind } from '../../schemas/record.ts';
import { arbitraryEvidence } from '../method/arbitrary-evidence.ts';
import { smallReference } from '../method/small-reference.ts';
import { shuffled } from '../shuffled.ts';
import { asRefused, asTold } from '../warehouse/put-evidence.ts';
import { putRange, temporaryWarehouse } from '../warehouse/temporary.ts';
import { worldOf } from '../worlds/world.ts';

const PATIENCE_MS = 900_000;
const WORLDS = Number(process.env['PLANCHER_TEST_WORLDS'] ?? 12);

const { warehouse, remove, empty } = await temporaryWarehouse('none');
afterAll(remove);

const model = modelReference(readReference());

/** All that money of the records can go to. */
function operationsIn({ flows, sites, accounts, panels }: Evidence): string[] {
  const places = [
    ...flows.flatMap(({ site: own, site_shares: shares }) =>
      own === null ? (shares ?? []).map((entry) => entry.site) : [own],
    ),
    ...[...sites, ...panels].map((record) => record.site),
  ].map(placeOf);
  return [
    ...new Set([
      ...places.flatMap(({ property, ancestors }) => [property, ...ancestors]),
      ...[...sites, ...accounts].flatMap(({ operation }) => operation ?? []),
    ]),
  ];
}

function floorsIn(
  operations: readonly string[],
  evidence: Evidence,
  documented: Reference,
): Map<string, string> {
  const told = (_: string, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value instanceof Map ? [...value] : value;
  return new Map(
    operations.map((operation) => {
      const { months, modelled, leftOut } = floorsWithModel(
        operation,
        evidence,
        { documented, model },
        { alphaPpm: 50_000, comparables: NO_COMPARABLES, without: [] },
      );
      const out = leftOut.map((one) => [one.flow.name, one.flow.payment, one.reason]);
      return [operation, JSON.stringify([months, modelled, out.map(String).sort()], told)];
    }),
  );
}

/** A record that arrives, and the evidence that it is. */
interface Arrival {
  kind: Kind;
  record: object;
  part: Partial<Evidence>;
}

function arrivalsOf(evidence: Evidence): Arrival[] {
  const { flows, sites, accounts, networks, panels, observations, refused } = evidence;
  return [
    ...flows.map((record): Arrival => ({ kind: 'flow', record, part: { flows: [record] } })),
    ...sites.map((record): Arrival => ({ kind: 'site', record, part: { sites: [record] } })),
    ...accounts.map(
      (record): Arrival => ({
        kind: 'account',
        record,
        part: { accounts: [record] },
      }),
    ),
    ...networks.map(
      (record): Arrival => ({
        kind: 'network',
        record,
        part: { networks: [record] },
      }),
    ),
    ...panels.map(
      (record): Arrival => ({
        kind: 'panel',
        record: asTold(record),
        part: { panels: [record] },
      }),
    ),
    ...observations.map(
      (record): Arrival => ({
        kind: 'observation',
        record,
        part: { observations: [record] },
      }),
    ),
    ...refused.map(
      (record): Arrival => ({
        kind: 'flow',
        record: asRefused(record),
        part: { refused: [record] },
      }),
    ),
  ];
}

function joined(arrivals: readonly Arrival[]): Evidence {
  const parts = arrivals.map(({ part }) => part);
  return {
    flows: parts.flatMap(({ flows = [] }) => flows),
    sites: parts.flatMap(({ sites = [] }) => sites),
    accounts: parts.flatMap(({ accounts = [] }) => accounts),
    networks: parts.flatMap(({ networks = [] }) => networks),
    panels: parts.flatMap(({ panels = [] }) => panels),
    observations: parts.flatMap(({ observations = [] }) => observations),
    refused: parts.flatMap(({ refused = [] }) => refused),
  };
}

/** Lets records arrive one after another, and notes runs that read them all. */
class Arriving {
  readonly #offsets = new Map<string, number>();
  #sequence = 0;

  async put({ kind, record }: Arrival): Promise<void> {
    const offset = this.#offsets.get(kind) ?? 0;
    await putRange(warehouse, kind, [record], kind, offset);
    this.#offsets.set(kind, offset + 1);
  }

  /** @returns the operations that are touched since the last run; null: all */
  touched(): Promise<string[] | null> {
    return this.#sequence === 0
      ? Promise.resolve(null)
      : touchedOperations(warehouse, this.#sequence);
  }

  async noteRun(): Promise<void> {
    this.#sequence += 1;
    const watermark = [...this.#offsets].map(([topic, next]) => ({
      topic,
      partition: 0,
      last_offset: next - 1,
      chain_sha256: '',
    }));
    await warehouse.insertObjects('estimate_run', [
      {
        run_id: `run-${String(this.#sequence)}`,
        finished_at: '2026-01-02 00:00:00.000',
        sequence: this.#sequence,
        watermark,
      },
    ]);
  }
}

/** Lets the records arrive in a random order. @returns how many operations were not touched */
async function expectComplete(
  evidence: Evidence,
  reference: Reference,
  random: Random,
): Promise<number> {
  await empty();
  const operations = operationsIn(evidence);
  const arrivals = shuffled(arrivalsOf(evidence), random);
  const arriving = new Arriving();
  let before = new Map<string, string>();
  let untouched = 0;
  for (const [at, arrival] of arrivals.entries()) {
    await arriving.put(arrival);
    // Of some runs the records are several.
    if (random.chance(0.3) && at < arrivals.length - 1) continue;
    const touched = await arriving.touched();
    const after = floorsIn(operations, joined(arrivals.slice(0, at + 1)), reference);
    if (touched !== null) {
      const changed = operations.filter((one) => before.get(one) !== after.get(one));
      const missing = changed.filter((one) => !touched.includes(one));
      expect(missing, JSON.stringify(arrival.record)).toEqual([]);
      untouched += operations.filter((one) => !touched.includes(one)).length;
    }
    before = after;
    await arriving.noteRun();
  }
  return untouched;
}

test(
  'after every record of mischievous worlds',
  async () => {
    let untouched = 0;
    await fc.assert(
      fc.asyncProperty(arbitraryEvidence, fc.nat(), async (evidence, seed) => {
        untouched += await expectComplete(evidence, smallReference, randomOf(seed));
      }),
      { numRuns: WORLDS, seed: 26, endOnFailure: true },
    );
    expect(untouched).toBeGreaterThan(WORLDS);
  },
  PATIENCE_MS,
);

test(
  'after every record of worlds of several sources',
  async () => {
    let untouched = 0;
    for (let seed = 0; seed < Math.ceil(WORLDS / 4); seed += 1) {
      const { evidence, reference } = worldOf(seed, null);
      untouched += await expectComplete(evidence, reference, randomOf(seed));
    }
    expect(untouched).toBeGreaterThan(WORLDS);
  },
  PATIENCE_MS,
);
