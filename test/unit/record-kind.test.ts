// The registry of record kinds, compared with what cannot be derived from it: SQL statements that
// list the record tables, migrations, and the pages that people read.
import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { recordColumns, recordRow } from '../../pipeline/ingest/row.ts';
import { decode } from '../../schemas/decode.ts';
import { KINDS, RECORD_KINDS } from '../../schemas/record.ts';
import { RECORD_FIELDS, fieldOf } from './record-fields.ts';

const read = (path: string) => readFileSync(path, 'utf8');

/** The texts that a pattern captures, each once. */
function captured(text: string, pattern: RegExp): string[] {
  return [...new Set([...text.matchAll(pattern)].map(([, name = '']) => name))].sort();
}

test('sql/expressions/every_record.sql has each kind with its identifier and table', () => {
  const rows = read('sql/expressions/every_record.sql').matchAll(
    /'(\w+)'(?: AS \w+)?, toString\(source\)(?: AS \w+)?, (\w+)(?: AS \w+)?, sha256 FROM (\w+)/g,
  );
  expect([...rows].map(([, ...row]) => row)).toEqual(
    KINDS.map((kind) => {
      const { schema, table } = RECORD_KINDS[kind];
      return [kind, Object.keys(schema.shape)[0], table];
    }),
  );
});

describe.each([...KINDS])('%s', (kind) => {
  const { table, door, topic } = RECORD_KINDS[kind];
  const migrations = readdirSync('sql/migrations')
    .map((name) => read(`sql/migrations/${name}`))
    .join('\n');

  test('a migration makes the table, with the columns of the schema in their order', () => {
    const [, body = ''] =
      new RegExp(`CREATE TABLE IF NOT EXISTS ${table} [^(]*\\(\\n(.*?)\\n\\) ENGINE`, 's').exec(
        migrations,
      ) ?? [];
    const columns = [...body.matchAll(/^ {2}(\w+) /gm)].map(([, name]) => name);
    expect(columns.slice(0, recordColumns(kind).length)).toEqual(recordColumns(kind));
  });

  test('a migration makes what rows are inserted into', () => {
    expect(migrations).toContain(`CREATE TABLE IF NOT EXISTS ${door} `);
  });

  test('a row has a value for each column', () => {
    const examples = read('schemas/examples/accepted.ndjson')
      .trim()
      .split('\n')
      .map((line) => z.object({ kind: z.string(), record: z.unknown() }).parse(JSON.parse(line)))
      .filter((example) => example.kind === kind);
    expect(examples.length).toBeGreaterThan(0);
    for (const { record } of examples) {
      const decoded = decode(kind, Buffer.from(JSON.stringify(record)));
      if (decoded.outcome !== 'valid') throw new Error(decoded.reason);
      const row: unknown = JSON.parse(recordRow(decoded, '2016-01-01 00:00:00.000'));
      expect(row).toHaveLength(recordColumns(kind).length);
    }
  });

  const [section = ''] =
    new RegExp(`^## ${kind}\\n.*?(?=^## )`, 'ms').exec(read('docs/records.md')) ?? [];

  test('docs/records.md has its topic and an example that is accepted as it is', () => {
    expect(section.replace(/\s+/g, ' ')).toContain(`Topic \`${topic}\``);
    const [, example = ''] = /^```json\n(.*?)^```/ms.exec(section) ?? [];
    expect(decode(kind, Buffer.from(example))).toMatchObject({
      outcome: 'valid',
      canonical: JSON.stringify(JSON.parse(example)),
      adjustments: [],
    });
  });

  test('docs/records.md has a table of its fields, in order, and says what a null means', () => {
    const rows = section.matchAll(/^\| `(\w+)` \|.*\| ([^|]+) \|$/gm);
    const documented = [...rows].map(([, name, whenNull]) => [name, whenNull === 'obligatory']);
    const fields = RECORD_FIELDS[kind].map(fieldOf);
    expect(documented).toEqual(fields.map(({ name, isNullable }) => [name, !isNullable]));
  });
});

test('every list of the kinds that people read is the list of the registry', () => {
  const sentence = KINDS.join(', ').replace(/, (\w+)$/, ' or $1');
  const [, inReadme = ''] = /KIND is ([^.]*)\./.exec(read('README.md')) ?? [];
  expect(inReadme.replaceAll(/\s+/g, ' ')).toBe(sentence);
  const comments = captured(
    read('sql/views/50_intake_public.sql'),
    /kind LowCardinality\(String\) COMMENT '(panel[^']*)'/g,
  );
  expect(comments).toEqual([sentence]);
});
