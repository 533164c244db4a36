// Every file that README.md, CHANGELOG.md, docs/ or reference/ names is on disk. Files move, and a
// page that still names the old place misleads its reader.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { PACKAGE_ROOT } from '../../pipeline/platform/package-root.ts';

const FOLDERS = [
  '.ci',
  'bench',
  'bin',
  'deploy',
  'docs',
  'examples',
  'pipeline',
  'reference',
  'schemas',
  'sql',
  'test',
];
/** Not in the repository: made by a build, a command or a person, or not a file at all. */
const ELSEWHERE = /^(?:\.\/)?(?:dist|deploy\/secrets)\/|^clickhouse-passwords\.xml$|^con\.sql$/;
const SOURCE = /^\w[\w./-]*\.(?:ts|js|sql|sh|xml|yml)$/;
const SPAN = /`([^`\n]+)`/g;
const LINK = /\]\(([^)#\s]*)(?:#([^)\s]*))?\)/g;

const files = FOLDERS.flatMap(filesIn);
const pages = [
  'README.md',
  'CHANGELOG.md',
  ...files.filter((file) => /^(?:docs|reference)\/.*\.md$/.test(file)),
];

function filesIn(folder: string): string[] {
  return readdirSync(join(PACKAGE_ROOT, folder), { recursive: true, encoding: 'utf8' }).map(
    (name) => join(folder, name),
  );
}

/** The words in code spans, code blocks and indented code. */
function wordsOf(text: string): string[] {
  const blocks = text.split(/^```.*$/m).filter((_, index) => index % 2 === 1);
  const spans = [...text.matchAll(SPAN)].map(([, span = '']) => span);
  const indented = text.split('\n').filter((line) => line.startsWith('    '));
  return [...blocks, ...spans, ...indented].flatMap((code) => code.split(/[\s'"(),;=:]+/));
}

/** A path from the root, with `*` for any part of a name. A file may also be named alone. */
function isThere(word: string): boolean {
  const path = word.replace(/\/$/, '');
  // In docs/guarantees.md tests are named without `test/` and `.test.ts`.
  if ([path, `test/${path}.test.ts`].some((file) => existsSync(join(PACKAGE_ROOT, file))))
    return true;
  const pattern = path.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^/]*');
  const start = FOLDERS.some((folder) => path.startsWith(`${folder}/`)) ? '^' : '/';
  return files.some((file) => new RegExp(`${start}${pattern}$`).test(file));
}

function leads(page: string, path: string, heading: string | undefined): boolean {
  const target = path === '' ? page : join(dirname(page), path);
  if (!existsSync(join(PACKAGE_ROOT, target))) return false;
  return heading === undefined || headingsOf(target).includes(heading);
}

/** As GitHub names them in addresses. */
function headingsOf(page: string): string[] {
  return readFileSync(join(PACKAGE_ROOT, page), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('#'))
    .map((line) =>
      line
        .replace(/^#+ /, '')
        .toLowerCase()
        .replace(/[^\w -]/g, '')
        .replaceAll(' ', '-'),
    );
}

test.each(pages)('%s names only files that exist', (page) => {
  const text = readFileSync(join(PACKAGE_ROOT, page), 'utf8');
  const named = wordsOf(text).filter(
    (word) => FOLDERS.some((folder) => word.startsWith(`${folder}/`)) || SOURCE.test(word),
  );
  const links = [...text.matchAll(LINK)].map(([, path = '', heading]) => ({ path, heading }));
  const missing = [
    ...named.filter((word) => !ELSEWHERE.test(word) && !isThere(word)),
    ...links.filter(({ path, heading }) => !path.includes('://') && !leads(page, path, heading)),
  ];
  expect([...new Set(missing)]).toEqual([]);
});

test('each guarantee names tests that exist', () => {
  const rows = readFileSync(join(PACKAGE_ROOT, 'docs', 'guarantees.md'), 'utf8')
    .split('\n')
    .filter((line) => /^\| \d+ /.test(line));
  const tests = rows.map((row) => [...(row.split('|').at(-2) ?? '').matchAll(SPAN)]);
  expect(rows.length).toBeGreaterThan(40);
  expect(rows.filter((_, row) => tests[row]?.length === 0)).toEqual([]);
  const missing = tests
    .flat()
    .map(([, name = '']) => name)
    .filter((name) => !name.startsWith('npm '))
    .filter((name) => !existsSync(join(PACKAGE_ROOT, 'test', `${name}.test.ts`)));
  expect(missing).toEqual([]);
});
