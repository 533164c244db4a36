// The same records again: from the same file, from copies, from grown, cut and changed files, and
// in other forms. Each run must print what the lines themselves imply.
import { createHash } from 'node:crypto';
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { decode } from '../../schemas/decode.ts';
import { contentOf, floorsOf } from './digest.ts';
import { type AnyRow, type Report, ask, plancher, reportsOf } from './plancher.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { randomOf } from '../../pipeline/platform/random.ts';
import { flow, lineOf, ndjson } from '../records.ts';
import { flowLines } from '../seeded-lines.ts';
import { shuffled } from '../shuffled.ts';

const folder = temporaryFolder();
afterAll(folder.remove);

const SEED = 77;
/** Valid, invalid and repeated lines. */
const LINES = flowLines(1_500, SEED);

interface Expected {
  valid: number;
  distinct: number;
  rejected: number;
}

function expectedOf(lines: readonly Buffer[]): Expected {
  const records = lines.filter((line) => line.length > 0);
  const decoded = records.map((line) => decode('flow', line));
  const digests = decoded.flatMap((one) => (one.outcome === 'valid' ? [one.digest] : []));
  return {
    valid: digests.length,
    distinct: new Set(digests).size,
    rejected: records.length - digests.length,
  };
}

const EXPECTED = expectedOf(LINES);

let warehouses = 0;

