// Text for a terminal, a log or a page: nothing in it moves a cursor, reorders or hides text, or
// begins a line of its own.
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { listOf, listText } from '../../pipeline/cli/list.ts';
import { fittedTable, table, widthOf } from '../../pipeline/text/table.ts';
import {
  argumentShown,
  escapedJson,
  harmless,
  harmlessJson,
  harmlessLines,
  nameShown,
} from '../../pipeline/platform/harmless.ts';
import { masked, maskedJson } from '../../pipeline/platform/mask-url.ts';
import { FORMULAS } from '../formulas.ts';
import { OBEYED } from '../obeyed.ts';

const anyText = fc.string({ unit: 'binary', maxLength: 40 });
/** Characters that terminals obey, mixed with what surrounds them. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '\u001b[2K',
        '\u009b',
        '\u202e',
        '\u2066',
        '\u200b',
        '\ud800',
        '\u2028',
        '\n',
        '\r',
        '\\',
        '"',
      ),
      anyText,
    ),
  )
  .map((parts) => parts.join(''));

describe('the gate', () => {
  test('lets no character through that a terminal obeys, and no line end that was within a value', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(harmlessLines(text).replaceAll('\r\n', '\n')).not.toMatch(OBEYED);
        expect(harmless(text)).not.toMatch(/[\n\r\t]/);
        expect(nameShown(text)).not.toMatch(/[\n\r\t]/);
      }),
    );
  });

  test('leaves what people write as it is', () => {
    const text =
      'Plancher : 2\u202f593,82\u00a0EUR, « Société Générale », Ελλάδα, 東京, 😀\n\tnext line\r\n';
    expect(harmlessLines(text)).toBe(text);
  });

  test('leaves JSON the value that it was', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(harmlessJson({ text })).not.toMatch(OBEYED);
        expect(JSON.parse(harmlessJson({ text }))).toEqual({ text });
        expect(JSON.parse(escapedJson(`${JSON.stringify({ text })}\n`))).toEqual({ text });
      }),
    );
  });
});

test('a reader can tell where a name in a sentence ends', () => {
  expect(nameShown('/data/flow-2016.ndjson')).toBe('/data/flow-2016.ndjson');
  expect(nameShown('x: is good.\nplancher: ok')).toBe('"x: is good.\\u{a}plancher: ok"');
  expect(nameShown('a "b')).toBe('"a \\"b"');
  expect(nameShown('')).toBe('""');
});

/** As a program reads CSV that knows quotes. */
function readCsv(text: string): string[][] {
  return text
    .split('\r\n')
    .slice(0, -1)
    .map((line) =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) =>
        (quoted ?? plain ?? '').replaceAll('""', '"'),
      ),
    );
}

const HOSTILE_CELLS = [
  ...FORMULAS,
  '\\N',
  '\u001b[2K=1',
  '"',
  '""',
  'a\r\nplancher: ok',
  '=HYPERLINK("http://x.example","y")',
  '+cmd|x',
];

test.each([
  'flow.ndjson',
  'a b.ndjson',
  "l'an.ndjson",
  'a"b.ndjson',
  '$(id)`id`$HOME.ndjson',
  "'$(id)'.ndjson",
  'back\\slash',
  'a!b',
])('a shell takes the name %s in a command as one argument that runs nothing', (name) => {
  expect(execFileSync('sh', ['-c', `printf %s ${argumentShown(name)}`], { encoding: 'utf8' })).toBe(
    name,
  );
});

test('a name in a command is not taken for an option', () => {
  expect(argumentShown('--again')).toBe('"./--again"');
});

