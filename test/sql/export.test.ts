// Exports on the real engine: the same state gives the same bytes, and every format gives back what
// the view says.
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { SIGNATURE } from '../../pipeline/export/manifest.ts';
import { CURRENT } from '../../pipeline/export/publish.ts';
import { readPublicKey } from '../../pipeline/export/signature.ts';
import { verifyExport } from '../../pipeline/export/verify.ts';
import { writeExport } from '../../pipeline/export/write-export.ts';
import { EXPORT_FORMATS, FORMAT_NAMES } from '../../pipeline/export/formats/registry.ts';
import { STYLE } from '../../pipeline/export/formats/xlsx-parts.ts';
import { harmless } from '../../pipeline/platform/harmless.ts';
import { anyRow } from './figures.ts';
import { temporaryWarehouse } from '../warehouse/temporary.ts';
import { type ExportPlace, bytesIn, exportPlace, shipped } from './written-export.ts';
import { INPUT, build } from './export-input.ts';

const { warehouse, remove } = await temporaryWarehouse('none');
afterAll(remove);
let place: ExportPlace;
beforeAll(async () => {
  await build(warehouse, INPUT);
  place = exportPlace();
});
afterAll(() => {
  place.remove();
});

/** Without the signature, which has a date. */
function filesIn(directory: string): Record<string, Buffer> {
  return Object.fromEntries(
    Object.entries(bytesIn(directory)).filter(([name]) => name !== SIGNATURE),
  );
}

const READABLE = ['floors', 'floor-lines', 'totals', 'flows', 'sources', 'excluded', 'flags'];
const VIEWS: Record<string, string> = {
  floors: 'revenue_floor',
  'floor-lines': 'revenue_floor_line',
  totals: 'revenue_total',
  flows: 'flow_current',
  sources: 'source_rank',
  excluded: 'excluded_flow',
  flags: 'offshore_flag',
};

describe('the same state', () => {
  test('gives the same bytes and the same directory twice, except for the signed date', async () => {
    for (const name of READABLE) {
      const definition = shipped(name, { formats: [...FORMAT_NAMES] });
      const first = await writeExport(place.tools(warehouse), definition);
      const bytes = filesIn(first.directory);
      rmSync(first.directory, { recursive: true });
      const second = await writeExport(place.tools(warehouse), definition);
      expect(second.directory).toBe(first.directory);
      expect(first.rows).toBeGreaterThan(0);
      expect(filesIn(second.directory)).toEqual(bytes);
      expect(second.made_at > first.made_at).toBe(true);
    }
  });

  test('gives the same bytes whatever the page size, and when its rows are divided among files', async () => {
    const formats = [...FORMAT_NAMES];
    const definition = shipped('flows', { name: 'paged', formats });
    const one = await writeExport(
      place.tools(warehouse, { pageRows: 3, partRows: 50 }),
      definition,
    );
    const bytes = bytesIn(one.directory);
    const whole = await writeExport(place.tools(warehouse), shipped('flows', { formats }));
    for (const { extension, isSplit } of FORMAT_NAMES.map((name) => EXPORT_FORMATS[name])) {
      const names = Object.keys(bytes).filter((name) => name.endsWith(`.${extension}`));
      if (isSplit) expect(names.length, extension).toBeGreaterThan(1);
      else {
        expect(names).toEqual([`paged.${extension}`]);
        const inOnePage = bytesIn(whole.directory)[`flows.${extension}`];
        expect(bytes[`paged.${extension}`], extension).toEqual(inOnePage);
      }
    }
  });

  test('leaves no copied rows behind', async () => {
    await writeExport(place.tools(warehouse), shipped('flows', { name: 'copied' }));
    const left = await warehouse.query(
      "SELECT name FROM system.tables WHERE startsWith(name, 'export_rows_')",
      {},
      anyRow,
    );
    expect(left).toEqual([]);
  });

  test('equals a rebuild from the same files in another order, to the byte', async () => {
    const expected = await Promise.all(
      READABLE.map(async (name) =>
        filesIn((await writeExport(place.tools(warehouse), shipped(name))).directory),
      ),
    );
    const script = join(import.meta.dirname, 'rebuild-and-export.ts');
    const folder = join(place.folder, 'rebuilt');
    execFileSync(
      process.execPath,
      ['--import', 'tsx', script, folder, join(place.folder, 'keys')],
      {
        input: JSON.stringify([...INPUT].reverse()),
        stdio: ['pipe', 'ignore', 'inherit'],
      },
    );
    for (const [index, name] of READABLE.entries())
      expect(filesIn(join(folder, name, CURRENT)), name).toEqual(expected[index]);
  });
});

