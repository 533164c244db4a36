// A case whose floor may rest on comparable operations (M-CLASS) goes into files and comes back:
// every figure is the same, and no file says who the others are.
import { expect, test } from 'vitest';
import { strataOf } from '../../pipeline/estimate/class/class-source.ts';
import { type Case, caseIn, writtenFigures } from '../../pipeline/export/case/case-files.ts';
import { CaseFault } from '../../pipeline/export/case/case-fault.ts';
import { figuresOf } from '../../pipeline/export/case/figures.ts';
import { ratioBytes, ratiosIn } from '../../pipeline/export/case/ratio-file.ts';
import type { Figures } from '../../pipeline/export/case/table-form.ts';
import { comparablesOf } from '../../pipeline/method/class/comparable.ts';
import { type Evidence, NO_EVIDENCE } from '../../pipeline/method/evidence.ts';
import { floorsWithModel } from '../../pipeline/method/model/floors-with-model.ts';
import { type Random, randomOf } from '../../pipeline/platform/random.ts';
import { flowSchema } from '../../schemas/flow.ts';
import { panelSchema } from '../../schemas/panel.ts';
import { siteSchema } from '../../schemas/site.ts';
import { differenceIn, madeCase } from '../case-folder.ts';
import { smallReference } from '../method/small-reference.ts';
import { randomCard } from '../random-records/audience-world.ts';
import { randomRatios } from '../random-records/class-ratios.ts';
import { classWorld } from '../random-records/class-world.ts';

const [ALPHA_PPM, WORLDS, OPERATION] = [50_000, 60, 'op-0'];
const FILE = 'comparable-ratios.ndjson';

/** Names that a panel may have: formulas, quotes, and 1000 characters of two units each. */
const PANELS = [
  'panel-b',
  '=HYPERLINK("http://evil.example","x")',
  '+1;@SUM(A1)|cmd',
  '-2"",\'\\N',
  '＝1+1',
  '{"member":1}',
  '📺'.repeat(1_000),
] as const;

/** One operation with an audience, and others without a name. */
function worldOf(random: Random, name: string): Case {
  const { sites, flows, panels } = classWorld(random, 1);
  const renamed = panels.map((record) =>
    record['source'] === 'panel-a' ? { ...record, source: name } : record,
  );
  const evidence: Evidence = {
    ...NO_EVIDENCE,
    sites: sites.map((record) => siteSchema.parse(record)),
    flows: flows.map((record) => flowSchema.parse(record)),
    panels: renamed.map((record) => ({ ...panelSchema.parse(record), known_at: null })),
  };
  return {
    operation: OPERATION,
    evidence,
    references: { documented: smallReference, model: { ...randomCard(random), monthly: [] } },
    alphaPpm: ALPHA_PPM,
    ratios: randomRatios(random, strataOf(evidence), 20 + random.below(50)),
  };
}

/** What the warehouse would compute, with the members' own names. */
function figuresBefore({ operation, evidence, references, ratios }: Case): Figures[] {
  const comparables = comparablesOf(ratios);
  const options = { alphaPpm: ALPHA_PPM, comparables, without: [] };
  return figuresOf(floorsWithModel(operation, evidence, references, options));
}

/** Values of a column of modelled.csv. */
function modelledIn(figures: readonly Figures[], name: string): string[] {
  const { columns = [], rows = [] } = figures.find(({ file }) => file === 'modelled.csv') ?? {};
  const place = columns.findIndex((column) => column.name === name);
  return rows.map((row) => row[place] ?? '');
}

test(`of ${String(WORLDS)} worlds with comparable operations, some of them too few`, async () => {
  const rungs: string[] = [];
  const classes: string[] = [];
  const panels = new Set<string>();
  for (let seed = 0; seed < WORLDS; seed += 1) {
    const random = randomOf(seed, 26);
    const given = worldOf(random, PANELS[seed % PANELS.length] ?? '');
    const made = await madeCase(given);
    expect(differenceIn(given, made.files), `world ${String(seed)}`).toBeNull();
    expect(made.figures, `world ${String(seed)}`).toEqual(figuresBefore(given));
    for (const [name, bytes] of made.files) expect(bytes.includes('hidden-'), name).toBe(false);
    rungs.push(...modelledIn(made.figures, 'rung'));
    classes.push(...modelledIn(made.figures, 'class_eur'));
    for (const panel of modelledIn(made.figures, 'class_panel')) panels.add(panel);
  }
  expect(rungs.filter((rung) => rung === 'L4').length).toBeGreaterThan(WORLDS);
  expect(classes.filter((figure) => figure === '').length).toBeGreaterThan(5);
  expect([...panels].sort()).toEqual(expect.arrayContaining([...PANELS].sort()));
});

