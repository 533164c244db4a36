// npm run study:class [WORLDS]: how often the class (M-CLASS) is above the truth, and how close to
// it, in worlds of members' ratios alone. They come from the same draws as `plancher simulate
// --rates cases`, and the limit is that of the method; there are no records and no warehouse, and
// an audience is measured without sampling error. It shows what each assumption is worth; `npm run
// study:coverage` shows what the whole program makes of records.
import { type MemberRatio, classLimit, membersWith } from '../pipeline/method/class/class-limit.ts';
import { partsOfAlpha } from '../pipeline/method/model/alpha.ts';
import { randomOf } from '../pipeline/platform/random.ts';
import { type CaseOperation, caseOperation } from '../pipeline/trial/simulate/cases.ts';
import {
  type CasesSettings,
  type Misspecification,
  MOST_PANELS,
  settingsOf,
} from '../pipeline/trial/simulate/settings.ts';
import { meanOf } from './mean-of.ts';

interface Scenario {
  name: string;
  /** Operations with papers, and as many with an audience alone. */
  documented: number;
  papers: CasesSettings['papers'];
  misspecify: Misspecification | null;
  panels: number;
  /** Of several panels: the lowest class, as the method has it, or the largest. */
  counts: 'lowest' | 'largest';
  months: number;
  /** Consecutive months of which the total is a figure; 1: a single month. */
  run: number;
}

const USUAL: Omit<Scenario, 'name'> = {
  documented: 60,
  papers: 'full',
  misspecify: null,
  panels: 1,
  counts: 'lowest',
  months: 6,
  run: 1,
};
const TOTAL: Partial<Scenario> = { months: 24 };

const SCENARIOS: readonly Scenario[] = [
  ...([24, 60, 120] as const).flatMap((documented) =>
    (['full', 'part'] as const).map((papers) => ({
      ...USUAL,
      name: `${String(documented)} members, ${papers} papers`,
      documented,
      papers,
    })),
  ),
  ...named({
    'six panels, the lowest counts': { panels: MOST_PANELS },
    'six panels, the largest counts': { panels: MOST_PANELS, counts: 'largest' },
    '30 operators of 5, one member each': { documented: 150, misspecify: 'related_operations' },
    '12 operators of 5, counted apart': { misspecify: 'unregistered_relations' },
    'planted selection': { misspecify: 'planted_selection' },
    'months without income': { misspecify: 'months_without_income' },
    'payment-dated members counted': { misspecify: 'payment_dated_members' },
    'totals of 3 months, full papers': { ...TOTAL, run: 3 },
    'totals of 12 months, full papers': { ...TOTAL, run: 12 },
    'totals of 24 months, full papers': { ...TOTAL, run: 24 },
    'totals of 3 months, part papers': { ...TOTAL, run: 3, papers: 'part' },
    'totals of 12 months, part papers': { ...TOTAL, run: 12, papers: 'part' },
    'totals of 24 months, part papers': { ...TOTAL, run: 24, papers: 'part' },
    'totals of 12 months, months without income': {
      ...TOTAL,
      run: 12,
      misspecify: 'months_without_income',
    },
  }),
];

function named(changes: Record<string, Partial<Scenario>>): Scenario[] {
  return Object.entries(changes).map(([name, change]) => ({ ...USUAL, name, ...change }));
}

const ALPHA_PPM = partsOfAlpha(50_000).ofClass;
/** A ratio is in 1e-10 EUR, as in the method. */
const RATIO_UNITS = 1e10;
/** Payments of these come for three months at once. */
const MONTHS_A_PAYMENT = 3;