describe('CSV of a command', () => {
  test.each(HOSTILE_CELLS)(
    'a text is one quoted cell of one line that nothing runs: %j',
    (text) => {
      const csv = listText(listOf([{ name: text, n: -5 }], ['name', 'n']), 'csv');
      expect(csv.replaceAll('\r\n', '\n')).not.toMatch(OBEYED);
      const [, [cell = '', number] = []] = readCsv(csv);
      expect(readCsv(csv)).toHaveLength(2);
      expect(cell).not.toMatch(/^(?:[=+\-@\t\r＝＋－＠]|\\N$)/);
      expect(number).toBe('-5');
    },
  );

  test('a number stays a number, also a negative one; no value is an empty cell; a text that looks like a number stays a text', () => {
    const rows = [{ eur: '-12.5000', count: -3, none: null, text: '-1' }];
    expect(listText(listOf(rows, ['eur', 'count', 'none', 'text'], ['eur']), 'csv')).toBe(
      '"eur","count","none","text"\r\n-12.5000,-3,,"\'-1"\r\n',
    );
  });

  test('a value in a column of numbers that is not a number is a text', () => {
    expect(listText(listOf([{ eur: '=1+1' }, { eur: 'nan' }], ['eur'], ['eur']), 'csv')).toBe(
      '"eur"\r\n"\'=1+1"\r\n"nan"\r\n',
    );
  });

  test('a list without rows has its header', () => {
    expect(listText(listOf([], ['a', 'b']), 'csv')).toBe('"a","b"\r\n');
    expect(listText(listOf([], ['a', 'b']), 'table', ['b'])).toBe('b\n');
    expect(listText(listOf([], ['a']), 'json')).toBe('[]\n');
  });
});

describe('a table for a terminal', () => {
  const rows = [
    {
      id: '0123456789ab',
      eur: '1234567.0000',
      operation: 'o'.repeat(60),
      text: '長い説明'.repeat(40),
    },
    { id: '0123456789ac', eur: '5.0000', operation: 'short', text: 'é'.repeat(300) },
  ];

  test.each([80, 100, 143])('fits %i columns, with figures whole and cuts marked', (width) => {
    const lines = fittedTable(rows, ['id', 'eur', 'operation', 'text'], {
      width,
      cut: ['operation', 'text'],
      leaveAway: [],
    })
      .trimEnd()
      .split('\n');
    for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(width);
    expect(lines[1]).toMatch(/^0123456789ab {2}1234567\.0000 {2}o+… {2}[^…]+…$/);
    expect(lines[2]).toContain('short');
  });

  test('that is too narrow for every column leaves columns away in their order, and never a part of a figure', () => {
    const fit = { cut: ['operation', 'text'], leaveAway: ['text', 'operation'] };
    const narrow = fittedTable(rows, ['id', 'eur', 'operation', 'text'], { ...fit, width: 40 })
      .trimEnd()
      .split('\n');
    expect(narrow[0]).toMatch(/^id +eur +operat/);
    for (const line of narrow) expect(widthOf(line)).toBeLessThanOrEqual(40);
    expect(fittedTable(rows, ['id', 'eur', 'operation', 'text'], { ...fit, width: 10 })).toBe(
      table(rows, ['id', 'eur']),
    );
  });

  test('that fits is the same as a table without a limit', () => {
    const small = [{ a: 'x', b: '1' }];
    expect(fittedTable(small, ['a', 'b'], { width: 100, cut: ['a'], leaveAway: ['b'] })).toBe(
      table(small, ['a', 'b']),
    );
  });
});

describe('addresses', () => {
  test.each([
    [
      'https://user:tr0ub4dor@hooks.example:8443/services/T0/s3cret?token=s3cret#s3cret',
      'https://***@hooks.example:8443/***',
    ],
    ['https://hooks.example/services/s3cret', 'https://hooks.example/***'],
    ['https://hooks.example/', 'https://hooks.example'],
    ['http://[::1]:8123/plancher', 'http://[::1]:8123/***'],
    ['http://u:s3c@ret@host:1/db', 'http://***@host:1/***'],
    ['http://u:s3/cret@host:1/db', 'http://***'],
    ['https://hooks.example/s3cret@s3cret', 'https://***'],
    ['http://u:s3 cret@host/db', 'http://***@host/***'],
    ['sasl://u:s3cret@b1:9092,b2:9092', 'sasl://***'],
    ['https://s3cret.example\\s3cret', 'https://s3cret.example/***'],
    ['embedded:.plancher', 'embedded:.plancher'],
    ['b1:9092,b2:9092', 'b1:9092,b2:9092'],
    [
      'connect to https://u:s3cret@h.example/s3cret failed',
      'connect to https://***@h.example/*** failed',
    ],
  ])('%s', (address, shown) => {
    expect(masked(address)).toBe(shown);
  });

  test('are masked at any depth', () => {
    expect(maskedJson({ to: [{ url: 'https://h.example/s3cret' }], n: 1 })).toBe(
      '{"to":[{"url":"https://h.example/***"}],"n":1}',
    );
  });
});