describe('every format gives back the rows of its view', () => {
  test.each(READABLE)('%s as Parquet, with types and decimals', async (name) => {
    const { directory } = await writeExport(place.tools(warehouse), shipped(name));
    const file = join(directory, `${name}.parquet`);
    const columns = (shipped(name).columns ?? []).map((column) => `\`${column}\``).join(', ');
    const read = (from: string) =>
      warehouse.query(`SELECT ${columns} FROM ${from} ORDER BY ALL`, {}, anyRow);
    expect(await read(`file('${file}', Parquet)`)).toEqual(await read(VIEWS[name] ?? ''));
    const described = await warehouse.query(
      `DESCRIBE file('${file}', Parquet)`,
      {},
      z.object({ name: z.string(), type: z.string() }),
    );
    for (const column of described.filter(
      (one) => one.name.endsWith('_eur') || one.name === 'amount',
    ))
      expect(column.type).toContain(column.name === 'amount' ? 'Decimal(38, 8)' : 'Decimal(18, 4)');
    expect(described.some((one) => one.type.includes('Decimal'))).toBe(true);
  });

  test.each(READABLE)('%s as JSON Lines', async (name) => {
    const { directory, rows } = await writeExport(place.tools(warehouse), shipped(name));
    const lines = readFileSync(join(directory, `${name}.jsonl`), 'utf8')
      .trim()
      .split('\n');
    expect(lines).toHaveLength(rows);
    const columns = (shipped(name).columns ?? []).map((column) => `\`${column}\``).join(', ');
    expect(lines.map((line) => anyRow.parse(JSON.parse(line)))).toEqual(
      await warehouse.query(`SELECT ${columns} FROM ${VIEWS[name] ?? ''} ORDER BY ALL`, {}, anyRow),
    );
  });

  test.each(READABLE)(
    '%s as CSV, read by Python, with numbers as they are and no formula',
    async (name) => {
      const { directory } = await writeExport(place.tools(warehouse), shipped(name));
      const program =
        'import csv,json,sys; print(json.dumps(list(csv.DictReader(open(sys.argv[1], newline="", encoding="utf-8")))))';
      const read = z.array(z.record(z.string(), z.string())).parse(
        JSON.parse(
          execFileSync('python3', ['-c', program, join(directory, `${name}.csv`)], {
            maxBuffer: 1e8,
          }).toString(),
        ),
      );
      const lines = readFileSync(join(directory, `${name}.jsonl`), 'utf8')
        .trim()
        .split('\n')
        .map((line) => anyRow.parse(JSON.parse(line)));
      expect(read).toHaveLength(lines.length);
      for (const [index, row] of read.entries())
        for (const [column, text] of Object.entries(row)) {
          const value = lines[index]?.[column];
          const expected =
            value === null
              ? ''
              : harmless(typeof value === 'string' ? value : JSON.stringify(value));
          expect(text.replaceAll("'", ''), `${column} of row ${String(index)}`).toBe(
            expected.replaceAll("'", ''),
          );
          if (!column.endsWith('_eur')) expect(text).not.toMatch(/^[=+\-@\t\r＝＋－＠]/);
        }
    },
  );

  test('flows as a spreadsheet: typed cells, exact money, a frozen header, notes with versions', async () => {
    const { directory, rows } = await writeExport(place.tools(warehouse), shipped('flows'));
    const parts = unzipSync(readFileSync(join(directory, 'flows.xlsx')));
    const text = (name: string) => Buffer.from(parts[name] ?? new Uint8Array()).toString();
    const sheet = text('xl/worksheets/sheet1.xml');
    expect(sheet.match(/<row /g)).toHaveLength(rows + 1);
    expect(sheet).toContain('state="frozen"');
    expect(sheet).not.toContain('<f>');
    // 18 digits: a spreadsheet would round them, so they are a text; fewer stay a number, with the
    // digits of the warehouse.
    expect(sheet).toMatch(/t="inlineStr"><is><t xml:space="preserve">12345678901234.5678</);
    expect(sheet).toContain('<v>0.0001</v>');
    const notes = text('xl/worksheets/sheet2.xml');
    expect(notes).toMatch(/>[1-9]\d* \(more than 15 digits/);
    for (const told of [
      'numbers written as text',

      'version of the method',
      'version of fx',
      'hostile.ndjson, partition 0, up to offset',
      'custody chain',
    ])
      expect(notes).toContain(told);
  });

  test.each(['floors', 'floor-lines'])(
    '%s as a spreadsheet: the first day of each month is a date cell',
    async (name) => {
      const { directory, rows } = await writeExport(place.tools(warehouse), shipped(name));
      const parts = unzipSync(readFileSync(join(directory, `${name}.xlsx`)));
      const sheet = Buffer.from(parts['xl/worksheets/sheet1.xml'] ?? new Uint8Array()).toString();
      expect(sheet).toMatch(
        /<c r="B1"[^>]*><is><t[^>]*>month<.*<c r="C1"[^>]*><is><t[^>]*>month_start</,
      );
      const months = [...sheet.matchAll(/<c r="B\d+"[^>]*><is><t[^>]*>(\d{4}-\d{2})</g)].map(
        ([, month = '']) => month,
      );
      const days = [...sheet.matchAll(/<c r="C\d+" s="(\d+)"><v>(\d+)<\/v>/g)].map(
        ([, style, day]) => [style, day],
      );
      expect(days).toHaveLength(rows);
      // Day 25569 of a spreadsheet is 1970-01-01.
      expect(days).toEqual(
        months.map((month) => [
          STYLE.date,
          String(25_569 + Date.parse(`${month}-01`) / 86_400_000),
        ]),
      );
    },
  );

  test('an empty export has a header and no rows, in every format', async () => {
    const definition = shipped('flows', {
      name: 'nothing',
      filters: [{ column: 'flow_id', is: 'equal', value: 'no such flow' }],
    });
    const { directory, rows, files } = await writeExport(place.tools(warehouse), definition);
    expect([rows, files]).toEqual([0, 4]);
    expect(readFileSync(join(directory, 'nothing.jsonl'), 'utf8')).toBe('');
    expect(readFileSync(join(directory, 'nothing.csv'), 'utf8')).toMatch(
      /^"source","flow_id",[^\n]+\r\n$/,
    );
    expect((await verifyExport(directory, readPublicKey(place.publicKey))).isGood).toBe(true);
  });
});

describe('what is exported', () => {
  test('filters compare as values of the type of the column', async () => {
    const only = async (filters: Parameters<typeof shipped>[1]) => {
      const { directory } = await writeExport(
        place.tools(warehouse),
        shipped('flows', {
          name: 'filtered',
          formats: ['jsonl'],
          columns: ['flow_id', 'amount'],
          ...filters,
        }),
      );
      return readFileSync(join(directory, 'filtered.jsonl'), 'utf8')
        .trim()
        .split('\n')
        .map((line) => anyRow.parse(JSON.parse(line))['flow_id']);
    };
    expect(
      await only({
        filters: [
          { column: 'amount', is: 'more_than', value: '9999999999999' },
          { column: 'source', is: 'equal', value: 'statement' },
        ],
      }),
    ).toEqual(['large']);
    expect(
      await only({
        filters: [
          { column: 'flow_id', is: 'one_of', values: ["it's", 'minus', 'large'] },
          { column: 'amount', is: 'less_than', value: '1' },
        ],
      }),
    ).toEqual(['minus']);
    await expect(
      only({ filters: [{ column: 'amount', is: 'equal', value: '1 OR 1' }] }),
    ).rejects.toThrow();
  });

  test('a SQL file is exported as its SELECT says, and one with two statements is refused', async () => {
    const definition = {
      ...shipped('flows', { name: 'by-sql', formats: ['jsonl'] }),
      view: undefined,
      columns: undefined,
      sql: 'own.sql',
    };
    writeFileSync(
      join(place.folder, 'own.sql'),
      "-- mine\nSELECT flow_id, '{{rows}} $& $1' AS odd FROM flow_current WHERE flow_id = 'large';\n",
    );
    const { directory } = await writeExport(place.tools(warehouse), definition);
    expect(readFileSync(join(directory, 'by-sql.jsonl'), 'utf8')).toBe(
      '{"flow_id":"large","odd":"{{rows}} $& $1"}\n',
    );
    writeFileSync(join(place.folder, 'own.sql'), 'SELECT 1;\nDROP TABLE flow_record;\n');
    await expect(writeExport(place.tools(warehouse), definition)).rejects.toThrow(
      'must have one SELECT',
    );
  });

  test('a view or a column that does not exist is named', async () => {
    await expect(
      writeExport(place.tools(warehouse), shipped('flows', { view: 'no_view' })),
    ).rejects.toThrow('has no view no_view');
    await expect(
      writeExport(place.tools(warehouse), shipped('flows', { columns: ['profit'] })),
    ).rejects.toThrow('has no column profit');
  });

  test('alerts are exported where the warehouse has them, and fail clearly where it does not', async () => {
    const [view] = await warehouse.query(
      "SELECT name FROM system.tables WHERE database = currentDatabase() AND name = 'alert_current'",
      {},
      anyRow,
    );
    const written = writeExport(place.tools(warehouse), shipped('alerts'));
    if (view === undefined) await expect(written).rejects.toThrow('has no view alert_current');
    else expect((await written).files).toBe(4);
  });
});
