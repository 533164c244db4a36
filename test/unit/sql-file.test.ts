// The templater of sql/, on the files that are there.
import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { sqlFile, statementsOf } from '../../pipeline/warehouse/sql-file.ts';

const VIEWS = readdirSync('sql/views').map((name) => `views/${name}`);

test.each(VIEWS)('every include and word of %s is filled in', (path) => {
  expect(sqlFile(path)).not.toContain('{{');
});

test.each(VIEWS)('every COMMENT of %s is one line, wherever the file breaks it', (path) => {
  for (const [comment] of sqlFile(path).matchAll(/\bCOMMENT\s+'(?:[^']|'')*'/g))
    expect(comment).not.toContain('\n');
});

test('a broken COMMENT keeps its words, with one blank between them', () => {
  expect(sqlFile('views/50_intake_public.sql')).toContain(
    "COMMENT 'for people: what the file was called when it was largest, and the beginning of its name in the ledger'",
  );
});

test('a word may be an include', () => {
  expect(sqlFile('views/85_alert.sql')).toContain(
    "FROM site_latest_at(as_of = '2200-01-01 00:00:00')",
  );
});

test('a word without text and a text without word are refused', () => {
  expect(() => sqlFile('expressions/money.sql')).toThrow('no text for {{units}}');
  expect(() => sqlFile('expressions/first_day.sql', { day: '1' })).toThrow('has no word day');
});

test('a statement ends with a semicolon at the end of a line', () => {
  expect(statementsOf("-- a\nSELECT ';' AS a;\n\nSELECT 2; \n")).toEqual([
    "SELECT ';' AS a",
    'SELECT 2',
  ]);
});
