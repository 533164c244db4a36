// Rejected records tried again, on the real engine: what an earlier decoder rejected, every place
// where a run can break off, and what must not move.
import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { decode } from '../../schemas/decode.ts';
import type { Kind } from '../../schemas/record.ts';
import { CHAIN_START, extendChain } from '../../pipeline/ingest/custody-chain.ts';
import { LEDGER_COLUMNS, LEDGER_DOOR, ledgerRow } from '../../pipeline/ingest/decode-chunk.ts';
import { createDecoder } from '../../pipeline/ingest/decode-pool.ts';
import {
  type RetryReport,
  type RetryRequest,
  retryRejected,
} from '../../pipeline/ingest/rejected/retry.ts';
import type { RetryTools } from '../../pipeline/ingest/rejected/retry-writer.ts';
import { writeRanges } from '../../pipeline/ingest/write-range.ts';
import { sqlTime } from '../../pipeline/platform/clock.ts';
import { event, flow, lineOf } from '../records.ts';
import { anyRow } from './figures.ts';
import {
  TEST_TIME_MS,
  putRecords,
  temporaryWarehouse,
  tickingClock,
} from '../warehouse/temporary.ts';

const { warehouse, remove } = await temporaryWarehouse('none');
afterAll(remove);

const clock = tickingClock(TEST_TIME_MS + 1_000_000);
const decoder = createDecoder(0);
const retry = (
  request: Partial<RetryRequest>,
  store: RetryTools['warehouse'] = warehouse,
): Promise<RetryReport> =>
  retryRejected(
    { warehouse: store, decoder, clock, newId: randomUUID },
    { kind: null, topic: null, reason: null, ...request },
  );

/**
 * Puts bytes into the ledger as an earlier version of the decoder would have: all of them rejected.
 */
async function putRejected(
  topic: string,
  lines: readonly Buffer[],
  more: { kind?: Kind; isUnfinished?: boolean } = {},
): Promise<void> {
  const [kind, knownAt] = [more.kind ?? 'flow', sqlTime(TEST_TIME_MS)];
  const digests = lines.map((line) => decode('event', line).digest);
  const rows = lines.map((raw, offset) =>
    ledgerRow(
      { kind, topic, partition: 0 },
      { offset, knownAt, raw, byteCount: raw.length },
      { outcome: 'rejected', reason: 'unknown_field', path: '$', digest: digests[offset] ?? '' },
    ),
  );
  const written = {
    records: new Uint8Array(),
    ledger: Buffer.from(rows.join('')),
    kept: 0,
    rejected: lines.length,
    blank: 0,
  };
  const chain = extendChain(CHAIN_START, Buffer.from(digests.join(''), 'hex'));
  const range = {
    kind,
    topic,
    partition: 0,
    firstOffset: 0,
    lastOffset: lines.length - 1,
    knownAt,
    chain,
  };
  await writeRanges(warehouse, [
    { ...range, ...written, isUnfinished: more.isUnfinished === true },
  ]);
}

const line = (id: string) => lineOf(flow(id, { site: 'replayed.tv', source: 'replayed' }));
const lines = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, index) => line(`${prefix}-${String(index)}`));

const numbers = z.record(z.string(), z.coerce.number());

/**
 * What holds for each input of a retry: custody without a gap from 0, each offset once in the
 * ledger, and the chain that the ledger gives.
 */
async function expectCustodyOfRetries(): Promise<void> {
  const wrong = await warehouse.query(
    `SELECT c.topic, c.chain, l.chain, l.count, c.reach FROM (
      SELECT topic, argMax(chain_sha256, last_offset) AS chain, max(last_offset) AS reach,
        sum(last_offset - first_offset + 1) AS span, sum(kept) AS kept
      FROM custody WHERE topic LIKE 'retry:%' GROUP BY topic
    ) AS c FULL JOIN (
      SELECT topic, count() AS count, max(offset) AS last,
        toFixedString(unhex(repeat('00', 32)), 32) AS start,
        lower(hex(arrayFold((h, d) -> SHA256(concat(h, d)), groupArray(sha256), start))) AS chain
      FROM (
        SELECT topic, offset, sha256
        FROM input_record FINAL WHERE topic LIKE 'retry:%' ORDER BY topic, offset
      )
      GROUP BY topic
    ) AS l ON c.topic = l.topic
    WHERE c.chain != l.chain OR l.count != c.reach + 1 OR l.last != c.reach
      OR c.span != c.reach + 1 OR c.kept != l.count`,
    {},
    anyRow,
  );
  expect(wrong).toEqual([]);
}

