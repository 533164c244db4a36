// The checks of tidy.test.ts: each takes files as texts and gives one sentence for each fault, so
// that a test can show on a few lines of its own that the check fails.
import { posix } from 'node:path';

/** Text by path from the root of the repository. */
export type Files = ReadonlyMap<string, string>;

const MOST_COLUMNS = 100;
const MOST_SUBQUERIES = 3;

/** SQL that method 2 replaces, and migrations, which are never changed. */
const REPLACED = /^sql\/(?:estimate\/\d|rules\/|explain\/|views\/(?:[2-5]\d|60)_|migrations\/)/;

const linesOf = (text: string) => text.split('\n');
const inFolder = (files: Files, folder: string) =>
  [...files].filter(([file]) => file.startsWith(`${folder}/`));
/** Files of sql/ by their path in it. */
const sqlIn = (files: Files) =>
  new Map(
    inFolder(files, 'sql')
      .filter(([file]) => file.endsWith('.sql'))
      .map(([file, text]) => [file.slice('sql/'.length), text]),
  );
const codeIn = (files: Files) => [...files].filter(([file]) => file.endsWith('.ts'));

/** A literal or an address: what a formatter cannot break. */
const UNBREAKABLE =
  /'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|`(?:\\.|[^`\\])*`|(?<=[(,=:\s])\/(?![/*\s])(?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\])+\/[a-z]*|https?:\/\/\S+/g;

/**
 * A line may be longer by one literal: a comment of a column, XML, a title of a test. SQL in
 * REPLACED is left as it is.
 */
export function longLines(files: Files): string[] {
  return [...files]
    .filter(([file]) => !REPLACED.test(file))
    .flatMap(([file, text]) =>
      linesOf(text).flatMap((line, index) => {
        const literals = line.match(UNBREAKABLE) ?? [];
        const columns = line.length - Math.max(0, ...literals.map(({ length }) => length));
        return columns <= MOST_COLUMNS
          ? []
          : [`${file}:${String(index + 1)} has ${String(line.length)} columns`];
      }),
    );
}

