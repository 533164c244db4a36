// Evidence that is fetched from a warehouse gives the floors that all records give, to the last
// digit and with the same trace, and holds the closure.
import fc from 'fast-check';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { NOW } from '../../pipeline/estimate/run.ts';
import { fetchEvidence } from '../../pipeline/evidence/fetch-evidence.ts';
import { closureOf } from '../../pipeline/method/closure.ts';
import type { Evidence } from '../../pipeline/method/evidence.ts';
import { type Floors, floorsOf } from '../../pipeline/method/floors-of.ts';
import type { Reference } from '../../pipeline/method/reference.ts';
import { ALL_OPERATIONS, arbitraryEvidence } from '../method/arbitrary-evidence.ts';
import { evidenceOf, flow, inMonth, site } from '../method/flow-records.ts';
import { smallReference } from '../method/small-reference.ts';
import { putEvidence } from '../warehouse/put-evidence.ts';
import { temporaryWarehouse } from '../warehouse/temporary.ts';
import { worldOf } from '../worlds/world.ts';

const PATIENCE_MS = 600_000;
const WORLDS = { numRuns: Number(process.env['PLANCHER_TEST_WORLDS'] ?? 40), seed: 25 };
const WORLDS_WITH_TRUTH = Math.ceil(WORLDS.numRuns / 2);

const { warehouse, remove, empty } = await temporaryWarehouse('none');
afterAll(remove);
beforeEach(empty);

/** What is said of an operation, as text; the order of records is another one. */
function told({ months, documented, leftOut }: Floors) {
  const { chosen, other } = documented;
  const texts = (...fields: unknown[]) => fields.map(String).join(' ');
  const sides = [chosen, other].map(({ total, groups, gone, unplaced }) => [
    String(total),
    groups.map(({ key, source, rank, months: owned }) => texts(key, source, rank, owned)).sort(),
    gone
      .map(({ takeBack, holding, eur }) => texts(takeBack.flow.name, holding.flow.name, eur))
      .sort(),
    unplaced
      .map(({ takeBack, month, line, eur }) => texts(takeBack?.flow.name, month, line, eur))
      .sort(),
  ]);
  const out = leftOut.map((one) => texts(one.flow.name, one.reason, one.months)).sort();
  return { months, sides, out };
}

/** Each record of each kind as text. */
function textsOf(evidence: Evidence): Set<string> {
  const panels = evidence.panels.map((panel) => ({ ...panel, known_at: null }));
  return new Set(
    Object.entries({ ...evidence, panels }).flatMap(([kind, records]) =>
      records.map((record) => `${kind} ${JSON.stringify(record)}`),
    ),
  );
}

async function expectSame(
  operations: readonly string[],
  evidence: Evidence,
  reference: Reference,
): Promise<void> {
  const fetched = await fetchEvidence(warehouse, operations, NOW);
  const texts = textsOf(fetched);
  for (const operation of operations) {
    const closure = closureOf(operation, evidence, reference);
    const missing = [...textsOf(closure)].filter((text) => !texts.has(text));
    expect(missing, operation).toEqual([]);
    expect(told(floorsOf(operation, fetched, reference))).toEqual(
      told(floorsOf(operation, evidence, reference)),
    );
  }
}

test(
  'of mischievous worlds',
  async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryEvidence, async (evidence) => {
        await empty();
        await putEvidence(warehouse, evidence);
        for (const operation of ALL_OPERATIONS)
          await expectSame([operation], evidence, smallReference);
        await expectSame(ALL_OPERATIONS, evidence, smallReference);
      }),
      WORLDS,
    );
  },
  PATIENCE_MS,
);

test(
  'of worlds of several sources',
  async () => {
    for (let seed = 0; seed < WORLDS_WITH_TRUTH; seed += 1) {
      const { evidence, reference, truth } = worldOf(seed, null);
      await empty();
      await putEvidence(warehouse, evidence);
      for (const operation of truth.keys()) await expectSame([operation], evidence, reference);
    }
  },
  PATIENCE_MS,
);

test(
  'in an order that does not depend on how the records came in',
  async () => {
    for (let seed = 0; seed < 5; seed += 1) {
      const { evidence, truth } = worldOf(seed, null);
      const operations = [...truth.keys()];
      const fetched: Evidence[] = [];
      for (const half of [0, 1]) {
        await empty();
        await putEvidence(warehouse, everySecond(evidence, half));
        await putEvidence(warehouse, everySecond(evidence, 1 - half));
        fetched.push(await fetchEvidence(warehouse, operations, NOW));
      }
      const [forwards, other] = fetched;
      expect(JSON.stringify(other)).toBe(JSON.stringify(forwards));
    }
  },
  PATIENCE_MS,
);

/** Each half is a part of its own in the tables. */
function everySecond(evidence: Evidence, half: number): Evidence {
  const chosen = <Row>(rows: readonly Row[]) => rows.filter((_, index) => index % 2 === half);
  return {
    ...evidence,
    flows: chosen(evidence.flows),
    sites: chosen(evidence.sites),
    accounts: chosen(evidence.accounts),
    networks: chosen(evidence.networks),
    panels: chosen(evidence.panels),
    observations: chosen(evidence.observations),
  };
}

test('without what was known later, and without what is linked with nothing', async () => {
  const mine = flow('mine', inMonth('2020-03'));
  const theirs = flow('theirs', { ...inMonth('2020-03'), site: 'other.tv' });
  await putEvidence(
    warehouse,
    evidenceOf([mine, theirs], { sites: [site('films.tv', 'films'), site('other.tv', 'others')] }),
  );
  const { flows, sites } = await fetchEvidence(warehouse, ['films'], NOW);
  expect(flows).toEqual([mine]);
  expect(sites.map(({ operation }) => operation)).toEqual(['films']);
  const before = await fetchEvidence(warehouse, ['films'], '2025-01-01 00:00:00.000');
  expect(before).toMatchObject({ flows: [], sites: [] });
});
