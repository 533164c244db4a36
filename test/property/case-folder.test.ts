// A case goes into files and comes back: the closure, the reference data and every figure are the
// same, to the last digit.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NO_COMPARABLES } from '../../pipeline/method/class/comparable.ts';
import { type Case, caseIn, refuseUntraced } from '../../pipeline/export/case/case-files.ts';
import type { References } from '../../pipeline/export/case/reference-file.ts';
import { figuresOf } from '../../pipeline/export/case/figures.ts';
import type { Figures } from '../../pipeline/export/case/table-form.ts';
import { closureOf } from '../../pipeline/method/closure.ts';
import { type Evidence, NO_EVIDENCE } from '../../pipeline/method/evidence.ts';
import { floorsWithModel } from '../../pipeline/method/model/floors-with-model.ts';
import { readReference } from '../../pipeline/reference/load.ts';
import { methodReference } from '../../pipeline/reference/method-reference.ts';
import { modelReference } from '../../pipeline/reference/model-reference.ts';
import { randomOf } from '../../pipeline/platform/random.ts';
import { fixedPoint } from '../../pipeline/text/fixed-point.ts';
import { siteSchema } from '../../schemas/site.ts';
import { differenceIn, madeCase } from '../case-folder.ts';
import { demoEvidence } from '../demo-evidence.ts';
import { arbitraryEvidence } from '../method/arbitrary-evidence.ts';
import { smallReference } from '../method/small-reference.ts';
import { randomAudience, randomCard } from '../random-records/audience-world.ts';
import { site as registered } from '../records.ts';
import { worldOf } from '../worlds/world.ts';

const ALPHA_PPM = 50_000;
const NO_MODEL: References['model'] = { card: [], monthly: [], primary: [] };

/** Without the order of records, and each content once. */
function setsOf(evidence: Evidence): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(evidence).map(([name, records]: [string, readonly unknown[]]) => [
      name,
      [...new Set(records.map((record) => JSON.stringify(record)))].sort(),
    ]),
  );
}

/**
 * Documented money of each month and line, from parts.csv and take-backs.csv alone, as
 * docs/recompute.md does it in a spreadsheet. In 1e-10 EUR before the cut.
 */
function addedUp(figures: readonly Figures[]): Map<string, string> {
  const rowsOf = (name: string) => {
    const { columns = [], rows = [] } = figures.find(({ file }) => file === name) ?? {};
    return rows.map((row) => new Map(columns.map((column, at) => [column.name, row[at] ?? ''])));
  };
  const unitsIn = (decimal = '0') => BigInt(decimal.replace('.', ''));
  const left = new Map<string, bigint>();
  for (const row of rowsOf('parts.csv').filter((one) => one.get('counts') === 'yes')) {
    const place = `${String(row.get('month'))} ${String(row.get('line'))} ${String(row.get('network_key'))}`;
    left.set(place, (left.get(place) ?? 0n) + unitsIn(row.get('left_eur')));
  }
  const sums = new Map<string, bigint>();
  const add = (place: string, eur: bigint) => sums.set(place, (sums.get(place) ?? 0n) + eur);
  for (const [place, eur] of left) add(place.split(' ', 2).join(' '), eur > 0n ? eur : 0n);
  for (const row of rowsOf('take-backs.csv'))
    if (['M-UNPLACED', 'M-CARRY'].includes(row.get('rule') ?? ''))
      add(`${String(row.get('month'))} ${String(row.get('line'))}`, -unitsIn(row.get('taken_eur')));
  return new Map(
    [...sums]
      .filter(([, eur]) => eur >= 1_000_000n)
      .map(([place, eur]) => [place, fixedPoint(eur / 1_000_000n, 4)]),
  );
}

function documentedIn(figures: readonly Figures[]): Map<string, string> {
  const { rows = [] } = figures.find(({ file }) => file === 'floor-lines.csv') ?? {};
  return new Map(
    rows
      .filter(([, , documented]) => documented !== '0.0000')
      .map(([month, line, documented]) => [`${String(month)} ${String(line)}`, documented ?? '']),
  );
}

