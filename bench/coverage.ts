// npm run study:coverage [WORLDS [GROUP...]]: the share of floors above the truth in simulated
// worlds. First without the class (M-CLASS), with the exact 95 % interval of independent months;
// then with it, as the mean over worlds. A world takes 2 to 5 seconds. Groups are named as in the
// tables; without a name all are studied.
import {
  MISSPECIFICATIONS,
  breaksClass,
  isMisspecification,
} from '../pipeline/trial/simulate/settings.ts';
import {
  type Counted,
  type Group,
  MEASURES,
  type Outcome,
  STRATA,
  count,
  countOverWorlds,
  leavingOutClass,
  outcomesOf,
} from './coverage-study.ts';

const percent = (value: number) => (Number.isNaN(value) ? '-' : `${(value * 100).toFixed(3)} %`);
const ratio = (value: number) => (Number.isNaN(value) ? '-' : value.toPrecision(3));
const row = (name: string, cells: readonly string[]) =>
  `| ${[name.padEnd(48), ...cells].join(' | ')} |`;

/** 60 operations with papers and 60 with an audience alone. */
const CLASS_WORLD = { operations: 120, months: 6 };
/** 30 operators with papers: with 12, as among 120 operations, there is no class. */
const RELATED_WORLD = { operations: 300, months: 6 };
const PANELS = 6;

function cardGroups(worlds: number, few: number): Group[] {
  return [
    { name: 'drawn', worlds },
    { name: 'lowest', worlds: Math.max(1, Math.round(worlds / 5)), rates: 'lowest' },
    ...Object.keys(MISSPECIFICATIONS)
      .filter(isMisspecification)
      .filter((name) => !breaksClass(name))
      .map((name) => ({ name, worlds: few, misspecify: name })),
  ];
}

function classGroups(worlds: number, few: number): Group[] {
  const rates = 'cases';
  return [
    { ...CLASS_WORLD, name: 'cases full', worlds, rates, cases: { papers: 'full' } },
    { ...CLASS_WORLD, name: 'cases part', worlds, rates, cases: { papers: 'part' } },
    { ...CLASS_WORLD, name: 'cases poor', worlds: few, rates, cases: { papers: 'poor' } },
    { ...CLASS_WORLD, name: 'six panels', worlds: few, rates, cases: { panels: PANELS } },
    ...Object.keys(MISSPECIFICATIONS)
      .filter(isMisspecification)
      .filter(breaksClass)
      .map((name) => ({
        ...(name === 'related_operations' ? RELATED_WORLD : CLASS_WORLD),
        name,
        worlds: few,
        misspecify: name,
      })),
  ];
}

function showCard(groups: readonly Group[], outcomes: readonly Outcome[]): void {
  console.log(
    '\nWithout the class:\n\n' +
      '| floors | number | above truth | share | 95 % interval | median floor/truth | median of ' +
      'those above | largest |\n| - | - | - | - | - | - | - | - |',
  );
  const show = (name: string, counted: Counted) => {
    const { floors, above, lower, upper } = counted;
    const share = floors === 0 ? Number.NaN : above / floors;
    const interval = `${percent(lower)} to ${percent(upper)}`;
    console.log(
      row(name, [String(floors), String(above), percent(share), interval, ...sizes(counted)]),
    );
  };
  for (const { name } of groups) {
    const own = outcomes.filter(({ group }) => group === name).map(leavingOutClass);
    const isPlanted = isMisspecification(name);
    for (const [stratum, holds] of isPlanted ? STRATA.slice(0, 4) : STRATA)
      show(`${name}: ${stratum}`, count(own.filter(holds), MEASURES['straight-line']));
    for (const [measure, of] of Object.entries(MEASURES).slice(1))
      if (!isPlanted) show(`${name}: all, ${measure}`, count(own, of));
  }
}

const sizes = ({ tightness, excess, worst }: Counted) => [
  ratio(tightness),
  ratio(excess),
  ratio(worst),
];

function showClass(groups: readonly Group[], outcomes: readonly Outcome[]): void {
  console.log(
    '\nWith the class. The same months without it: two columns.\n\n' +
      '| floors | worlds | number | share above, mean of worlds | 95 % interval | median ' +
      'floor/truth | median of those above | largest | without: above | median floor/truth |\n' +
      '| - | - | - | - | - | - | - | - | - | - |',
  );
  for (const { name } of groups) {
    const own = outcomes.filter(({ group }) => group === name);
    for (const [stratum, holds] of STRATA) {
      const months = own.filter(holds);
      const counted = countOverWorlds(months, MEASURES['straight-line']);
      const without = countOverWorlds(months.map(leavingOutClass), MEASURES['straight-line']);
      if (counted.floors === 0) continue;
      console.log(
        row(`${name}: ${stratum}`, [
          String(counted.worlds),
          String(counted.floors),
          percent(counted.share),
          `${percent(counted.lower)} to ${percent(counted.upper)}`,
          ...sizes(counted),
          percent(without.share),
          ratio(without.tightness),
        ]),
      );
    }
  }
}

async function main(): Promise<void> {
  const worlds = Number(process.argv[2] ?? '200');
  const few = Math.max(1, Math.round(worlds / 20));
  const names = process.argv.slice(3);
  const isAsked = ({ name }: Group) => names.length === 0 || names.includes(name);
  const ofCard = cardGroups(worlds, few).filter(isAsked);
  // Planted groups of the class have more worlds: a mean over worlds needs them.
  const ofClass = classGroups(worlds, Math.max(1, Math.round(worlds / 5))).filter(isAsked);
  const groups = [...ofCard, ...ofClass];
  const started = performance.now();
  const outcomes = await outcomesOf(groups);
  console.log(
    `${String(outcomes.length)} operation-months in ` +
      `${((performance.now() - started) / 1000).toFixed(0)} s`,
  );
  if (ofCard.length > 0) showCard(ofCard, outcomes);
  showClass(groups, outcomes);
}

await main();