/** A new warehouse with its own folder for files. */
function bench() {
  warehouses += 1;
  const warehouse = join(folder.path, `warehouse-${String(warehouses)}`);
  const files = join(folder.path, `files-${String(warehouses)}`);
  const put = (name: string, bytes: Buffer): string => {
    const path = join(files, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
    return path;
  };
  const ingest = async (path: string, knownAt = '2026-01-01'): Promise<Report> => {
    const [report] = reportsOf(
      await plancher(['ingest', path, '--known-at', knownAt, '--no-estimate', '--json'], {
        warehouse,
      }),
    );
    if (report === undefined) throw new Error('no report');
    return report;
  };
  return { warehouse, put, ingest };
}

const counts = ({ accepted, repeated, rejected, already }: Report) => ({
  accepted,
  repeated,
  rejected,
  already,
});
const first = {
  accepted: EXPECTED.distinct,
  repeated: EXPECTED.valid - EXPECTED.distinct,
  rejected: EXPECTED.rejected,
  already: 0,
};
const onlyRepeats = {
  accepted: 0,
  repeated: EXPECTED.valid,
  rejected: EXPECTED.rejected,
  already: 0,
};

/** Floors of all that was taken in: once before they are looked at, and not after each file. */
async function estimate(warehouse: string): Promise<void> {
  const { code, stderr } = await plancher(['estimate'], { warehouse });
  expect(code, stderr).toBe(0);
}

const afterEstimate = async <Looked>(
  warehouse: string,
  look: (directory: string) => Promise<Looked>,
) => {
  await estimate(warehouse);
  return look(warehouse);
};

/** Number of records by outcome; each line has exactly one. Floors as they were estimated last. */
async function outcomesOf(
  warehouse: string,
): Promise<{ outcomes: Record<string, number>; floors: AnyRow[]; flowRecords: AnyRow[] }> {
  const answers = await ask(warehouse, {
    outcomes: 'SELECT outcome, toUInt32(count()) AS lines FROM record_outcome GROUP BY outcome',
    twice:
      'SELECT topic, partition, offset FROM record_outcome GROUP BY topic, partition, offset HAVING count() != 1',
    gaps: `SELECT topic
      FROM (
        SELECT topic, sum(kept + rejected) AS records, sum(blank) AS blank,
          max(last_offset) + 1 AS lines
        FROM custody GROUP BY topic
      ) AS c
      INNER JOIN (SELECT topic, count() AS rows FROM record_outcome GROUP BY topic) AS o
      ON c.topic = o.topic
      WHERE rows != records OR lines != records + blank`,
    floors: 'SELECT * EXCEPT (known_at, run_id) FROM revenue_floor ORDER BY operation, month',
    flowRecords:
      "SELECT toUInt32(count()) AS records, toString(sum(cityHash64(formatRow('TSV', *)))) AS digest FROM flow_record FINAL",
  });
  expect([answers.twice, answers.gaps]).toEqual([[], []]);
  return {
    outcomes: Object.fromEntries(
      answers.outcomes.map((row) => [String(row['outcome']), Number(row['lines'])]),
    ),
    floors: answers.floors,
    flowRecords: answers.flowRecords,
  };
}

describe('a file that is taken in again', () => {
  test('running the same file again changes no table and prints only repeats', async () => {
    const { warehouse, put, ingest } = bench();
    const path = put('flow-a.ndjson', ndjson(LINES));
    expect(counts(await ingest(path))).toEqual(first);
    const before = await afterEstimate(warehouse, contentOf);
    expect(counts(await ingest(path, '2026-02-02'))).toEqual({
      accepted: 0,
      repeated: EXPECTED.valid,
      rejected: EXPECTED.rejected,
      already: EXPECTED.valid + EXPECTED.rejected,
    });
    expect(await afterEstimate(warehouse, contentOf)).toEqual(before);
  });

  test('a shuffled copy adds only repeats and changes no floor, and its name is the same under any file name', async () => {
    const { warehouse, put, ingest } = bench();
    const copy = ndjson(shuffled(LINES, randomOf(SEED)));
    expect(counts(await ingest(put('flow-b.ndjson', ndjson(LINES))))).toEqual(first);
    const before = await afterEstimate(warehouse, outcomesOf);
    expect(counts(await ingest(put('flow-c.ndjson', copy), '2026-02-02'))).toEqual(onlyRepeats);
    const sameContent = await ingest(put('elsewhere/flow-b.ndjson', copy), '2026-03-03');
    expect(counts(sameContent)).toEqual({
      ...onlyRepeats,
      already: EXPECTED.valid + EXPECTED.rejected,
    });
    const after = await afterEstimate(warehouse, outcomesOf);
    expect(after.outcomes['accepted']).toBe(EXPECTED.distinct);
    expect(after.floors).toEqual(before.floors);
    expect(after.flowRecords, 'the earliest time at which a record was known stays').toEqual(
      before.flowRecords,
    );
  });

  test('the same content compressed, under another name, only repeats', async () => {
    const { warehouse, put, ingest } = bench();
    expect(counts(await ingest(put('flow-a.ndjson', ndjson(LINES))))).toEqual(first);
    const before = await afterEstimate(warehouse, floorsOf);
    expect(counts(await ingest(put('flow-z.ndjson.gz', gzipSync(ndjson(LINES)))))).toEqual(
      onlyRepeats,
    );
    expect(await afterEstimate(warehouse, floorsOf)).toEqual(before);
  });
});

/** Valid flows that are all different, one for each day of the month. */
const PLAIN = Array.from({ length: 40 }, (_, index) =>
  lineOf(flow(`p-${String(index)}`, { amount: `${String(10 + index)}.5` })),
);

describe('a file that grows', () => {
  test('only the new lines are taken in', async () => {
    const { warehouse, put, ingest } = bench();
    const path = put('flow-a.ndjson', ndjson(PLAIN.slice(0, 25)));
    expect(counts(await ingest(path))).toEqual({
      accepted: 25,
      repeated: 0,
      rejected: 0,
      already: 0,
    });
    appendFileSync(path, ndjson(PLAIN.slice(25)));
    const grown = await ingest(path, '2026-02-02');
    expect(grown.topic).toBe(
      `file:${createHash('sha256')
        .update(ndjson(PLAIN.slice(0, 25)))
        .digest('hex')}`,
    );
    expect(counts(grown)).toEqual({ accepted: 15, repeated: 25, rejected: 0, already: 25 });
    expect((await outcomesOf(warehouse)).outcomes).toEqual({ accepted: 40 });
  });

  test('a file cut in the middle of a line and completed later ends with every record accepted once and nothing rejected', async () => {
    const whole = bench();
    await whole.ingest(whole.put('flow-a.ndjson', ndjson(PLAIN)));
    const { warehouse, put, ingest } = bench();
    const bytes = ndjson(PLAIN);
    const lineStart = ndjson(PLAIN.slice(0, 22)).length;
    expect(counts(await ingest(put('flow-a.ndjson', bytes.subarray(0, lineStart + 50))))).toEqual({
      accepted: 22,
      repeated: 0,
      rejected: 1,
      already: 0,
    });
    expect((await outcomesOf(warehouse)).outcomes).toEqual({ accepted: 22, rejected: 1 });
    // Still in the same line: one rejected record, not two.
    expect(counts(await ingest(put('flow-a.ndjson', bytes.subarray(0, lineStart + 200))))).toEqual({
      accepted: 0,
      repeated: 22,
      rejected: 1,
      already: 22,
    });
    expect((await outcomesOf(warehouse)).outcomes).toEqual({ accepted: 22, rejected: 1 });
    expect(counts(await ingest(put('flow-a.ndjson', bytes)))).toEqual({
      accepted: 18,
      repeated: 22,
      rejected: 0,
      already: 22,
    });
    expect((await outcomesOf(warehouse)).outcomes).toEqual({ accepted: 40 });
    expect(await afterEstimate(warehouse, floorsOf)).toEqual(
      await afterEstimate(whole.warehouse, floorsOf),
    );
  });

  test('a file cut exactly before a line feed and completed later has every record once', async () => {
    const { warehouse, put, ingest } = bench();
    const bytes = ndjson(PLAIN);
    const cut = ndjson(PLAIN.slice(0, 22)).length - 1;
    expect(counts(await ingest(put('flow-a.ndjson', bytes.subarray(0, cut))))).toEqual({
      accepted: 22,
      repeated: 0,
      rejected: 0,
      already: 0,
    });
    expect(counts(await ingest(put('flow-a.ndjson', bytes)))).toEqual({
      accepted: 18,
      repeated: 22,
      rejected: 0,
      already: 22,
    });
    expect((await outcomesOf(warehouse)).outcomes).toEqual({ accepted: 40 });
  });

  test('a file changed in the middle is another input; what was right stays, what is new is added', async () => {
    const { warehouse, put, ingest } = bench();
    const path = put('flow-a.ndjson', ndjson(PLAIN));
    const whole = await ingest(path);
    const before = await afterEstimate(warehouse, outcomesOf);
    const added = lineOf(flow('new', { site: 'another.tv' }));
    writeFileSync(path, ndjson([...PLAIN.slice(0, 20), added, ...PLAIN.slice(21)]));
    const changed = await ingest(path);
    expect(changed.topic).not.toBe(whole.topic);
    expect(counts(changed)).toEqual({ accepted: 1, repeated: 39, rejected: 0, already: 0 });
    const after = await afterEstimate(warehouse, outcomesOf);
    expect(after.outcomes).toEqual({ accepted: 41, repeated: 39 });
    expect(after.floors.filter((floor) => floor['operation'] !== 'another.tv')).toEqual(
      before.floors,
    );
    expect(after.floors.length).toBe(before.floors.length + 1);
    // Both contents are known now, whichever is taken in again.
    expect(counts(await ingest(path))).toEqual({
      accepted: 0,
      repeated: 40,
      rejected: 0,
      already: 40,
    });
    writeFileSync(path, ndjson(PLAIN));
    const old = await ingest(path);
    expect({ topic: old.topic, ...counts(old) }).toEqual({
      topic: whole.topic,
      accepted: 0,
      repeated: 40,
      rejected: 0,
      already: 40,
    });
  });
});

const MARK = Buffer.from([0xef, 0xbb, 0xbf]);
const crlf = (lines: readonly Buffer[]) =>
  Buffer.concat(lines.flatMap((line) => [line, Buffer.from('\r\n')]));

describe('the same lines in another form', () => {
  test.each([
    { dress: 'with CRLF', bytes: crlf(PLAIN) },
    { dress: 'with a byte order mark', bytes: Buffer.concat([MARK, ndjson(PLAIN)]) },
    { dress: 'without a final line feed', bytes: ndjson(PLAIN).subarray(0, -1) },
    {
      dress: 'with blank lines, which are no records',
      bytes: Buffer.concat([Buffer.from('\n'), ndjson(PLAIN), Buffer.from('\n  \n\r\n')]),
    },
    {
      dress: 'compressed, with a byte order mark and CRLF',
      bytes: gzipSync(Buffer.concat([MARK, crlf(PLAIN)])),
    },
  ])(
    'a file $dress: every line has exactly one outcome, and the records are the same',
    async ({ dress, bytes }) => {
      const { warehouse, put, ingest } = bench();
      expect(counts(await ingest(put('flow-a.ndjson', bytes)))).toEqual({
        accepted: 40,
        repeated: 0,
        rejected: 0,
        already: 0,
      });
      // With nothing but a line feed more it is the same file, grown.
      const already = dress === 'without a final line feed' ? 40 : 0;
      expect(counts(await ingest(put('flow-b.ndjson', ndjson(PLAIN))))).toEqual({
        accepted: 0,
        repeated: 40,
        rejected: 0,
        already,
      });
      expect((await outcomesOf(warehouse)).outcomes).toEqual({
        accepted: 40,
        ...(already === 0 ? { repeated: 40 } : {}),
      });
    },
  );

  test('two different inputs on standard input with the same --known-at are two inputs: no line is skipped', async () => {
    const { warehouse } = bench();
    const run = async (lines: readonly Buffer[]) => {
      const [report] = reportsOf(
        await plancher(
          ['ingest', '-', '--kind', 'flow', '--known-at', '2026-01-01', '--json'],
          { warehouse },
          ndjson(lines),
        ),
      );
      return report?.accepted;
    };
    expect(await run(PLAIN.slice(0, 10))).toBe(10);
    expect(await run(PLAIN.slice(10, 30))).toBe(20);
    expect((await outcomesOf(warehouse)).outcomes).toEqual({ accepted: 30 });
  });
});