async function expectRoundTrip(given: Case, isCut?: boolean): Promise<number> {
  const { operation, evidence, references } = given;
  const made = await madeCase(given);
  expect(differenceIn(given, made.files)).toBeNull();
  const read = caseIn(operation, made.files, ALPHA_PPM);
  expect(setsOf(read.evidence)).toEqual(
    setsOf(closureOf(operation, evidence, references.documented)),
  );
  refuseUntraced(made.files);
  // What the warehouse would compute, from all records and the whole reference data.
  const options = { alphaPpm: ALPHA_PPM, comparables: NO_COMPARABLES, without: [] };
  expect(made.figures).toEqual(
    figuresOf(floorsWithModel(operation, evidence, references, options)),
  );
  expect(addedUp(made.figures)).toEqual(documentedIn(made.figures));
  if (isCut !== undefined)
    expect(made.files.get('reference.json')?.includes('that this case can use')).toBe(isCut);
  return made.figures.reduce((all, { rows }) => all + rows.length, 0);
}

test('of 100 mischievous worlds', async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryEvidence, async (evidence) => {
      for (const operation of ['alpha', 'beta'])
        await expectRoundTrip({
          operation,
          evidence,
          references: { documented: smallReference, model: NO_MODEL },
          alphaPpm: ALPHA_PPM,
          ratios: [],
        });
    }),
    { numRuns: 100, seed: 25 },
  );
});

test('of 100 worlds of several sources, and the rates that a case cannot use change nothing', async () => {
  let rows = 0;
  for (let seed = 0; seed < 100; seed += 1) {
    const { evidence, reference: documented, truth } = worldOf(seed);
    for (const operation of truth.keys()) {
      const references = { documented, model: NO_MODEL };
      const given = {
        operation,
        evidence,
        references,
        alphaPpm: ALPHA_PPM,
        ratios: [],
      };
      rows += await expectRoundTrip(given, true);
    }
  }
  expect(rows).toBeGreaterThan(3_000);
});

test('of 60 worlds of audiences', async () => {
  const random = randomOf(25);
  const sites = ['w-alpha.tv', 'w-beta.tv'].map((site, at) =>
    siteSchema.parse(registered(`row-${String(at)}`, { site, operation: 'pair' })),
  );
  let figures = 0;
  for (let world = 0; world < 60; world += 1) {
    const card = randomCard(random);
    const { panels, observations, flows } = randomAudience(random, 'w-');
    const known = ['2015-12-15T00:00:00Z', null, '2016-01-02T10:11:12.345Z'];
    const evidence: Evidence = {
      ...NO_EVIDENCE,
      flows,
      sites,
      // One content has one time.
      panels: panels.map((record) => ({
        ...record,
        known_at: known[JSON.stringify(record).length % 3] ?? null,
      })),
      observations,
    };
    const references = { documented: smallReference, model: { ...card, monthly: [] } };
    figures += await expectRoundTrip({
      operation: 'pair',
      evidence,
      references,
      alphaPpm: ALPHA_PPM,
      ratios: [],
    });
  }
  expect(figures).toBeGreaterThan(100);
});

test('of the demo, with the reference data that ships', async () => {
  const evidence = demoEvidence();
  const references = { documented: methodReference(), model: modelReference(readReference()) };
  const given = {
    operation: 'planet-series',
    evidence,
    references,
    alphaPpm: ALPHA_PPM,
    ratios: [],
  };
  await expectRoundTrip(given, true);
  const { files } = await madeCase(given);
  expect(files.get('floors.csv')?.toString()).toContain('"2015-11","ok","",2588.3729,2588.3729');
  // An expert can read it: months of the euro's rate of the dollar, and not all that there are.
  expect(files.get('reference.json')?.length).toBeLessThan(200_000);
});
