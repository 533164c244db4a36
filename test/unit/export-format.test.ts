// Formats of exports, without a warehouse: texts that a spreadsheet would run, numbers to the last
// digit, and characters that XML cannot hold.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  type ExportColumn,
  type RowWriter,
  columnKind,
} from '../../pipeline/export/formats/column.ts';
import { csvWriter, defused } from '../../pipeline/export/formats/csv.ts';
import { partsOf } from '../../pipeline/export/output.ts';
import { isExact } from '../../pipeline/export/formats/xlsx.ts';
import { EXPORT_FORMATS, FORMAT_NAMES } from '../../pipeline/export/formats/registry.ts';
import { FORMULAS } from '../formulas.ts';
import { STYLE, STYLES, cellName, escaped } from '../../pipeline/export/formats/xlsx-parts.ts';

const column = (name: string, type: string): ExportColumn => ({ name, type, comment: '' });

function written(writer: RowWriter, rows: unknown[][]): string {
  return Buffer.concat([writer.begin(), writer.add(rows), writer.end()]).toString();
}

/** As a program reads a line that takes every separator for one and knows no quotes. */
const cells = (text: string) => text.split(/[,;|\t\r\n"]/);

describe('a text that a spreadsheet would run as a formula', () => {
  test.each(FORMULAS)('is defused: %j', (text) => {
    for (const cell of cells(defused(text)))
      expect(cell.replace(/^[\s\p{Cc}\p{Cf}]+/u, ''), JSON.stringify(defused(text))).not.toMatch(
        /^[=+\-@＝＋－＠−]/u,
      );
    expect(defused(text).replaceAll("'", '')).toBe(text.replaceAll("'", ''));
  });

  test.each([
    'planet-series.tv',
    'A - B',
    '1=1',
    'pub-4711',
    'Example Media Ltd',
    'a, b; c',
    "l'été",
    '',
  ])('and an ordinary one is left as it is: %j', (text) => {
    expect(defused(text)).toBe(text);
  });

  test('is defused in a header too, and a negative number in a column of numbers stays a number', () => {
    const columns = [
      column('=name', 'LowCardinality(String)'),
      column('amount', 'Nullable(Decimal(18, 4))'),
    ];
    expect(
      written(csvWriter(columns, { bom: false, separators: 'international' }), [
        ['=1', '-12.5000'],
        ['x', null],
      ]),
    ).toBe('"\'=name","amount"\r\n"\'=1",-12.5000\r\n"x",\r\n');
  });
});

test('French CSV has a mark of its encoding, semicolons and decimal commas', () => {
  const columns = [
    column('nom', 'String'),
    column('montant', 'Decimal(18, 4)'),
    column('n', 'UInt64'),
    column('jour', 'Date32'),
  ];
  expect(
    written(csvWriter(columns, { bom: true, separators: 'french' }), [
      ['é "x"', '1234.5000', '18446744073709551615', '2015-11-30'],
    ]),
  ).toBe(
    '\uFEFF"nom";"montant";"n";"jour"\r\n"é ""x""";1234,5000;18446744073709551615;2015-11-30\r\n',
  );
});

test('the kind of a column depends on its type alone', () => {
  const types = [
    'Decimal(18, 4)',
    'Nullable(UInt64)',
    'LowCardinality(Nullable(String))',
    'Date32',
    'Array(Tuple(a String))',
    "DateTime64(3, 'UTC')",
  ];
  expect(types.map(columnKind)).toEqual(['number', 'number', 'text', 'date', 'nested', 'text']);
});

test('a spreadsheet gets a number as a number only when it keeps every digit', () => {
  expect(
    [
      '0',
      '-0.5',
      '123456789012345',
      '12345678901234.5000',
      '0.000000000123456789012345',
      '-99999999999999.9',
    ].map(isExact),
  ).toEqual(Array(6).fill(true));
  expect(
    ['1234567890123456', '12345678901234.56', '1e5', 'nan', 'inf', '', '1.', '--1'].map(isExact),
  ).toEqual(Array(8).fill(false));
});

test('cells have the names that spreadsheets give them', () => {
  expect([0, 25, 26, 701, 702].map((index) => cellName(index, 3))).toEqual([
    'A3',
    'Z3',
    'AA3',
    'ZZ3',
    'AAA3',
  ]);
});

test('characters that XML cannot hold are written so that they can be read back', () => {
  expect(escaped('a<b>&"\u0000\r\uD800_x0041_')).toBe(
    'a&lt;b&gt;&amp;&quot;_x0000__x000D__xD800__x005F_x0041_',
  );
  expect(escaped('é 😀\n\t')).toBe('é 😀\n\t');
});

test('a spreadsheet finds the default style by its name, and every style derives from it', () => {
  expect(STYLES).toContain(
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>',
  );
  const [formats = ''] = /<cellXfs.*<\/cellXfs>/.exec(STYLES) ?? [];
  const styles = formats.match(/<xf [^>]*>/g) ?? [];
  expect(styles).toHaveLength(Object.keys(STYLE).length + 1);
  for (const style of styles)
    expect(style).toMatch(/numFmtId="\d+" fontId="\d" fillId="0" borderId="0" xfId="0"/);
  expect(Object.values(STYLE)).not.toContain('0');
});

test('rows are divided among files without a gap', () => {
  expect(
    partsOf('flows', 'xlsx', 5, 2).map(({ file, first, beyond }) => [file, first, beyond]),
  ).toEqual([
    ['flows-00001.xlsx', 0, 2],
    ['flows-00002.xlsx', 2, 4],
    ['flows-00003.xlsx', 4, 5],
  ]);
  expect(partsOf('flows', 'xlsx', 0, 2)).toEqual([{ file: 'flows.xlsx', first: 0, beyond: 0 }]);
  expect(partsOf('flows', 'csv', 5_000_000, null)).toEqual([
    { file: 'flows.csv', first: 0, beyond: 5_000_000 },
  ]);
});

test('docs/operations.md names every format, and files of two formats never have one name', () => {
  expect(readFileSync('docs/operations.md', 'utf8')).toContain(
    `\`csv\`: ${FORMAT_NAMES.join(', ')};`,
  );
  const extensions = FORMAT_NAMES.map((name) => EXPORT_FORMATS[name].extension);
  expect(new Set(extensions).size).toBe(extensions.length);
});
