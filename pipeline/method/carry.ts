// M-CARRY. More may be taken back in a month than was paid in it. What is below 0 in a network key,
// month and line is an unplaced take-back of that key and month, before all others. So the sum over
// the months of a key is the larger of 0 and what was paid less what was taken back.
import { type Ledger, type Unplaced, takeUnplaced } from './unplaced.ts';

/** Takes what is below 0 from the rest of the ledger. */
export function carryDeficits(ledger: Ledger): Unplaced[] {
  const deficits: { month: number; eur: bigint }[] = [];
  for (const [month, lines] of ledger)
    for (const [line, eur] of lines) {
      if (eur >= 0n) continue;
      lines.set(line, 0n);
      deficits.push({ month, eur: -eur });
    }
  return deficits
    .sort((one, other) => one.month - other.month)
    .flatMap(({ month, eur }) => takeUnplaced([ledger], month, eur));
}
