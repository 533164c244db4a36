// `plancher rejected` as a person uses it: a file that was read as the wrong kind, bytes that must
// not reach a terminal, kill -9 at random moments.
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { floorsOf } from './digest.ts';
import {
  type AnyRow,
  ask,
  isOneLine,
  plancher,
  reportsOf,
  rowsOf,
  startPlancher,
} from './plancher.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { randomOf } from '../../pipeline/platform/random.ts';
import { flow, lineOf, ndjson } from '../records.ts';
import { flowLines } from '../seeded-lines.ts';
import { durableInserts, untilWorked, wholeCpuMs } from './work.ts';

const folder = temporaryFolder();
afterAll(folder.remove);
const at = (name: string) => join(folder.path, name);

function put(name: string, bytes: Buffer | string): string {
  writeFileSync(at(name), bytes);
  return at(name);
}

const report = z.strictObject({
  topic: z.string().nullable(),
  tried: z.number(),
  taken_in: z.number(),
  repeated: z.number(),
  rejected: z.number(),
  reasons: z.record(z.string(), z.number()),
  not_replayable: z.number(),
  not_in_custody: z.number(),
  already: z.number(),
  finished: z.number(),
});

async function retried(warehouse: string, ...args: string[]) {
  return report.parse(
    rowsOf(await plancher(['rejected', 'retry', ...args, '--json'], { warehouse }))[0],
  );
}

const KNOWN = ['--known-at', '2026-01-01T00:00:00Z'];

describe('a file that was read as the wrong kind', () => {
  const warehouse = at('wrong-kind');
  const lines = [
    ...Array.from({ length: 9 }, (_, index) => JSON.stringify(flow(`w-${String(index)}`))),
    '{"flow_id":',
    'x'.repeat(1_100_000),
  ];

  const custody = {
    chain:
      "SELECT * FROM custody WHERE topic = (SELECT topic FROM input_file WHERE name = 'payments.ndjson') ORDER BY first_offset",
  };
  let before: AnyRow[] = [];
  let first: z.infer<typeof report>;
  beforeAll(async () => {
    const bytes = Buffer.concat([ndjson(lines), lineOf(flow('w-last'))]);
    reportsOf(
      await plancher(['ingest', put('flow-right.ndjson', bytes), ...KNOWN, '--json'], {
        warehouse: at('right-kind'),
      }),
    );
    const [wrong] = reportsOf(
      await plancher(
        ['ingest', put('payments.ndjson', bytes), '--kind', 'site', ...KNOWN, '--json'],
        { warehouse },
      ),
    );
    expect(wrong).toMatchObject({ accepted: 0, rejected: 12 });
    before = (await ask(warehouse, custody)).chain;
    first = await retried(warehouse, '--kind', 'flow', '--topic', 'payments.ndjson');
  });

  test('is taken in by a retry under the right kind, last line without line feed included, and gives the floors of the right kind', async () => {
    expect(first).toMatchObject({
      tried: 11,
      taken_in: 10,
      rejected: 1,
      reasons: { invalid_json: 1 },
      not_replayable: 1,
      already: 0,
    });
    expect((await ask(warehouse, custody)).chain).toEqual(before);
    expect(await floorsOf(warehouse)).toEqual(await floorsOf(at('right-kind')));
    const asOf = (time: string) => plancher(['floor', '--as-of', time, '--json'], { warehouse });
    expect(rowsOf(await asOf('2025-12-31'))).toEqual([]);
    expect(rowsOf(await asOf('2026-01-01'))).toHaveLength(1);
  });

  test('a second retry says what was done before, and adds nothing', async () => {
    const again = await retried(warehouse, '--kind', 'flow', '--topic', 'payments.ndjson');
    expect(again).toMatchObject({
      topic: null,
      tried: 1,
      taken_in: 0,
      repeated: 0,
      rejected: 1,
      not_replayable: 1,
      already: 10,
    });
    const told = await plancher(['rejected', 'retry', '--kind', 'flow'], { warehouse });
    expect([told.code, told.stderr]).toEqual([0, '']);
    expect(told.stdout).toContain('Nothing was taken in.\n');
    expect(told.stdout).toContain('10 were taken in by an earlier retry.\n');
    expect(told.stdout).toContain('floors changed: 0\n');
  });

  test('the list shows which ones were taken in; --reason, --topic and --limit choose', async () => {
    const rows = async (...args: string[]) =>
      rowsOf(await plancher(['rejected', 'list', ...args, '--json'], { warehouse }));
    const all = await rows();
    expect(all.map((row) => row['offset'])).toEqual(
      Array.from({ length: 12 }, (_, offset) => String(offset)),
    );
    expect(all.filter((row) => row['replayed_at'] === null).map((row) => row['reason'])).toEqual([
      'invalid_json',
      'record_too_large',
    ]);
    expect(await rows('--reason', 'invalid_json')).toEqual([all[9]]);
    expect(await rows('--limit', '2')).toEqual(all.slice(0, 2));
    expect(await rows('--topic', 'nowhere')).toEqual([]);
    expect(
      (await plancher(['rejected', '--topic', 'payments.ndjson'], { warehouse })).stdout.split(
        '\n',
      ),
    ).toHaveLength(14);
  });
});

