// npm run bench:alert: what is promised about the speed of alerts.
//   evaluation [FLOWS] [OPERATIONS] [BATCH]   an evaluation after a batch of new flows, against the
//   first one over all flows
//   latency [SECONDS] [RATE]...               from a flow appended to Kafka to the webhook called
//   flood [KEYS] [BUDGET]                     so many new keys in a minute, with so many requests
//   in an hour Without a word: the first two, at sizes that fit into some minutes.
//   BENCH_ROLES=ingest,alert leaves the other roles out of the latency, BENCH_LOG=1 shows the log
//   of plancher up.
import { loadavg } from 'node:os';
import { measureEvaluation } from './alert-evaluation.ts';
import { measureFlood } from './alert-flood.ts';
import { measureLatency } from './alert-latency.ts';

const [what, ...sizes] = process.argv.slice(2);
const numbers = sizes.map(Number);
const load = () => loadavg().map((one) => one.toFixed(1));

console.log(`load of the machine before: ${load().join(' ')}`);
if (what === undefined || what === 'evaluation') await measureEvaluation(numbers);
if (what === undefined || what === 'latency') await measureLatency(numbers);
if (what === 'flood') await measureFlood(numbers);
console.log(`load of the machine after: ${load().join(' ')}`);
