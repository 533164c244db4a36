// SQL lives in sql/, never in TypeScript. A file is read once; a file of several statements is cut at `;` at a line's end.
// A text of sql/body/ stands in several places: `{{body NAME}}`, or over other tables `{{body NAME` and lines `word: what stands for {{word}} there`
// up to `}}`.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PACKAGE_ROOT } from '../platform/package-root.ts';

const read = new Map<string, string>();

/** Text of sql/PATH, with the bodies that it names. */
export function sqlFile(path: string): string {
  let text = read.get(path);
  if (text === undefined) {
    text = readFileSync(join(PACKAGE_ROOT, 'sql', path), 'utf8').replace(
      /\{\{body (\w+)(?:\}\}|\n(.*?)\n\s*\}\})/gs,
      (_, name: string, words: string | undefined) => bodyOf(name, words ?? ''),
    );
    read.set(path, text);
  }
  return text;
}

function bodyOf(name: string, words: string): string {
  return words.split('\n').reduce(
    (body, line) => {
      const [word = '', ...meaning] = line.trim().split(': ');
      return body.replaceAll(`{{${word}}}`, meaning.join(': '));
    },
    sqlFile(`body/${name}.sql`),
  );
}

/** The statements of a text, without comment lines. A statement ends with `;` at the end of a line. */
export function statementsOf(text: string): string[] {
  return text
    .split('\n')
    .filter((line) => !/^\s*--/.test(line))
    .join('\n')
    .split(/;[ \t]*(?:\n|$)/)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');
}

/** Plain engines on one server; Replicated engines ON CLUSTER when a cluster is named. */
export function forCluster(statement: string, cluster: string | null): string {
  const onCluster = cluster === null ? '' : `ON CLUSTER ${cluster}`;
  return statement
    .replaceAll('{{on_cluster}}', onCluster)
    .replace(/\{\{engine (\w+)(?:\(([^)]*)\))?\}\}/g, (_, name: string, written: string | undefined) => {
      const given = written ?? '';
      if (cluster === null) return given === '' ? name : `${name}(${given})`;
      const path = `'/clickhouse/tables/{shard}/{database}/{table}', '{replica}'`;
      return `Replicated${name}(${given === '' ? path : `${path}, ${given}`})`;
    });
}
