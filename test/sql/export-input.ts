// What the tests of exports export: random worlds, texts that a spreadsheet would run, and figures
// at the edge of what it can hold.
import { loadReference, readReference } from '../../pipeline/reference/load.ts';
import { runEstimate } from '../../pipeline/estimate/run.ts';
import type { Warehouse } from '../../pipeline/warehouse/warehouse.ts';
import { FORMULAS } from '../formulas.ts';
import { randomWorld } from '../random-records/world.ts';
import { flow } from '../records.ts';
import { ALPHA } from './figures.ts';
import { putRange, tickingClock } from '../warehouse/temporary.ts';

const WORLDS = Array.from({ length: 12 }, (_, seed) => randomWorld(4_000 + seed));
const HOSTILE = FORMULAS.map((text, index) =>
  flow(`hostile-${String(index).padStart(3, '0')}`, {
    payee: { name: text.replace('\u0000', ''), country: 'KY', account: 'x', account_type: 'other' },
  }),
);
/** The input as files, each a topic; in `order`, with floors brought up to date between them. */
export const INPUT = [
  ...WORLDS.map((world, index) => ({
    kind: 'flow' as const,
    topic: `flow-${String(index)}.ndjson`,
    records: world.flows,
  })),
  ...WORLDS.map((world, index) => ({
    kind: 'site' as const,
    topic: `site-${String(index)}.ndjson`,
    records: world.sites,
  })),
  { kind: 'flow' as const, topic: 'hostile.ndjson', records: HOSTILE },
  {
    kind: 'flow' as const,
    topic: 'large.ndjson',
    records: [
      flow('large', { amount: '12345678901234.5678', site: 'large.tv' }),
      flow('minus', { amount: '0.0001', site: 'minus.tv' }),
    ],
  },
];

export async function build(
  into: Warehouse,
  input: typeof INPUT,
  estimateEvery = 5,
): Promise<void> {
  const clock = tickingClock();
  await loadReference(into, readReference(), clock);
  for (const [index, { kind, topic, records }] of input.entries()) {
    await putRange(into, kind, records, topic, 0);
    if (index % estimateEvery === 0)
      await runEstimate(into, { clock, alpha: ALPHA, isComplete: false });
  }
  await runEstimate(into, { clock, alpha: ALPHA, isComplete: false });
}
