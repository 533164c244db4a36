// npm run study:coverage [WORLDS]: the share of floors above the truth in simulated worlds of 500
// operation-months, with its exact 95 % interval.
import { MISSPECIFICATIONS, isMisspecification } from '../pipeline/trial/simulate/settings.ts';
import { type Counted, type Group, MEASURES, STRATA, count, outcomesOf } from './coverage-study.ts';

const percent = (value: number) => (Number.isNaN(value) ? '-' : `${(value * 100).toFixed(3)} %`);
const ratio = (value: number) => (Number.isNaN(value) ? '-' : value.toPrecision(3));

function show(
  name: string,
  { floors, above, lower, upper, tightness, excess, worst }: Counted,
): string {
  const cells = [
    String(floors),
    String(above),
    percent(floors === 0 ? Number.NaN : above / floors),
    `${percent(lower)} to ${percent(upper)}`,
    ratio(tightness),
    ratio(excess),
    ratio(worst),
  ];
  return `| ${[name.padEnd(48), ...cells].join(' | ')} |`;
}

async function main(): Promise<void> {
  const worlds = Number(process.argv[2] ?? '200');
  const few = Math.max(1, Math.round(worlds / 20));
  const groups: Group[] = [
    { name: 'drawn', worlds },
    { name: 'lowest', worlds: Math.max(1, Math.round(worlds / 5)), rates: 'lowest' },
    ...Object.keys(MISSPECIFICATIONS)
      .filter(isMisspecification)
      .map((name) => ({ name, worlds: few, misspecify: name })),
  ];
  const started = performance.now();
  const outcomes = await outcomesOf(groups);
  console.log(
    `${String(outcomes.length)} operation-months in ` +
      `${((performance.now() - started) / 1000).toFixed(0)} s`,
  );
  console.log(
    '| floors | number | above truth | share | 95 % interval | median floor/truth | median ' +
      'of those above | largest |\n| - | - | - | - | - | - | - | - |',
  );
  for (const { name } of groups) {
    const own = outcomes.filter(({ group }) => group === name);
    const isPlanted = isMisspecification(name);
    for (const [stratum, holds] of isPlanted ? STRATA.slice(0, 4) : STRATA)
      console.log(show(`${name}: ${stratum}`, count(own.filter(holds), MEASURES['straight-line'])));
    for (const [measure, of] of Object.entries(MEASURES).slice(1))
      if (!isPlanted) console.log(show(`${name}: all, ${measure}`, count(own, of)));
  }
}

await main();