/** Characters that begin a formula, in the places where a program would look for one. */
const FORMULA = /^[\s"]*[=+\-@＝]|[,;|\t\r\n"]\s*[=+\-@＝]/u;

test('no name of a panel is a formula in a table, or ends a line of the ratios', async () => {
  let shown = 0;
  for (const [seed, name] of PANELS.entries()) {
    const given = worldOf(randomOf(seed, 27), name);
    const { files } = await madeCase(given);
    const figures = writtenFigures(caseIn(OPERATION, files, ALPHA_PPM));
    for (const cell of [...modelledIn(figures, 'panel'), ...modelledIn(figures, 'class_panel')]) {
      expect(cell).not.toMatch(FORMULA);
      if (FORMULA.test(name) && cell.startsWith("'")) shown += 1;
    }
    expect(files.get(FILE)?.toString().split('\n').length, name).toBe(given.ratios.length + 1);
  }
  expect(shown).toBeGreaterThan(3);
});

test('the order in which ratios are fetched changes no byte', () => {
  const { ratios } = worldOf(randomOf(5, 28), 'panel-a');
  expect(ratioBytes(ratios.toReversed())).toEqual(ratioBytes(ratios));
});

test('numbers of members follow their lowest ratios and say no more', () => {
  const { ratios } = worldOf(randomOf(6, 28), 'panel-a');
  const lowest = new Map<string, bigint>();
  for (const { member, ratio } of ratiosIn(ratioBytes(ratios))) {
    const known = lowest.get(member);
    if (known === undefined || ratio < known) lowest.set(member, ratio);
  }
  const members = new Set(ratios.map(({ member }) => member)).size;
  const numbers = Array.from({ length: members }, (_, index) => String(index + 1));
  expect([...lowest.keys()].sort()).toEqual(numbers.toSorted());
  const inTurn = numbers.map((number) => Number(lowest.get(number)));
  expect(inTurn).toEqual(inTurn.toSorted((one, other) => one - other));
});

/** A fault of a file, in words. */
function faultOf(read: () => unknown): string {
  try {
    read();
  } catch (thrown) {
    if (thrown instanceof CaseFault)
      return `${thrown.file}, line ${String(thrown.line)}: ${thrown.message}`;
    throw thrown;
  }
  return 'none';
}

test.each<[string, (line: string) => string, string]>([
  ['its money', (line) => line.replace('_eur":"', '_eur":"9'), 'eur_per_unit is not documented_'],
  ['its audience', (line) => line.replace('ce":"', 'ce":"9'), 'eur_per_unit is not documented_'],
  ['its last digit', (line) => line.replace(/\d"}$/, (end) => (end < '5' ? '7"}' : '1"}')), 'eur_'],
  [
    'money without an audience',
    (line) => line.replace(/"audience":"\d+"/, '"audience":null'),
    'it has only one of documented_eur and audience',
  ],
  [
    'an audience of 0',
    (line) => line.replace(/"audience":"\d+"/, '"audience":"0"'),
    'it is no ratio: audience',
  ],
  [
    'an invisible character in its panel',
    (line) => line.replace('"panel":"', '"panel":"\u202e'),
    'it is no ratio: panel',
  ],
  ['a field more', (line) => line.replace('{', '{"operation":"op-1",'), 'it is no ratio'],
])('a ratio with another value is named with its line: %s', async (_, change, what) => {
  const given = worldOf(randomOf(9, 29), 'panel-a');
  const { files } = await madeCase(given);
  const lines = (files.get(FILE)?.toString() ?? '').split('\n');
  const made = lines.flatMap((line, at) => (line.includes('_eur":"') ? [at] : []));
  for (const at of made.filter((_line, index) => index % 40 === 0)) {
    const changed = lines.map((line, index) => (index === at ? change(line) : line)).join('\n');
    expect(changed).not.toBe(lines.join('\n'));
    const forged = new Map(files).set(FILE, Buffer.from(changed));
    const fault = faultOf(() => caseIn(OPERATION, forged, ALPHA_PPM));
    expect(fault).toContain(`${FILE}, line ${String(at + 1)}: ${what}`);
  }
});