/** Class figure / true money, of each total of an operation with an audience alone. */
function figuresOf(scenario: Scenario, seed: number): number[] {
  const { documented, papers, misspecify, panels, months, run, counts } = scenario;
  const operations = 2 * documented;
  const world = settingsOf({
    seed,
    operations,
    months,
    rates: 'cases',
    misspecify,
    cases: { papers, panels },
  });
  const made = Array.from({ length: operations }, (_, index) => {
    const operation = caseOperation(randomOf(seed, index), world, index);
    return operation === null ? [] : [{ ...operation, index }];
  }).flat();
  const members = made.filter(({ hasPapers }) => hasPapers);
  const limits = Array.from({ length: panels }, (_, panel) =>
    limitOf(members.flatMap((member) => ratiosOf(member, panel, scenario))),
  );
  return made
    .filter(({ hasPapers }) => !hasPapers)
    .flatMap(({ eurPerVisitor, panelFactors }) => {
      const figures = limits.map((limit, panel) => limit * (panelFactors[panel] ?? 0) * run);
      const figure = counts === 'lowest' ? Math.min(...figures) : Math.max(...figures);
      return runsOf(eurPerVisitor, run).map((truth) => figure / truth);
    });
}

/** What one visitor was worth to a member in each run of months, as papers and a panel show it. */
function ratiosOf(
  operation: CaseOperation & { index: number },
  panel: number,
  { misspecify, run }: Scenario,
): MemberRatio[] {
  const { eurPerVisitor, documentedPart, isPaymentDated, panelFactors } = operation;
  const isOne = misspecify === 'related_operations';
  const member = String(isOne ? operation.operatorIndex : operation.index);
  const money = isPaymentDated ? inPayments(eurPerVisitor) : eurPerVisitor;
  // A month without documented money has no ratio, and no run goes over it.
  return runsOf(money, run, (month) => month > 0).map((eur) => ({
    member,
    ratio: BigInt(
      Math.floor((RATIO_UNITS * eur * documentedPart) / (panelFactors[panel] ?? 1) / run),
    ),
  }));
}

/** The money of several months in the month of its payment. */
function inPayments(months: readonly number[]): number[] {
  return months.map((_, month) =>
    (month + 1) % MONTHS_A_PAYMENT === 0
      ? sum(months.slice(month + 1 - MONTHS_A_PAYMENT, month + 1))
      : 0,
  );
}

function runsOf(
  months: readonly number[],
  length: number,
  holds: (month: number) => boolean = () => true,
): number[] {
  return months.flatMap((_, first) => {
    const run = months.slice(first, first + length);
    return run.length === length && run.every(holds) ? [sum(run)] : [];
  });
}

/** In EUR. */
function limitOf(ratios: readonly MemberRatio[]): number {
  return Number(classLimit(membersWith(ratios), ALPHA_PPM) ?? 0n) / RATIO_UNITS;
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

const percent = (value: number) => `${(100 * value).toFixed(2)} %`;
const ratio = (value: number | undefined) => (value === undefined ? '-' : value.toPrecision(3));
const median = (sorted: readonly number[]) => sorted[Math.floor((sorted.length - 1) / 2)];

function row(scenario: Scenario, worlds: number, at: number): string {
  const figures = Array.from({ length: worlds }, (_, world) =>
    figuresOf(scenario, 1_000_000 * at + world),
  );
  const { mean, margin } = meanOf(
    figures.map((own) => own.filter((figure) => figure > 1).length / own.length),
  );
  const sorted = figures.flat().sort((a, b) => a - b);
  const above = sorted.filter((figure) => figure > 1);
  const cells = [
    scenario.name.padEnd(44),
    `${percent(mean)} ± ${percent(margin)}`,
    ratio(median(sorted)),
    ratio(median(above)),
    ratio(above.at(-1)),
  ];
  return `| ${cells.join(' | ')} |`;
}

function main(): void {
  const worlds = Number(process.argv[2] ?? '400');
  console.log(
    `${String(worlds)} worlds each; alpha of the class ${String(ALPHA_PPM / 10_000)} %\n\n` +
      '| | share above, mean of worlds | median class/truth | median of those above | largest |\n' +
      '| - | - | - | - | - |',
  );
  for (const [at, scenario] of SCENARIOS.entries()) console.log(row(scenario, worlds, at));
}

main();
