// Doors (sql/migrations/0008_doors.sql): a row that is inserted through a door is in the table
// behind it as if it had been inserted there.
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { LEDGER_COLUMNS, LEDGER_DOOR, decodeChunk } from '../../pipeline/ingest/decode-chunk.ts';
import { recordColumns } from '../../pipeline/ingest/row.ts';
import { RECORD_KINDS } from '../../schemas/record.ts';
import { temporaryWarehouse } from '../warehouse/temporary.ts';

const LINES = readFileSync(new URL('../../schemas/examples/accepted.ndjson', import.meta.url));
const REJECTED = readFileSync(new URL('../../schemas/examples/rejected.ndjson', import.meta.url));
const example = z.object({ kind: z.string(), record: z.unknown() });
const EXTREMES = [
  {
    flow_id: 'é "quoted"\\ 𝄞',
    network: 'é "quoted"\\\n\u0000 𝄞',
    amount: '99999999999999.99999999',
    period_start: '1900-01-01',
    period_end: '1900-01-31',
    impressions: Number.MAX_SAFE_INTEGER,
  },
  {
    flow_id: 'x'.repeat(1_000),
    revision: 4_294_967_295,
    amount: '0',
    period_start: '2200-12-01',
    period_end: '2200-12-31',
    source: 'Ünïcode',
  },
];

const { warehouse, remove } = await temporaryWarehouse('none');
afterAll(remove);

/**
 * Rows of the examples of flows, of extremes made of the first, and of the ledger with rejections
 * among them.
 */
function rows() {
  const flows = LINES.toString()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => example.parse(JSON.parse(line)))
    .flatMap(({ kind, record }) =>
      kind === 'flow' ? [z.record(z.string(), z.unknown()).parse(record)] : [],
    );
  const records = [...flows, ...EXTREMES.map((more) => ({ ...flows[0], ...more }))];
  const lines = Buffer.concat([
    Buffer.from(records.map((record) => `${JSON.stringify(record)}\n`).join('')),
    REJECTED,
  ]);
  const decoded = decodeChunk({
    type: 'lines',
    kind: 'flow',
    topic: 'doors',
    partition: 0,
    firstOffset: 0,
    knownAt: '2026-01-01 00:00:00.123',
    lines,
  });
  expect(decoded.kept).toBeGreaterThanOrEqual(flows.length + EXTREMES.length);
  expect(decoded.rejected).toBeGreaterThan(10);
  return decoded;
}

async function contents(table: string): Promise<unknown[]> {
  const columns = await warehouse.query(
    "SELECT name FROM system.columns WHERE database = currentDatabase() AND table = {table:String} AND default_kind != 'EPHEMERAL'",
    { table },
    z.object({ name: z.string() }),
  );
  const names = columns.map(({ name }) =>
    name.startsWith('sha256') || name === 'raw' ? `hex(${name}) AS ${name}_hex` : name,
  );
  return warehouse.query(`SELECT ${names.join(', ')} FROM ${table} ORDER BY ALL`, {}, z.unknown());
}

describe('rows that go through a door arrive whole in the table behind it', () => {
  const decoded = rows();
  test.each([
    [RECORD_KINDS.flow.door, RECORD_KINDS.flow.table, recordColumns('flow'), decoded.records],
    [LEDGER_DOOR, 'input_record', [...LEDGER_COLUMNS], decoded.ledger],
  ])(
    '%s: as if it had been inserted into %s, in every column',
    async (door, table, columns, bytes) => {
      await warehouse.insert({ table, columns, rows: Buffer.from(bytes) });
      const direct = await contents(table);
      expect(direct.length).toBeGreaterThan(10);
      await warehouse.command(`TRUNCATE TABLE ${table}`);
      await warehouse.insert({ table: door, columns, rows: Buffer.from(bytes) });
      expect(await contents(table)).toEqual(direct);
      expect(await warehouse.query(`SELECT count() AS rows FROM ${door}`, {}, z.unknown())).toEqual(
        [{ rows: '0' }],
      );
    },
  );
});
