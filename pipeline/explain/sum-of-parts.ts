// The exact sum of the parts of a line, compared with the floor in force: a derivation that does
// not add up is not printed.
import { type Row, shown } from '../text/row.ts';
import { Failure } from '../platform/failure.ts';
import { fixedPoint } from '../text/fixed-point.ts';

/** EUR with 10 decimals: the sum of the parts that count for a line, including reversals. */
export function sumOfParts(parts: readonly Row[], line: unknown): string {
  return fixedPoint(unitsOf(countingOf(parts), line), 10);
}

const countingOf = (parts: readonly Row[]) => parts.filter((part) => part['counts'] === 1);

function unitsOf(counting: readonly Row[], line: unknown): bigint {
  return counting
    .filter((part) => part['line'] === line)
    .reduce((sum, part) => sum + units(part['part_eur'], 10), 0n);
}

/** What a money column holds at most, in 0.0001 EUR (sql/rules/documented.sql). */
const MOST = 999_999_999_999_999_999n;

/** @throws Failure when a line's parts do not give its documented money */
export function refuseOtherSum(lines: readonly Row[], parts: readonly Row[]): void {
  const counting = countingOf(parts);
  for (const line of new Set([...lines, ...counting].map((row) => row['line']))) {
    const documented = lines.find((row) => row['line'] === line)?.['documented_eur'] ?? '0';
    const cut = unitsOf(counting, line) / 1_000_000n;
    const given = cut < 0n ? 0n : cut > MOST ? MOST : cut;
    if (given === units(documented, 4)) continue;
    const message =
      `The records of line ${shown(line)} sum to ${fixedPoint(given, 4)} EUR, but the floor in ` +
      `force has ${shown(documented)}. Either records came in just now: run the command again. ` +
      'Or records were lost: plancher doctor says which.';
    throw new Failure('other_sum', message, { retriable: true });
  }
}

/**
 * Whole 10^-places of a decimal with at most that many places. The engine drops trailing zeros.
 */
function units(decimal: unknown, places: number): bigint {
  const [whole = '', part = ''] = shown(decimal).split('.');
  return BigInt(whole + part.padEnd(places, '0'));
}
