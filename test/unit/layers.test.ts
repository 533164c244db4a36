// No file and no folder of pipeline/ and schemas/ needs itself by way of others. That rooms import
// only what is below them is the rule `plancher/imports-below` of eslint.config.js.
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { expect, test } from 'vitest';

type Graph = ReadonlyMap<string, ReadonlySet<string>>;

const ROOT = join(import.meta.dirname, '..', '..');
const IMPORT = /(?:\bfrom|\bimport|\bimport\()\s*'(\.[^']+)'/g;

/** Files and the files that each imports. */
function filesOf(texts: ReadonlyMap<string, string>): Graph {
  return new Map(
    [...texts].map(([file, text]) => [
      file,
      new Set(
        [...text.matchAll(IMPORT)]
          .map(([, path = '']) => posix.join(posix.dirname(file), path))
          .filter((target) => texts.has(target)),
      ),
    ]),
  );
}

/** Folders and the folders that each imports, by `folderOf` a file. */
function foldersOf(files: Graph, folderOf: (file: string) => string): Graph {
  const folders = new Map<string, Set<string>>();
  for (const [file, targets] of files) {
    const from = folderOf(file);
    const all = folders.get(from) ?? new Set();
    for (const target of targets) if (folderOf(target) !== from) all.add(folderOf(target));
    folders.set(from, all);
  }
  return folders;
}

/** A file at the top of pipeline/ is a room of its own: path.ts is far below main.ts. */
const folderOf = (file: string) => (dirname(file) === 'pipeline' ? file : dirname(file));
const roomOf = (file: string) => folderOf(file).split('/').slice(0, 2).join('/');

/** The members of each circle. Tarjan's strongly connected components. */
function circlesIn(graph: Graph): string[][] {
  const order = new Map<string, number>();
  const open: string[] = [];
  const circles: string[][] = [];
  const visit = (name: string): number => {
    const own = order.size;
    order.set(name, own);
    open.push(name);
    let low = own;
    for (const target of graph.get(name) ?? []) {
      if (!order.has(target)) low = Math.min(low, visit(target));
      else if (open.includes(target)) low = Math.min(low, order.get(target) ?? own);
    }
    if (low === own) {
      const members = open.splice(open.indexOf(name));
      if (members.length > 1) circles.push(members.sort());
    }
    return low;
  };
  for (const name of graph.keys()) if (!order.has(name)) visit(name);
  return circles;
}

function circlesOf(texts: ReadonlyMap<string, string>): Record<string, string[][]> {
  const files = filesOf(texts);
  return {
    files: circlesIn(files),
    folders: circlesIn(foldersOf(files, folderOf)),
    rooms: circlesIn(foldersOf(files, roomOf)),
  };
}

test('there is no circle of files, folders or rooms', () => {
  const texts = new Map(
    ['pipeline', 'schemas'].flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.ts'))
        .map((name) => {
          const file = posix.join(folder, ...name.split('\\'));
          return [file, readFileSync(join(ROOT, file), 'utf8')] as const;
        }),
    ),
  );
  const imports = [...filesOf(texts).values()].reduce((sum, targets) => sum + targets.size, 0);
  expect(imports).toBeGreaterThan(texts.size);
  expect(circlesOf(texts)).toEqual({ files: [], folders: [], rooms: [] });
});

test('a circle of files, of folders or of rooms is found, with the names of its members', () => {
  const texts = new Map([
    ['pipeline/main.ts', "import { run } from './path.ts';"],
    ['pipeline/path.ts', "import type { Found } from './alert/find/found.ts';"],
    // A file and its words need each other.
    ['pipeline/alert/find/found.ts', "import { words } from './words.ts';"],
    ['pipeline/alert/find/words.ts', "export { found } from './found.ts';"],
    // Two folders of a room, without a circle of files.
    ['pipeline/alert/tell/plan.ts', "import { a } from '../find/one.ts';"],
    ['pipeline/alert/find/one.ts', ''],
    ['pipeline/alert/find/two.ts', "await import('../tell/send.ts');"],
    ['pipeline/alert/tell/send.ts', "import '../../config/rules.ts';"],
    // Two rooms, by two folders that need each other only through both.
    ['pipeline/config/rules.ts', ''],
    ['pipeline/config/file/read.ts', "import { b } from '../../alert/life.ts';"],
    ['pipeline/alert/life.ts', ''],
  ]);
  expect(circlesOf(texts)).toEqual({
    files: [['pipeline/alert/find/found.ts', 'pipeline/alert/find/words.ts']],
    folders: [['pipeline/alert/find', 'pipeline/alert/tell']],
    rooms: [['pipeline/alert', 'pipeline/config']],
  });
});
