// Files that are refused before their first record is written, the limits of unpacking, blank
// lines, and files that contradict custody.
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { checkCustody, custodyOfPartitions } from '../../pipeline/doctor/custody-checks.ts';
import { createDecoder } from '../../pipeline/ingest/decode-pool.ts';
import { type FileReport, ingestFile } from '../../pipeline/ingest/file/ingest-file.ts';
import type { UnpackLimits } from '../../pipeline/ingest/file/gunzip.ts';
import type { Warehouse } from '../../pipeline/warehouse/warehouse.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { flow, ndjson } from '../records.ts';
import { temporaryWarehouse, tickingClock } from '../warehouse/temporary.ts';

const folder = temporaryFolder();
const clock = tickingClock();
const { warehouse, remove, empty } = await temporaryWarehouse('shipped', clock);
beforeEach(empty);
afterAll(remove);
afterAll(folder.remove);

const LIMITS: UnpackLimits = { bytes: 64 * 1_048_576, ratio: 300 };

function take(
  path: string,
  { stdin = '', unpack = LIMITS }: { stdin?: string | Buffer; unpack?: UnpackLimits } = {},
): Promise<FileReport> {
  const given = {
    warehouse,
    clock,
    decoder: createDecoder(0),
    newId: randomUUID,
    unpack,
    onProgress: () => undefined,
  };
  return ingestFile(
    { ...given, stdin: Readable.from([Buffer.from(stdin)]) },
    { path, kind: 'flow', knownAtMs: null },
  );
}

function put(name: string, bytes: Buffer | string): string {
  const path = join(folder.path, name);
  writeFileSync(path, bytes);
  return path;
}

const lines = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, index) => JSON.stringify(flow(`${prefix}-${String(index)}`)));

const countRow = z.object({ rows: z.coerce.number() });
const rowsOf = async (table: string) =>
  (await warehouse.query(`SELECT count() AS rows FROM ${table}`, {}, countRow))[0]?.rows;
const written = async () =>
  Promise.all(
    ['input_record', 'custody_range', 'input_file', 'input_file_end', 'flow_record'].map(rowsOf),
  );
const doctor = async () =>
  (await checkCustody(warehouse, await custodyOfPartitions(warehouse))).map(
    ({ state, check, what, what_to_do: todo }) => ({
      state,
      check,
      what,
      todo,
    }),
  );

describe('what is not NDJSON is refused in one sentence, and nothing is written', () => {
  test.each([
    { what: 'XML', bytes: '<?xml version="1.0"?>\n<Document>\n</Document>\n' },
    { what: 'CSV', bytes: 'flow_id;amount\nst-1;2\n' },
    { what: 'a JSON array', bytes: `[\n${lines('array', 2).join(',\n')}\n]\n` },
    { what: 'text in UTF-16', bytes: Buffer.from(lines('wide', 1).join(), 'utf16le') },
    { what: 'a zip archive', bytes: Buffer.from('PK\u0003\u0004xlsx') },
  ])('$what: as a file, compressed, and on standard input', async ({ what, bytes }) => {
    const before = await written();
    const refusal = { code: 'not_ndjson', exitCode: 2 };
    await expect(take(put('flow-other.ndjson', bytes))).rejects.toMatchObject(refusal);
    await expect(take(put('flow-other.ndjson.gz', gzipSync(bytes)))).rejects.toMatchObject(refusal);
    await expect(take('-', { stdin: bytes })).rejects.toThrow(`Standard input holds ${what}`);
    expect(await written()).toEqual(before);
  });

  test('a file of blank lines holds no record', async () => {
    const before = await written();
    await expect(take(put('flow-blank.ndjson', '\n  \n\r\n\t\n'))).rejects.toMatchObject({
      code: 'empty_file',
      exitCode: 2,
    });
    expect(await written()).toEqual(before);
  });
});

describe('a gzip file', () => {
  test('of a few kilobytes with millions of lines is refused before anything is written', async () => {
    const before = await written();
    const bomb = put('flow-bomb.ndjson.gz', gzipSync(Buffer.from('{\n'.repeat(2_000_000))));
    await expect(take(bomb)).rejects.toMatchObject({ code: 'expands_too_far', exitCode: 2 });
    await expect(take(bomb)).rejects.toThrow(
      /300 times its size \(PLANCHER_UNPACKED_RATIO\)\. Nothing of it was taken in/,
    );
    expect(await written()).toEqual(before);
  });

  test('that unpacks to more than the limit in bytes is refused; with a higher limit it is taken in', async () => {
    const honest = put('flow-large.ndjson.gz', gzipSync(ndjson(lines('large', 4_000))));
    const before = await written();
    await expect(take(honest, { unpack: { bytes: 1_048_576, ratio: 300 } })).rejects.toThrow(
      /1048576 bytes \(PLANCHER_UNPACKED_BYTES\)/,
    );
    expect(await written()).toEqual(before);
    expect(await take(honest)).toMatchObject({ accepted: 4_000, rejected: 0 });
  });

  test('of records that are almost alike stays far below the limit on the ratio', () => {
    const bytes = ndjson(lines('alike', 20_000));
    const ratio = bytes.length / gzipSync(bytes, { level: 9 }).length;
    console.log(`records that differ in their id alone pack ${ratio.toFixed(0)} times`);
    expect(ratio).toBeLessThan(LIMITS.ratio / 2);
  });
});

