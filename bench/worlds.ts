// npm run study:worlds [WORLDS] [FIRST_SEED]: sums of documented money beside the truth, in worlds
// of several sources where all assumptions hold, and where one is broken.
import { floorsOf } from '../pipeline/method/floors-of.ts';
import { isoMonth } from '../pipeline/text/calendar.ts';
import { fixedPoint } from '../pipeline/text/fixed-point.ts';
import { ASSUMPTIONS, type Assumption } from '../test/worlds/assumption.ts';
import { worldOf } from '../test/worlds/world.ts';

/** 0.02 EUR: what rounding may add. */
const TOLERANCE = 200_000_000n;
const EUR_PLACES = 10;

interface Sums {
  worlds: number;
  worldsAbove: number;
  sums: number;
  above: number;
  worst: number;
  documented: bigint;
  truth: bigint;
  monthsAbove: number;
  months: number;
}

const sumOf = (values: Iterable<bigint>) => [...values].reduce((sum, value) => sum + value, 0n);
const ratio = (part: bigint, whole: bigint) => Number((part * 10_000n) / whole) / 10_000;

/** @param show told of each sum above the truth */
function study(
  broken: Assumption | null,
  seeds: readonly number[],
  show: (text: string) => void,
): Sums {
  const sums: Sums = {
    worlds: seeds.length,
    worldsAbove: 0,
    sums: 0,
    above: 0,
    worst: 0,
    documented: 0n,
    truth: 0n,
    monthsAbove: 0,
    months: 0,
  };
  for (const seed of seeds) {
    const world = worldOf(seed, broken);
    let isAbove = false;
    for (const [operation, months] of world.truth) {
      const floors = floorsOf(operation, world.evidence, world.reference);
      const documented = floors.documented.chosen.total;
      const truth = sumOf(months.values());
      sums.sums += 1;
      sums.documented += documented;
      sums.truth += truth;
      const floorMonths = monthsOf(floors);
      sums.months += floorMonths.length;
      sums.monthsAbove += floorMonths.filter(
        ([month, eur]) => eur > (months.get(month) ?? 0n) + TOLERANCE,
      ).length;
      if (documented <= truth + TOLERANCE) continue;
      isAbove = true;
      sums.above += 1;
      if (truth > 0n) sums.worst = Math.max(sums.worst, ratio(documented, truth));
      show(
        `seed ${String(seed)} ${operation}: ${fixedPoint(documented, EUR_PLACES)} documented, ` +
          `${fixedPoint(truth, EUR_PLACES)} true; ${String(world.evidence.flows.length)} flows`,
      );
    }
    if (isAbove) sums.worldsAbove += 1;
  }
  return sums;
}

function monthsOf({ documented }: ReturnType<typeof floorsOf>): [string, bigint][] {
  return [...documented.chosen.ledger].map(([month, lines]) => [
    isoMonth(month),
    sumOf(lines.values()),
  ]);
}

function row(name: string, sums: Sums): string {
  const share = (part: number, whole: number) => `${((100 * part) / whole).toFixed(1)} %`;
  const cells = [
    name.padEnd(16),
    String(sums.worlds),
    String(sums.worldsAbove),
    String(sums.sums),
    `${String(sums.above)} (${share(sums.above, sums.sums)})`,
    sums.worst === 0 ? '-' : sums.worst.toFixed(2),
    ratio(sums.documented, sums.truth).toFixed(3),
    share(sums.monthsAbove, sums.months),
  ];
  return `| ${cells.join(' | ')} |`;
}

function main(): void {
  const count = Number(process.argv[2] ?? '1000');
  const first = Number(process.argv[3] ?? '0');
  const seeds = Array.from({ length: count }, (_, index) => first + index);
  const above: string[] = [];
  console.log(
    '| broken | worlds | worlds above | sums | sums above the truth | worst ratio | sum/truth | ' +
      'months above |\n| - | - | - | - | - | - | - | - |',
  );
  console.log(
    row(
      'none',
      study(null, seeds, (text) => above.push(text)),
    ),
  );
  for (const broken of ASSUMPTIONS) {
    const few = seeds.slice(0, Math.max(1, Math.ceil(count / 4)));
    console.log(
      row(
        broken,
        study(broken, few, () => undefined),
      ),
    );
  }
  for (const text of above) console.log(text);
}

main();