const INCLUDE = /\{\{include ([\w/]+)/g;
const includedIn = (text: string) => [...text.matchAll(INCLUDE)].map(([, path = '']) => path);

const isComment = (line: string) => /^\s*--/.test(line);
/** The comment that a file opens with, as one line. */
function headerOf(text: string): string {
  const lines = linesOf(text);
  const end = lines.findIndex((line) => !isComment(line));
  return lines
    .slice(0, end === -1 ? lines.length : end)
    .map((line) => line.replace(/^\s*--\s*/, ''))
    .join(' ');
}
const statementOf = (text: string) =>
  linesOf(text)
    .filter((line) => !isComment(line))
    .join('\n');

/** The names after a label of a header, without the texts in brackets. */
function namesAfter(header: string, label: RegExp): Set<string> {
  const start = label.exec(header);
  if (start === null) return new Set();
  let depth = 0;
  let list = '';
  for (const character of header.slice(start.index + start[0].length)) {
    if (character === ')') depth -= 1;
    else if (character === '(') depth += 1;
    else if (depth === 0 && /[.;:]/.test(character)) break;
    else if (depth === 0) list += character;
  }
  const names = list
    .split(/,|\band\b/)
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'none');
  return new Set(names);
}

/** A statement with what it includes, since its caller gives the parameters of both. */
function parametersOf(path: string, sql: ReadonlyMap<string, string>): Set<string> {
  const statement = statementOf(sql.get(path) ?? '');
  const own = [...statement.matchAll(/(?<!\{)\{(\w+):[^}]+\}/g)].map(([, name = '']) => name);
  const others = includedIn(statement).flatMap((one) => [...parametersOf(`${one}.sql`, sql)]);
  return new Set([...own, ...others]);
}

function wordsOf(statement: string): Set<string> {
  return new Set(
    [...statement.matchAll(/\{\{(\w+)\}\}/g)]
      .map(([, word = '']) => word)
      .filter((word) => word !== 'on_cluster'),
  );
}

function differences(what: string, named: Set<string>, used: Set<string>): string[] {
  return [
    ...[...named].filter((name) => !used.has(name)).map((name) => `names ${what} "${name}"`),
    ...[...used]
      .filter((name) => !named.has(name))
      .map((name) => `does not name ${what} "${name}"`),
  ];
}

/**
 * Every statement opens with its purpose, every include with a sentence, and both name the
 * parameters and the words of the templater that they use. Migrations are frozen.
 */
export function headerFaults(files: Files): string[] {
  const sql = sqlIn(files);
  const included = new Set([...sql.values()].flatMap(includedIn).map((path) => `${path}.sql`));
  return [...sql]
    .filter(([path]) => !path.startsWith('migrations/'))
    .flatMap(([path, text]) => {
      const header = headerOf(text);
      const opening = included.has(path) ? /^[A-Z]/ : /^Purpose: /;
      return [
        ...(opening.test(header) ? [] : ['does not open with its purpose']),
        ...differences('parameter', namesAfter(header, /\bParameters?: /), parametersOf(path, sql)),
        ...differences(
          'word',
          namesAfter(header, /\b(?:Words?|Templates?): /),
          wordsOf(statementOf(text)),
        ),
      ].map((fault) => `sql/${path} ${fault}`);
    });
}

/** The migrations and the views are read from their folders, in order. */
const LISTED = /^(?:migrations|views)\//;

/** Each file of sql/ is named by code or by an include, and what they name is there. */
export function unusedSql(files: Files): string[] {
  const sql = sqlIn(files);
  const code = codeIn(files).filter(([file]) => file.startsWith('pipeline/'));
  const texts = code.map(([, text]) => text);
  const included = [...sql].flatMap(([path, text]) =>
    includedIn(statementOf(text)).map((one) => ({ by: `sql/${path}`, path: `${one}.sql` })),
  );
  const named = code.flatMap(([file, text]) =>
    [...text.matchAll(/'([\w/]+\/\w+\.sql)'/g)].map(([, path = '']) => ({ by: file, path })),
  );
  // `alert/find/${step}.sql`, where the step is a text of the same file, or `${path}.sql`.
  const isComputed = (path: string) => {
    const [folder, name, whole] = [
      posix.dirname(path),
      posix.basename(path, '.sql'),
      path.replace(/\.sql$/, ''),
    ];
    return texts.some(
      (text) =>
        text.includes(`'${whole}'`) ||
        (text.includes(`\`${folder}/\${`) && text.includes(`'${name}'`)),
    );
  };
  const used = new Set([...included, ...named].map(({ path }) => path));
  return [
    ...[...sql.keys()]
      .filter((path) => !LISTED.test(path) && !used.has(path) && !isComputed(path))
      .map((path) => `sql/${path} is named by no code and no include`),
    ...[...included, ...named]
      .filter(({ path }) => !sql.has(path.replace(/^sql\//, '')))
      .map(({ by, path }) => `${by} names sql/${path}, which is not there`),
  ];
}

const PATH =
  /(?<![\w./-])(?:pipeline|schemas|sql|docs|test|bench|deploy|reference)\/(?![\w/]*[A-Z]{3})[\w./-]*\.\w+/g;
const commentsOf = (file: string, text: string) =>
  file.endsWith('.sql')
    ? linesOf(text).filter(isComment)
    : (text.match(/(?<=^|\s)(?:\/\/[^\n]*|\/\*.*?\*\/)/gms) ?? []);

/** Comments name files that are there. */
export function lostNames(files: Files): string[] {
  return [...files]
    .filter(([file]) => /\.(?:ts|sql)$/.test(file))
    .flatMap(([file, text]) =>
      commentsOf(file, text)
        .flatMap((comment) => comment.match(PATH) ?? [])
        .filter((path) => !files.has(path))
        .map((path) => `${file} names ${path}, which is not there`),
    );
}

/** How many brackets with a SELECT are nested. */
function depthOf(statement: string): number {
  const open: boolean[] = [];
  let deepest = 0;
  for (const [token, query] of statement.matchAll(
    /'(?:\\.|[^'\\])*'|\((\s*(?:SELECT|WITH)\b)?|\)/g,
  )) {
    if (token.startsWith('(')) open.push(query !== undefined);
    else if (token === ')') open.pop();
    deepest = Math.max(deepest, open.filter(Boolean).length);
  }
  return deepest;
}

export function deepSubqueries(files: Files): string[] {
  return inFolder(files, 'sql')
    .filter(([file]) => !REPLACED.test(file))
    .map(([file, text]) => ({ file, depth: depthOf(statementOf(text)) }))
    .filter(({ depth }) => depth > MOST_SUBQUERIES)
    .map(({ file, depth }) => `${file} has subqueries ${String(depth)} deep`);
}

/** Only the templater knows how a word of it is written. */
export function foreignTemplates(files: Files): string[] {
  return codeIn(files)
    .filter(([file]) => /^(?:pipeline|schemas|bench)\//.test(file))
    .filter(([file, text]) => file !== 'pipeline/warehouse/sql-file.ts' && text.includes('{{'))
    .map(([file]) => `${file} writes a word of the templater`);
}