describe('blank lines', () => {
  test('are no records, and the offset of a record stays its line', async () => {
    const [first = '', second = ''] = lines('blank', 2);
    const path = put('flow-lines.ndjson', `\n${first}\n \t\r\n{"broken":\n\n${second}\n\n`);
    const report = await take(path);
    expect(report).toMatchObject({ accepted: 2, rejected: 1 });
    const rows = await warehouse.query(
      'SELECT toString(offset) AS offset, reason FROM input_record FINAL WHERE topic = {topic:String} ORDER BY input_record.offset',
      { topic: report.topic },
      z.object({ offset: z.string(), reason: z.string() }),
    );
    expect(rows).toEqual([
      { offset: '1', reason: '' },
      { offset: '3', reason: 'invalid_json' },
      { offset: '5', reason: '' },
    ]);
    // Blanks without a line end may be the beginning of a record.
    writeFileSync(path, `\n${first}\n \t\r\n{"broken":\n\n${second}\n\n  `);
    expect(await take(path)).toMatchObject({ accepted: 0, already: 3 });
    writeFileSync(
      path,
      `\n${first}\n \t\r\n{"broken":\n\n${second}\n\n  ${lines('later', 1).join('')}\n`,
    );
    expect(await take(path)).toMatchObject({ accepted: 1, already: 3 });
    expect(await doctor()).toMatchObject([{ state: 'ok' }]);
  });
});

describe('an input is known by what it holds', () => {
  test('lines that custody does not vouch for are not skipped: exit 3', async () => {
    const path = put('flow-vouched.ndjson', ndjson(lines('vouched', 3)));
    const { topic } = await take(path);
    await warehouse.command(
      `INSERT INTO custody_range
         (topic, partition, first_offset, last_offset, kept, rejected, unfinished, known_at,
          chain_hex)
       SELECT topic, partition, first_offset, last_offset, kept, rejected, unfinished, known_at,
         repeat('00', 32)
       FROM custody_range FINAL
       WHERE topic = {topic:String}`,
      { topic },
    );
    await expect(take(path)).rejects.toMatchObject({ code: 'other_chain', exitCode: 3 });
    writeFileSync(path, ndjson(lines('vouched', 5)));
    await expect(take(path)).rejects.toMatchObject({ code: 'other_chain', exitCode: 3 });
  });

  test('two files that continue the same beginning at the same time never share coordinates', async () => {
    for (let round = 0; round < 5; round += 1) {
      const [beginning, one, other] = ['begin', 'one', 'other'].map((name) =>
        ndjson(lines(`${name}-${String(round)}`, 2)),
      );
      if (beginning === undefined || one === undefined || other === undefined)
        throw new Error('three contents');
      await take(put('flow-begin.ndjson', beginning));
      const paths = [
        put('flow-one.ndjson', Buffer.concat([beginning, one])),
        put('flow-other.ndjson', Buffer.concat([beginning, other])),
      ];
      const first = await Promise.all(paths.map((path) => take(path)));
      expect(new Set(first.map(({ topic }) => topic)).size).toBe(2);
      for (const { accepted, repeated, rejected } of first)
        expect(accepted + repeated + rejected).toBe(4);
      for (const path of paths)
        expect(await take(path)).toMatchObject({ accepted: 0, repeated: 4 });
    }
  });

  test('a file whose lines custody lacks is a failed check; a file that was not read to its end is a warning with the command', async () => {
    const { topic } = await take(put('flow-lost.ndjson', ndjson(lines('lost', 3))));
    await warehouse.command(
      'ALTER TABLE custody_range DELETE WHERE topic = {topic:String} SETTINGS mutations_sync = 2',
      { topic },
    );
    const whole = gzipSync(ndjson(lines('cut', 30_000)));
    const cut = whole.subarray(0, Math.floor(whole.length * 0.8));
    await expect(take(put('flow-cut.ndjson.gz', cut))).rejects.toMatchObject({
      code: 'unreadable_gzip',
    });
    const findings = await doctor();
    const about = (name: string) => findings.find(({ check }) => check.includes(name));
    expect(about('flow-lost.ndjson')).toMatchObject({
      state: 'failed',
      what: 'custody has 0 of its 3 lines',
    });
    expect(about('flow-cut.ndjson.gz')).toMatchObject({ state: 'warning' });
    expect(about('flow-cut.ndjson.gz')?.todo).toContain(
      'plancher ingest "flow-cut.ndjson.gz" --kind flow',
    );
    expect((await take(put('flow-cut.ndjson.gz', whole))).already).toBeGreaterThan(0);
    await take(put('flow-lost.ndjson', ndjson(lines('lost', 3))));
    expect((await doctor()).filter(({ check }) => /flow-(lost|cut)/.test(check))).toEqual([]);
  });
});

