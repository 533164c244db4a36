// npm run test:containers: docker-compose.yml for real, under a project name of its own. The demo
// and 60 000 flows go through Kafka, one of the two workers is killed within the work, and the
// floors must be those of an embedded warehouse that took in the same records from files.
// PLANCHER_TEST_COMPOSE: compose files to lay over docker-compose.yml, separated by commas;
// PLANCHER_TEST_KEEP=1 leaves everything running.
import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Kafka, logLevel } from 'kafkajs';
import { z } from 'zod';
import { KINDS, type Kind, RECORD_KINDS } from '../../schemas/record.ts';
import { type AnyRow, type Place, plancher, rowsOf } from '../integration/plancher.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { ndjson } from '../records.ts';
import { flowLines, panelLines, siteLines } from '../seeded-lines.ts';

const FLOWS = 60_000;
const SEED = 20_160_526;
const LIMIT_MS = 240_000;
const WORKERS = 2;
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const overlays = (process.env['PLANCHER_TEST_COMPOSE'] ?? '')
  .split(',')
  .filter((file) => file !== '');
const folder = temporaryFolder();
const began = performance.now();

async function docker(...args: string[]): Promise<string> {
  return (
    await promisify(execFile)('docker', args, { cwd: ROOT, maxBuffer: 64 * 1_048_576 })
  ).stdout.trim();
}

async function compose(...args: string[]): Promise<string> {
  const files = ['docker-compose.yml', ...overlays].flatMap((file) => ['-f', file]);
  return docker('compose', '-p', 'plancher-try', '--progress', 'quiet', ...files, ...args);
}

/** Ids of the containers of the ingest workers that run. */
async function workersRunning(): Promise<string[]> {
  return (await compose('ps', '--quiet', '--status', 'running', 'ingest'))
    .split('\n')
    .filter((id) => id !== '');
}

function say(what: string): void {
  console.log(`${((performance.now() - began) / 1_000).toFixed(1)} s: ${what}`);
}

const counts = z.tuple([
  z.object({ records: z.coerce.number(), places: z.coerce.number(), outcomes: z.coerce.number() }),
]);

/** Of the ledger behind the published port. */
async function ledger(password: string): Promise<z.infer<typeof counts>[0]> {
  const response = await fetch(
    'http://127.0.0.1:8123/?database=plancher&default_format=JSONEachRow',
    {
      method: 'POST',
      headers: { Authorization: `Basic ${Buffer.from(`plancher:${password}`).toString('base64')}` },
      body: `SELECT count() AS records, uniqExact(topic, partition, offset) AS places,
      countIf(outcome IN ('accepted', 'repeated', 'rejected')) AS outcomes FROM record_outcome`,
    },
  );
  const text = await response.text();
  assert.ok(response.ok, text);
  return counts.parse([JSON.parse(text)])[0];
}

async function until<Value>(
  what: string,
  read: () => Promise<Value>,
  isReached: (value: Value) => boolean,
): Promise<Value> {
  const deadlineMs = performance.now() + LIMIT_MS;
  for (;;) {
    const value = await read();
    if (isReached(value)) return value;
    assert.ok(
      performance.now() < deadlineMs,
      `${what}: not within ${String(LIMIT_MS)} ms; last seen: ${JSON.stringify(value).slice(0, 400)}`,
    );
    await setTimeout(100);
  }
}

/** NDJSON files by kind: the demo, and generated ones. */
function inputFiles(): Map<string, Kind> {
  const generated = { site: siteLines(), panel: panelLines(), flow: flowLines(FLOWS, SEED) };
  for (const [kind, lines] of Object.entries(generated))
    writeFileSync(join(folder.path, `${kind}-generated.ndjson`), ndjson(lines));
  const paths = [join(ROOT, 'reference', 'demo'), folder.path].flatMap((directory) =>
    readdirSync(directory).flatMap((name) =>
      name.endsWith('.ndjson') ? [join(directory, name)] : [],
    ),
  );
  return new Map(
    paths.map((path) => {
      const kind = KINDS.find((one) => basename(path).startsWith(one));
      assert.ok(kind !== undefined, path);
      return [path, kind];
    }),
  );
}