/** The ledger and custody of an input, whole. */
const inputOf = (topic: string) =>
  Promise.all(
    ['input_record', 'custody_range'].map((table) =>
      warehouse.text(
        `SELECT formatRow('TSV', *) AS row FROM ${table} FINAL WHERE topic = {topic:String} ORDER BY ALL`,
        { topic },
        'JSONEachRow',
      ),
    ),
  );

describe('what an earlier decoder rejected and this one accepts', () => {
  test('is taken in once, known since it was first known; a second retry adds nothing and reports it', async () => {
    await putRejected('earlier.ndjson', [
      ...lines('earlier', 30),
      Buffer.from('{"a":'),
      line('earlier-0'),
    ]);
    const before = await inputOf('earlier.ndjson');
    const first = await retry({ topic: 'earlier.ndjson' });
    expect(first).toMatchObject({
      tried: 32,
      taken_in: 30,
      repeated: 1,
      rejected: 1,
      reasons: { invalid_json: 1 },
      already: 0,
    });
    expect(await inputOf('earlier.ndjson'), 'ledger and custody of the rejected records').toEqual(
      before,
    );
    const records = await warehouse.query(
      "SELECT count() AS records, countDistinct(flow_id) AS ids, toUnixTimestamp64Milli(max(known_at)) AS known FROM flow_record FINAL WHERE flow_id LIKE 'earlier-%'",
      {},
      numbers,
    );
    expect(records).toEqual([{ records: 30, ids: 30, known: TEST_TIME_MS }]);
    const second = await retry({ topic: 'earlier.ndjson' });
    expect(second).toMatchObject({
      topic: null,
      tried: 1,
      taken_in: 0,
      repeated: 0,
      rejected: 1,
      already: 31,
      finished: 0,
    });
    const listed = await warehouse.query(
      "SELECT countIf(replayed_at IS NULL) AS waiting, count() AS rows FROM rejected_record WHERE topic = 'earlier.ndjson'",
      {},
      numbers,
    );
    expect(listed).toEqual([{ waiting: 1, rows: 32 }]);
    await expectCustodyOfRetries();
  });

  test('what came meanwhile by another way is a repeat, and is known since the earlier time', async () => {
    await putRecords(
      warehouse,
      'flow',
      [JSON.parse(line('other-way').toString())],
      'other-way.ndjson',
      TEST_TIME_MS + 500_000,
    );
    await putRejected('first-way.ndjson', [line('other-way')]);
    expect(await retry({ topic: 'first-way.ndjson' })).toMatchObject({
      tried: 1,
      taken_in: 0,
      repeated: 1,
    });
    const known = await warehouse.query(
      "SELECT toUnixTimestamp64Milli(known_at) AS at FROM flow_record FINAL WHERE flow_id = 'other-way'",
      {},
      numbers,
    );
    expect(known).toEqual([{ at: TEST_TIME_MS }]);
  });

  test('filters by topic and reason; another kind is tried only when it is named', async () => {
    await putRejected('mixed.ndjson', lines('mixed', 3), { kind: 'site' });
    expect(await retry({ topic: 'mixed.ndjson', reason: 'invalid_json' })).toMatchObject({
      tried: 0,
    });
    expect(await retry({ topic: 'mixed.ndjson' })).toMatchObject({
      tried: 3,
      rejected: 3,
      reasons: { unknown_field: 3 },
    });
    expect(await retry({ topic: 'mixed.ndjson', kind: 'flow' })).toMatchObject({
      tried: 3,
      taken_in: 3,
    });
    expect(await retry({ kind: 'flow', topic: 'mixed.ndjson' })).toMatchObject({
      tried: 0,
      already: 3,
    });
  });

  test('kinds that lie side by side become ranges of one topic, each of its kind', async () => {
    const seizure = event('ev-side', { site: 'replayed.tv' });
    await putRejected('side-a.ndjson', lines('side', 2));
    await putRejected('side-b.ndjson', [lineOf(seizure)], { kind: 'event' });
    await putRejected('side-c.ndjson', lines('side-c', 2));
    expect(await retry({})).toMatchObject({ taken_in: 5 });
    const kinds = await warehouse.query(
      'SELECT kind, toString(offset) AS offset FROM input_record FINAL WHERE topic = (SELECT max(replay_topic) FROM replay_plan) ORDER BY input_record.offset',
      {},
      anyRow,
    );
    expect(kinds.map((row) => `${String(row['offset'])} ${String(row['kind'])}`)).toEqual([
      '0 flow',
      '1 flow',
      '2 event',
      '3 flow',
      '4 flow',
    ]);
    await expectCustodyOfRetries();
  });

  test('records of an ingest that broke off before custody are left to that ingest', async () => {
    const at = { kind: 'flow', topic: 'broken-off.ndjson', partition: 0 } as const;
    const raw = line('broken-off');
    const row = ledgerRow(
      at,
      { offset: 0, knownAt: sqlTime(TEST_TIME_MS), raw, byteCount: raw.length },
      {
        outcome: 'rejected',
        reason: 'unknown_field',
        path: '$',
        digest: decode('event', raw).digest,
      },
    );
    await warehouse.insert({
      table: LEDGER_DOOR,
      columns: LEDGER_COLUMNS,
      rows: Buffer.from(row),
    });
    expect(await retry({ topic: at.topic })).toMatchObject({ tried: 0, not_in_custody: 1 });
  });
});

