// SQL lives in sql/, never in TypeScript. This is the only place that puts text into it:
//   {{word}}                   what the caller gives for it; a word too many or too few is refused
//   {{include PATH}}           the text of sql/PATH.sql
//   {{include PATH ... }}      the same, with a line `word: text` for each word of that file
//   {{on_cluster}}, {{engine}} see forCluster
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { invariant } from '../platform/failure.ts';
import { PACKAGE_ROOT } from '../platform/package-root.ts';

type Words = Readonly<Record<string, string>>;

const INCLUDE = /\{\{include ([\w/]+)(?:\}\}|\n(.*?)\n\s*\}\})/gs;
const WORD = /\{\{(?!on_cluster\}\})(\w+)\}\}/g;
const COMMENT = /\bCOMMENT\s+'(?:[^']|'')*'/g;
const loaded = new Map<string, string>();

/**
 * The text of sql/PATH with what it includes.
 * @param words what stands for each {{word}}; its own braces are left as they are
 * @param cluster as for {@link forCluster}, which is left to the caller without it
 */
export function sqlFile(path: string, words: Words = {}, cluster?: string | null): string {
  const text = load(path);
  return fill(path, cluster === undefined ? text : forCluster(text, cluster), words);
}

function load(path: string): string {
  const known = loaded.get(path);
  if (known !== undefined) return known;
  const written = withoutComments(readFileSync(join(PACKAGE_ROOT, 'sql', path), 'utf8'));
  const text = withIncludes(withWholeTexts(written));
  loaded.set(path, text);
  return text;
}

/** A word of an include may be an include without words of its own. */
function withIncludes(text: string): string {
  return text.replace(INCLUDE, (_, included: string, lines: string | undefined) => {
    const words = Object.entries(wordsOf(lines ?? '')).map(([word, put]): [string, string] => [
      word,
      withIncludes(put),
    ]);
    return fill(`${included}.sql`, load(`${included}.sql`).trim(), Object.fromEntries(words));
  });
}

/** Whole lines only: a `--` further right may be part of a text. */
function withoutComments(text: string): string {
  return text
    .split('\n')
    .filter((line) => !/^\s*--/.test(line))
    .join('\n');
}

/** A COMMENT in quotes may go over several lines: a line end in it becomes one blank. */
function withWholeTexts(text: string): string {
  return text.replace(COMMENT, (comment) => comment.replace(/\s*\n\s*/g, ' '));
}

function wordsOf(lines: string): Words {
  return Object.fromEntries(
    lines
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => {
        const [word = '', ...text] = line.trim().split(': ');
        return [word, text.join(': ')];
      }),
  );
}

/** Replaces each word once, so that braces in what is put in mean nothing. */
function fill(path: string, text: string, words: Words): string {
  const unused = new Set(Object.keys(words));
  const filled = text.replace(WORD, (_, word: string) => {
    const put = words[word];
    invariant(put !== undefined, `sql/${path}: no text for {{${word}}}`);
    unused.delete(word);
    return put;
  });
  invariant(unused.size === 0, `sql/${path} has no word ${[...unused].join(', ')}`);
  return filled;
}

/**
 * The statements of a text, without comment lines. A statement ends with `;` at the end of a line.
 */
export function statementsOf(text: string): string[] {
  return withoutComments(text)
    .split(/;[ \t]*(?:\n|$)/)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');
}

/** Plain engines on one server; Replicated engines ON CLUSTER when a cluster is named. */
export function forCluster(statement: string, cluster: string | null): string {
  const onCluster = cluster === null ? '' : `ON CLUSTER ${cluster}`;
  return statement
    .replaceAll('{{on_cluster}}', onCluster)
    .replace(
      /\{\{engine (\w+)(?:\(([^)]*)\))?\}\}/g,
      (_, name: string, written: string | undefined) => {
        const given = written ?? '';
        if (cluster === null) return given === '' ? name : `${name}(${given})`;
        const path = `'/clickhouse/tables/{shard}/{database}/{table}', '{replica}'`;
        return `Replicated${name}(${given === '' ? path : `${path}, ${given}`})`;
      },
    );
}