async function produce(files: Map<string, Kind>): Promise<number> {
  const password = readFileSync(join(ROOT, 'deploy', 'secrets', 'kafka-password'), 'utf8');
  const sasl = { mechanism: 'plain', username: 'plancher', password } as const;
  const producer = new Kafka({
    clientId: 'try',
    brokers: ['127.0.0.1:19092'],
    sasl,
    logLevel: logLevel.NOTHING,
  }).producer({
    createPartitioner:
      () =>
      ({ message, partitionMetadata }) =>
        Number(message.headers?.['number'] ?? 0) % partitionMetadata.length,
  });
  await producer.connect();
  let count = 0;
  for (const [path, kind] of files) {
    // As the command reads files: an empty line is no record.
    const lines = readFileSync(path, 'latin1')
      .split('\n')
      .filter((line) => line !== '');
    for (let at = 0; at < lines.length; at += 5_000) {
      const messages = lines.slice(at, at + 5_000).map((line, index) => ({
        value: Buffer.from(line, 'latin1'),
        headers: { number: String(at + index) },
      }));
      await producer.send({ topic: RECORD_KINDS[kind].topic, messages });
    }
    count += lines.length;
  }
  await producer.disconnect();
  return count;
}

/** All of a floor but when and by which run it was computed. */
function comparable(rows: readonly AnyRow[]): unknown[] {
  return rows.map((row) => ({ ...row, run_id: null, known_at: null }));
}

async function floors(place: Place): Promise<unknown[]> {
  return comparable(rowsOf(await plancher(['floor', '--json'], place)));
}

async function run(): Promise<void> {
  const files = inputFiles();
  const embedded: Place = { warehouse: join(folder.path, 'warehouse') };
  const ended = await plancher(['ingest', ...files.keys()], embedded);
  assert.equal(ended.code, 0, ended.stderr);
  const expected = await floors(embedded);
  assert.ok(expected.length > 0, 'the records give floors');
  say(`${String(expected.length)} floors in an embedded warehouse`);

  await compose('up', '--detach', '--build', '--wait');
  const password = readFileSync(join(ROOT, 'deploy', 'secrets', 'plancher-password'), 'utf8');
  const workers = await workersRunning();
  assert.equal(workers.length, WORKERS);
  say('every container is healthy');

  const produced = await produce(files);
  say(`${String(produced)} records produced`);
  const { records } = await until(
    'the first records',
    () => ledger(password),
    (seen) => seen.records > 0,
  );
  await docker('kill', workers[0] ?? '');
  assert.ok(records < produced, 'the kill falls within the work');
  say(
    `one of ${String(WORKERS)} workers killed when ${String(records)} records were in the ledger`,
  );
  const all = await until(
    'all records',
    () => ledger(password),
    (seen) => seen.records >= produced,
  );
  assert.deepEqual(all, { records: produced, places: produced, outcomes: produced });
  say(`${String(produced)} records in the ledger, each once, each with an outcome`);

  const warehouse = `http://plancher:${password}@127.0.0.1:8123/plancher`;
  const served: Place = { warehouse: null, environment: { PLANCHER_WAREHOUSE: warehouse } };
  const isSame = (rows: unknown[]) => JSON.stringify(rows) === JSON.stringify(expected);
  await until('the same floors', () => floors(served), isSame);
  say(`${String(expected.length)} floors from Kafka are those from files`);

  assert.equal((await workersRunning()).length, WORKERS - 1);
  await compose('up', '--detach', '--wait');
  assert.deepEqual(await workersRunning(), workers);
  assert.deepEqual(await ledger(password), {
    records: produced,
    places: produced,
    outcomes: produced,
  });
  say('the killed worker is back and has changed nothing');
}

if (!existsSync(join(ROOT, 'deploy', 'secrets')))
  execFileSync(join(ROOT, 'deploy', 'secrets.sh'), { stdio: 'inherit' });
try {
  await run();
} catch (thrown) {
  process.exitCode = 1;
  console.error(thrown);
  console.error(await compose('ps', '--all'), await compose('logs', '--tail', '20'));
} finally {
  if (process.env['PLANCHER_TEST_KEEP'] === undefined)
    await compose('down', '--volumes', '--timeout', '40');
  folder.remove();
}
say(process.env['PLANCHER_TEST_KEEP'] === undefined ? 'all removed' : 'all left running');
