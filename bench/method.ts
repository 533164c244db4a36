// npm run bench:method [FLOWS]: the floors of one operation in the plain form of the method, beside
// decoding its records, in one run. Its records are of four sources, on several networks, with
// reversals, hops, accrued and payment-dated flows, and half of them in dollars.
import { closureOf } from '../pipeline/method/closure.ts';
import { NO_EVIDENCE, type Evidence } from '../pipeline/method/evidence.ts';
import { floorsOf } from '../pipeline/method/floors-of.ts';
import { dayText, firstDayOf } from '../pipeline/method/calendar.ts';
import { type Random, randomOf } from '../pipeline/platform/random.ts';
import { methodReference } from '../pipeline/reference/method-reference.ts';
import { decode } from '../schemas/decode.ts';
import { median } from './measure.ts';

const ROUNDS = 7;
const FIRST_MONTH = 2012 * 12;
const SOURCES = ['statement', 'bank', 'psp', 'ledger'] as const;

function flowLine(random: Random, number: number): string {
  const month = FIRST_MONTH + random.below(60);
  const [first, next] = [firstDayOf(month), firstDayOf(month + 1)];
  const status = random.chance(0.1) ? 'reversed' : random.chance(0.1) ? 'accrued' : 'paid';
  const other = { source: random.pick(SOURCES), flow_id: `f${String(random.below(number + 1))}` };
  const isDated = random.chance(0.15);
  return JSON.stringify({
    flow_id: `f${String(number)}`,
    source: random.pick(SOURCES),
    network: random.pick(['popads.net', 'adcash.com', 'Company A', 'paypal']),
    line: 'advertising',
    publisher_account: `pub-${String(random.below(5))}`,
    site: `s${String(random.below(3))}.films.tv`,
    ...(isDated ? {} : { period_start: dayText(first), period_end: dayText(next - 1) }),
    value_date: dayText(next + random.below(25)),
    amount: `${String(1 + random.below(500))}.${String(10 + random.below(90))}`,
    currency: random.pick(['EUR', 'USD']),
    status,
    basis: 'net',
    ...(status === 'reversed' ? { reverses: other } : {}),
    ...(status === 'paid' && random.chance(0.1) ? { upstream: [other] } : {}),
  });
}

function decoded(lines: readonly string[]): Evidence {
  const records = lines.map((line) => decode('flow', Buffer.from(line)));
  const site = decode(
    'site',
    Buffer.from('{"record_id":"r","source":"case-file","site":"films.tv","operation":"films"}'),
  );
  const inputs = [...records, site].flatMap((one) => (one.outcome === 'valid' ? [one.input] : []));
  return {
    ...NO_EVIDENCE,
    flows: inputs.flatMap((input) => (input.kind === 'flow' ? [input.record] : [])),
    sites: inputs.flatMap((input) => (input.kind === 'site' ? [input.record] : [])),
  };
}

function msOf<Result>(work: () => Result): { result: Result; ms: number } {
  const start = performance.now();
  const result = work();
  return { result, ms: performance.now() - start };
}

function main(): void {
  const count = Number(process.argv[2] ?? '20000');
  const random = randomOf(7);
  const lines = Array.from({ length: count }, (_, number) => flowLine(random, number));
  const reference = methodReference();
  const times: Record<'decoding' | 'closure' | 'floors', number[]> = {
    decoding: [],
    closure: [],
    floors: [],
  };
  for (let round = 0; round < ROUNDS; round += 1) {
    const records = msOf(() => decoded(lines));
    const closure = msOf(() => closureOf('films', records.result, reference));
    const floors = msOf(() => floorsOf('films', closure.result, reference));
    times.decoding.push(records.ms);
    times.closure.push(closure.ms);
    times.floors.push(floors.ms);
  }
  const decoding = median(times.decoding);
  console.log(`${String(count)} flows of one operation, medians of ${String(ROUNDS)} rounds`);
  for (const [name, values] of Object.entries(times))
    console.log(
      `${name.padEnd(10)}${median(values).toFixed(0).padStart(6)} ms, ` +
        `${(median(values) / decoding).toFixed(2)} of decoding`,
    );
}

main();