/** Writes that end with a failure at the n-th: before it is done, or after it was done. */
function breaking(
  at: number,
  when: 'before' | 'after',
): RetryTools['warehouse'] & { isBroken: () => boolean } {
  let writes = 0;
  const act = async (write: () => Promise<void>) => {
    writes += 1;
    if (writes === at && when === 'before') throw new Error('broken off');
    await write();
    if (writes === at) throw new Error('broken off');
  };
  return {
    query: (...given) => warehouse.query(...given),
    insert: (batch) =>
      batch.rows.length === 0 ? Promise.resolve() : act(() => warehouse.insert(batch)),
    insertObjects: (table, rows) => act(() => warehouse.insertObjects(table, rows)),
    isBroken: () => writes >= at,
  };
}

describe('a retry that is interrupted at any write', () => {
  const MOST_WRITES = 10;
  test.each(['before', 'after'] as const)(
    '%s it is done, repeated, takes in every record once',
    async (when) => {
      let broken = 0;
      for (let at = 1; at <= MOST_WRITES; at += 1) {
        const topic = `crash-${when}-${String(at)}.ndjson`;
        await putRejected(topic, [...lines(topic, 5), Buffer.from('{')], { isUnfinished: true });
        const store = breaking(at, when);
        const ended = await retry({ topic }, store).then(
          () => 'done',
          (thrown: unknown) => String(thrown),
        );
        if (store.isBroken()) broken += 1;
        else expect(ended).toBe('done');
        const { finished, ...again } = await retry({ topic });
        expect(again.already + again.taken_in, `write ${String(at)}`).toBe(5);
        expect([0, 5]).toContain(finished);
        expect(await retry({ topic })).toMatchObject({
          tried: 1,
          taken_in: 0,
          rejected: 1,
          already: 5,
          finished: 0,
        });
        const counts = await warehouse.query(
          'SELECT count() AS records FROM record_outcome WHERE id LIKE {ids:String} UNION ALL SELECT count() FROM replayed_record WHERE topic = {topic:String}',
          { ids: `${topic}%`, topic },
          numbers,
        );
        expect(counts, `write ${String(at)}: in the ledger, and in view replayed_record`).toEqual([
          { records: 5 },
          { records: 5 },
        ]);
      }
      expect(broken).toBe(4);
      await expectCustodyOfRetries();
    },
  );

  test('finds the bytes of a last line that its file has replaced meanwhile', async () => {
    const [whole = Buffer.from('')] = lines('grown', 1);
    await putRejected('grown.ndjson', [whole], { kind: 'site', isUnfinished: true });
    await expect(
      retry({ topic: 'grown.ndjson', kind: 'flow' }, breaking(2, 'before')),
    ).rejects.toThrow('broken off');
    await putRejected('grown.ndjson', [Buffer.concat([whole, Buffer.from('}')])], { kind: 'site' });
    expect(await retry({ topic: 'grown.ndjson', kind: 'flow' })).toMatchObject({
      finished: 1,
      tried: 1,
      rejected: 1,
    });
    await expectCustodyOfRetries();
  });
});