describe('ingest reads the content by which it identified the file', () => {
  /** Changes the file when its name in the ledger is settled, before its first block is read. */
  function takeChanged(path: string, change: () => void): Promise<FileReport> {
    const given = {
      warehouse,
      clock,
      decoder: createDecoder(0),
      newId: randomUUID,
      unpack: LIMITS,
      stdin: Readable.from([]),
    };
    const tools = {
      ...given,
      get onProgress() {
        change();
        return () => undefined;
      },
    };
    return ingestFile(tools, { path, kind: 'flow', knownAtMs: null });
  }

  test.each([
    ['replaced by another', ndjson(lines('changed-new', 9))],
    ['cut', ndjson(lines('changed', 1))],
    ['emptied', ''],
  ])(
    'a file that is %s while it is read ends the command, and is taken in when it is back',
    async (what, other) => {
      const content = ndjson(lines(`changed-${what}`, 3));
      const path = put('flow-changed.ndjson', content);
      const before = await written();
      await expect(
        takeChanged(path, () => {
          writeFileSync(path, other);
        }),
      ).rejects.toMatchObject({ code: 'file_changed', exitCode: 1 });
      expect(await written()).toEqual(before);
      expect(await take(put('flow-changed.ndjson', content))).toMatchObject({
        accepted: 3,
        already: 0,
      });
    },
  );
});

describe('a file that is shorter than its lines in custody', () => {
  const failing = (table: string): Warehouse =>
    new Proxy(warehouse, {
      get: (target, name) => {
        if (name === 'insert')
          return (rows: Parameters<Warehouse['insert']>[0]) =>
            rows.table === table ? Promise.reject(new Error('killed')) : target.insert(rows);
        const value: unknown = Reflect.get(target, name);
        return typeof value === 'function'
          ? (...given: unknown[]): unknown => Reflect.apply(value, target, given)
          : value;
      },
    });
  const takeKilled = (path: string) =>
    ingestFile(
      {
        ...{
          warehouse: failing('flow_record_door'),
          clock,
          decoder: createDecoder(0),
          newId: randomUUID,
          unpack: LIMITS,
        },
        ...{ stdin: Readable.from([]), onProgress: () => undefined },
      },
      { path, kind: 'flow', knownAtMs: null },
    );

  test('a last record to which another was appended without a line feed is not skipped', async () => {
    const [one = '', two = '', three = ''] = lines('glued', 3);
    const path = put('flow-glued.ndjson', `${one}\n${two}`);
    await expect(takeKilled(path)).rejects.toThrow('killed');
    expect(await take(put('flow-glued.ndjson', `${one}\n${two}${three}\n`))).toMatchObject({
      accepted: 1,
      rejected: 1,
    });
    await expect(take(put('flow-glued.ndjson', `${one}\n${two}`))).rejects.toMatchObject({
      code: 'other_chain',
      exitCode: 3,
    });
    expect(await take(put('flow-glued.ndjson', `${one}\n${two}\n`))).toMatchObject({
      accepted: 1,
      repeated: 1,
    });
  });

  test('a file that was cut in mid-line is recognised after it was completed', async () => {
    const [one = '', two = '', three = ''] = lines('completed', 3);
    const cut = `${one}\n${two.slice(0, 50)}`;
    expect(await take(put('flow-completed.ndjson', cut))).toMatchObject({
      accepted: 1,
      rejected: 1,
    });
    expect(await take(put('flow-completed.ndjson', `${one}\n${two}\n${three}\n`))).toMatchObject({
      accepted: 2,
      rejected: 0,
    });
    expect(await take(put('flow-completed.ndjson', cut))).toMatchObject({
      accepted: 0,
      already: 2,
    });
  });
});
