// What a reader relies on and no compiler holds: width of lines, headers of SQL, names of files.
import { readFileSync, readdirSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import { PACKAGE_ROOT } from '../../pipeline/platform/package-root.ts';
import {
  type Files,
  deepSubqueries,
  foreignTemplates,
  headerFaults,
  longLines,
  lostNames,
  unusedSql,
} from './tidy.ts';

const FOLDERS = ['pipeline', 'schemas', 'sql', 'bench', 'test', 'docs', 'deploy', 'reference'];
const CHECKED = /^(?:pipeline|schemas|bench|test)\/.*\.ts$|^sql\/.*\.sql$/;

const files = new Map(
  FOLDERS.flatMap((folder) =>
    readdirSync(posix.join(PACKAGE_ROOT, folder), { recursive: true, encoding: 'utf8' }).map(
      (name) => posix.join(folder, ...name.split('\\')),
    ),
  ).map((file) => [
    file,
    CHECKED.test(file) ? readFileSync(posix.join(PACKAGE_ROOT, file), 'utf8') : '',
  ]),
);

describe('the repository', () => {
  test.each([
    ['has lines of at most 100 columns', longLines],
    ['names purpose, parameters and words at the top of each SQL file', headerFaults],
    ['has no SQL file that nothing runs, and runs none that is not there', unusedSql],
    ['names in comments only files that exist', lostNames],
    ['nests subqueries at most 3 deep', deepSubqueries],
    ['writes words of the templater in SQL alone', foreignTemplates],
  ])('%s', (_, check) => {
    expect(check(files)).toEqual([]);
  });
});

/** Columns of a line that is too long. */
const LONG = 'x'.repeat(101);
const STATEMENT = '-- Purpose: counts.\nSELECT 1\n';

describe('each check finds', () => {
  test.each<[string, (files: Files) => string[], Record<string, string>, string[]]>([
    [
      'a line that is too long, unless one literal makes it so',
      longLines,
      {
        'pipeline/a.ts': `\n${LONG}\n'${LONG}'\n`,
        'test/a.ts': `test('${LONG}', () => {\n// ${LONG}\nexpect(text).toMatch(/${LONG}/u);\n`,
      },
      ['pipeline/a.ts:2 has 101 columns', 'test/a.ts:2 has 104 columns'],
    ],
    [
      'a statement without its purpose, and an include without a sentence',
      headerFaults,
      {
        'sql/a.sql': '-- Counts.\nSELECT {{include part}}\n',
        'sql/part.sql': '1\n',
        'sql/b.sql': '-- Purpose: counts.\nSELECT {{include word}}\n',
        'sql/word.sql': '-- One.\n1\n',
      },
      ['sql/a.sql does not open with its purpose', 'sql/part.sql does not open with its purpose'],
    ],
    [
      'parameters and words that a header names too many or too few',
      headerFaults,
      {
        'sql/a.sql':
          '-- Purpose: counts. Parameters: one (or none, or three), two and four.\n' +
          '-- Words: five; the rest is fixed.\n' +
          'SELECT {one:String}, {three:String}, {{six}} {{on_cluster}} {{include part}}\n',
        'sql/part.sql': '-- A number. Parameter: seven.\n{seven:UInt8}\n',
      },
      [
        'sql/a.sql names parameter "two"',
        'sql/a.sql names parameter "four"',
        'sql/a.sql does not name parameter "three"',
        'sql/a.sql does not name parameter "seven"',
        'sql/a.sql names word "five"',
        'sql/a.sql does not name word "six"',
      ],
    ],
    [
      'SQL that nothing runs, and SQL that is not there',
      unusedSql,
      {
        'sql/lists/a.sql': STATEMENT,
        'sql/lists/b.sql': STATEMENT,
        'sql/lists/unused.sql': STATEMENT,
        'sql/views/10_a.sql': '-- Purpose: a view.\nSELECT {{include lists/gone}}\n',
        'pipeline/a.ts': "read('lists/a.sql', 'lists/lost.sql'); `lists/${'b'}.sql`;\n",
      },
      [
        'sql/lists/unused.sql is named by no code and no include',
        'sql/views/10_a.sql names sql/lists/gone.sql, which is not there',
        'pipeline/a.ts names sql/lists/lost.sql, which is not there',
      ],
    ],
    [
      'a file that a comment names and that is not there',
      lostNames,
      {
        'pipeline/a.ts': "// See docs/b.md and docs/c.md.\nread('docs/d.md');\n/** test/e.ts */\n",
        'docs/b.md': '',
        'sql/a.sql': '-- Purpose: as pipeline/f.ts does, of sql/PATH.sql.\nSELECT 1\n',
      },
      [
        'pipeline/a.ts names docs/c.md, which is not there',
        'pipeline/a.ts names test/e.ts, which is not there',
        'sql/a.sql names pipeline/f.ts, which is not there',
      ],
    ],
    [
      'a subquery that is too deep',
      deepSubqueries,
      {
        'sql/a.sql': nested(3),
        'sql/b.sql': nested(4),
        'sql/explain/c.sql': nested(11),
      },
      ['sql/b.sql has subqueries 4 deep'],
    ],
    [
      'a word of the templater outside SQL',
      foreignTemplates,
      {
        'pipeline/a.ts': "sql.replace('{{rows}}', rows)",
        'pipeline/warehouse/sql-file.ts': '{{word}}',
        'test/a.ts': '{{word}}',
      },
      ['pipeline/a.ts writes a word of the templater'],
    ],
  ])('%s', (_, check, texts, faults) => {
    expect(check(new Map(Object.entries(texts)))).toEqual(faults);
  });
});

/** With a text that looks like more of it. */
function nested(depth: number): string {
  return `SELECT '(SELECT', (1 + (2)) FROM ${'(\n  SELECT * FROM '.repeat(depth)}t${')'.repeat(depth)}`;
}
