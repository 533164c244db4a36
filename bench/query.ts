// npm run bench:query [RECORDS]: how fast records are taken in while analysts ask what would run
// for an hour or take 100 GB, against how fast they are undisturbed, in one run, in turn. `plancher
// warehouse --analysts` serves both; the records come through `plancher ingest`, a process of its
// own.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deleteFolder } from '../pipeline/platform/temporary-folder.ts';
import { serveAnalysts } from '../test/analysts/served-analysts.ts';
import { plancher, reportsOf } from '../test/integration/plancher.ts';
import { median } from './measure.ts';
import { writeFlows } from './records.ts';

const ROUNDS = 3;
const LEAST_RATIO = 0.8;
const SLOW = [
  'WITH RECURSIVE t AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM t WHERE n < 900) SELECT ' +
    'sum(cityHash64(a.n, b.number)) FROM t AS a, numbers(900000000) AS b',
  'SELECT count() FROM numbers(10000000) AS a, numbers(10000000) AS b WHERE a.number * ' +
    'b.number % 7 = 3',
  'SELECT uniqExact(cityHash64(number)) FROM numbers(900000000)',
  "SELECT arrayMap(x -> repeat('a', 1000000), range(100000))",
  // The engine does not stop these at their limit; the front does.
  'SELECT arrayFold((sum, x) -> sum + x, range(20000000), toInt64(0))',
  "SELECT kolmogorovSmirnovTest('two-sided', 'exact')(number, number % 2) FROM numbers(400000)",
  "SELECT sum(editDistance(repeat('a', 60000), repeat(toString(number % 10), 60000))) FROM numbers(2000)",
];
const LIMIT_SECONDS = 5;
const MOST_PAST_LIMIT = 5;
const ANALYSTS = ['anne', 'bert', 'carl', 'dora'];

const count = Number(process.argv[2] ?? 300_000);
const folder = mkdtempSync(join(tmpdir(), 'plancher-bench-query-'));
const ends = new Map<string, number>();
/** Seconds by which a statement ended behind its limit; the wait for its turn is not in it. */
let latest = 0;

/** @returns records a second */
async function rate(name: string, isDisturbed: boolean): Promise<number> {
  const directory = join(folder, name);
  await plancher(['migrate'], { warehouse: directory });
  const served = await serveAnalysts(directory, {
    names: ANALYSTS.slice(1),
    environment: { PLANCHER_ANALYSTS_CONCURRENT: '2' },
  });
  let isOver = false;
  // As many as run side by side, so that a statement does not wait for its turn.
  const asking = ANALYSTS.slice(0, isDisturbed ? 2 : 0).map(async (name, index) => {
    for (let turn = index; !isOver; turn += 1) {
      const askedMs = performance.now();
      const { code } = await served.query(
        SLOW[turn % SLOW.length] ?? '',
        `&max_execution_time=${String(LIMIT_SECONDS)}`,
        { name },
      );
      latest = Math.max(latest, (performance.now() - askedMs) / 1_000 - LIMIT_SECONDS);
      ends.set(code ?? 'answered', (ends.get(code ?? 'answered') ?? 0) + 1);
    }
  });
  const startedMs = performance.now();
  const reports = reportsOf(
    await plancher(['ingest', '--no-estimate', '--json', file], {
      warehouse: null,
      environment: { PLANCHER_WAREHOUSE: served.warehouse },
    }),
  );
  const seconds = (performance.now() - startedMs) / 1_000;
  isOver = true;
  await Promise.all(asking);
  await served.stop();
  const taken = reports.reduce((sum, { accepted, repeated }) => sum + accepted + repeated, 0);
  if (taken !== count)
    throw new Error(`${String(taken)} of ${String(count)} records were taken in`);
  return count / seconds;
}

const file = join(folder, 'flow.ndjson');
try {
  await writeFlows(file, count, 7);
  const [calm, disturbed]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    calm.push(await rate(`calm-${String(round)}`, false));
    disturbed.push(await rate(`disturbed-${String(round)}`, true));
    console.log(
      `round ${String(round + 1)}: undisturbed ${calm.at(-1)?.toFixed(0) ?? ''} records/s, ` +
        `with slow analysts ${disturbed.at(-1)?.toFixed(0) ?? ''}`,
    );
  }
  const ratio = median(disturbed) / median(calm);
  console.log(
    `ratio of the medians ${ratio.toFixed(2)} (at least ${String(LEAST_RATIO)}: ` +
      `${ratio >= LEAST_RATIO ? 'yes' : 'NO'})`,
  );
  console.log(
    `the latest ended ${latest.toFixed(1)} s behind its limit (at most ` +
      `${String(MOST_PAST_LIMIT)}: ${latest <= MOST_PAST_LIMIT ? 'yes' : 'NO'})`,
  );
} finally {
  deleteFolder(folder);
}