test('bytes of strangers move no cursor: neither in the table nor in JSON is there a control character', async () => {
  const warehouse = at('strange');
  const strange = '{"flow_id":"\u009b2J\u202e\u2028","\u001b]0;\u0007":1}\n';
  rowsOf(
    await plancher(
      [
        'ingest',
        put(
          'flow-strange.ndjson',
          strange.replace('\u001b', '\\u001b').replace('\u0007', '\\u0007'),
        ),
        '--no-estimate',
        '--json',
      ],
      { warehouse },
    ),
  );
  for (const args of [[], ['--json']]) {
    const { stdout } = await plancher(['rejected', ...args], { warehouse });
    expect(stdout.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  }
  const [row] = rowsOf(await plancher(['rejected', '--json'], { warehouse }));
  expect(row?.['raw']).toContain('\u009b2J\u202e\u2028');
});

test.each([
  { args: ['rejected', 'again'], says: /too many arguments for 'list'/ },
  { args: ['rejected', 'list', '--limit', '0'], says: /--limit 0: write a whole number from 1/ },
  { args: ['rejected', '--reason', 'luck'], says: /--reason luck: there is no such reason code/ },
  { args: ['rejected', 'retry', '--kind', 'flows'], says: /--kind flows: there is no such kind/ },
])('$args: exit 2', async ({ args, says }) => {
  const ended = await plancher(args, { warehouse: at('unused') });
  expect([ended.code, isOneLine(ended)]).toEqual([2, true]);
  expect(ended.stderr).toMatch(says);
});

const RECORDS = 20_000;
const SEED = 20_161_124;
const KILLS = 2;
const MOST_ROUNDS = 5;

const CONTENT = {
  records:
    "SELECT toString(count()) AS rows, toString(sum(cityHash64(formatRow('TSV', *)))) AS digest FROM flow_record FINAL",
  outcomes:
    "SELECT outcome, reason, toString(count()) AS rows FROM record_outcome WHERE topic LIKE 'retry:%' OR outcome = 'rejected' GROUP BY ALL ORDER BY ALL",
  replayed:
    'SELECT toString(count()) AS rows, toString(countDistinct(topic, partition, offset)) AS places FROM replayed_record',
};
const GAPS = {
  gaps: `SELECT topic FROM custody WHERE topic LIKE 'retry:%' GROUP BY topic
    HAVING sum(last_offset - first_offset + 1) != max(last_offset) + 1
      OR sum(kept + rejected) != max(last_offset) + 1
    UNION ALL SELECT replay_topic FROM replay_plan FINAL
    WHERE (replay_topic, replay_offset) NOT IN (SELECT topic, offset FROM input_record)`,
};

test(`kill -9 at ${String(KILLS)} random moments of a retry: the same command again ends with the records and outcomes of one undisturbed run`, async () => {
  const lines = flowLines(RECORDS, SEED);
  const file = put('money.ndjson', ndjson(lines));
  const ingest = ['ingest', file, '--kind', 'panel', ...KNOWN, '--no-estimate', '--json'];
  const command = ['rejected', 'retry', '--kind', 'flow', '--no-estimate', '--json'];
  const undisturbed = at('undisturbed');
  reportsOf(await plancher(ingest, { warehouse: undisturbed }));
  const taken = at('taken-in');
  cpSync(undisturbed, taken, { recursive: true, verbatimSymlinks: true });
  const whole = startPlancher(command, { warehouse: undisturbed });
  whole.stdin.end();
  const wholeMs = await wholeCpuMs(whole);
  rowsOf(await whole.ended);
  const expected = await ask(undisturbed, CONTENT);
  const tried = lines.filter(({ length }) => length > 0).length;
  const random = randomOf(SEED);
  let [kills, finished, round] = [0, 0, 0];
  for (; (kills < KILLS || finished === 0) && round < MOST_ROUNDS; round += 1) {
    const warehouse = at(`killed-${String(round)}`);
    cpSync(taken, warehouse, { recursive: true, verbatimSymlinks: true });
    for (let life = 0; life < 3; life += 1) {
      const child = startPlancher(command, { warehouse });
      child.stdin.end();
      const planned = durableInserts(warehouse, 'replay_plan');
      // The first quarter of a run starts the engine. The last life ends between a plan and its
      // records, or soon after.
      if (life < 2) await untilWorked(child, wholeMs * (0.25 + random.below(750) / 1_000));
      else
        await untilWorked(
          child,
          (wholeMs * random.below(1_000)) / 50_000,
          () => durableInserts(warehouse, 'replay_plan') > planned,
        );
      const wasRunning = child.kill();
      await child.ended;
      if (!wasRunning) break;
      kills += 1;
    }
    const last = report.parse(rowsOf(await plancher(command, { warehouse }))[0]);
    finished += last.finished;
    expect(last.already + last.taken_in + last.repeated + last.rejected, JSON.stringify(last)).toBe(
      tried,
    );
    expect(await ask(warehouse, CONTENT), `warehouse ${String(round)}`).toEqual(expected);
    expect(await ask(warehouse, GAPS)).toEqual({ gaps: [] });
  }
  console.log(
    `${String(kills)} kills in ${String(round)} warehouses, undisturbed ${String(wholeMs)} ms of CPU, ${String(finished)} records finished after a interrupted retry`,
  );
  expect(kills).toBeGreaterThanOrEqual(KILLS);
  expect(finished, 'an interrupted retry').toBeGreaterThan(0);
});
