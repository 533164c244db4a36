// npm run compare:exports -- BEFORE AFTER [--keep DIR] [--only NAME,...] [--worlds N] [--jobs N]
// Proves that two built checkouts export and show the same bytes: the demo, the examples of the
// schemas and random worlds go through the command of each, and everything that comes out is
// compared: exports, public views, explanations, lists, alerts, messages. Exit 1 when something
// differs that EXPECTED does not explain. With --keep, the records and what BEFORE made of them
// are kept in DIR and used again, so that only AFTER is run. With --only, only some of the
// warehouses: once (needs no records), demo, examples, worlds-1, worlds-2. A side takes ten minutes
// on two quiet cores; where others work, put `nice -n 5` before it.
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { query } from 'chdb';
import { unzipSync } from 'fflate';
import { deleteFolder } from '../pipeline/platform/temporary-folder.ts';
import { makeRecords } from './same-exports-records.ts';
import { makeArtefacts } from './same-exports-side.ts';
import { NORMALISED, type Side } from './same-exports-world.ts';

/** What is kept is of no use to another version of the recipe. */
const RECIPE = 1;

/** A part of an artefact as text: of a spreadsheet each sheet, of Parquet its rows. */
interface Part {
  path: string;
  text: string;
}

interface Expected {
  reason: string;
  /** Paths of parts. */
  where: RegExp;
  /** What is left when the difference is taken away. */
  without: (part: Part) => string;
}

const DROPPED = 'ceiling_eur';

/** Differences that are meant, each upon what the ones before it left. Prose is the last. */
const EXPECTED: readonly Expected[] = [
  {
    reason: `${DROPPED} is dropped from views and exports: nothing was ever in it`,
    where: /\.(json|jsonl|csv|tsv|notes)$/,
    without: ({ path, text }) => {
      if (/^view-columns|\.notes$/.test(path))
        return text.replace(new RegExp(`^(column )?${DROPPED}\t.*\n`, 'm'), '');
      if (/\.jsonl?$/.test(path)) return rewritten(path, text, droppedOut);
      return withoutColumns(path, text, [DROPPED]);
    },
  },
  {
    reason: 'comments of columns and views are reworded',
    where: /^view-columns|^export-manifest-json|\.notes$/,
    without: ({ path, text }) => {
      if (path.endsWith('.notes')) return text.replace(/^(column \w+\t).*(\[.*\])$/gm, '$1$2');
      if (path.endsWith('.tsv')) return withoutColumns(path, text, ['comment']);
      return rewritten(path, text, (key, value) => (key === 'comment' ? '' : value));
    },
  },
  {
    reason: 'digests follow from files and floors, which are compared themselves',
    where: /^export-manifest|^export-written|export[-_]run|\/exports\.\w+$|^replayed/,
    without: ({ path, text }) => {
      const names = [
        ...['manifest_sha256', 'directory', 'last_directory'],
        ...['bytes', 'sha256', 'sha256_again'],
      ];
      if (path.endsWith('.sig')) return text.replace(/^(sha256|signature) .*$/gm, '$1');
      if (!/\.jsonl?$/.test(path)) return withoutColumns(path, text, names);
      return rewritten(path, text, (key, value) => (names.includes(key) ? '' : value));
    },
  },
  {
    reason: 'prose is reworded; its figures are the same, in the same order',
    where: /^(explain-|alert-shown|said|messages|tables|demo|backtest)/,
    without: ({ path, text }) => {
      if (!path.endsWith('.json')) return figuresOf(text);
      return rewritten(path, text, (_, value) =>
        typeof value === 'string' && /\p{L}.* /su.test(value) ? figuresOf(value) : value,
      );
    },
  },
];

/** Numbers, days, digests and names with a digit. */
function figuresOf(text: string): string {
  return (text.match(/[\p{L}_]*\d[\p{L}\d_]*(?:[.,:/-]\d+)*/gu) ?? []).join(' ');
}

function droppedOut(_: string, value: unknown): unknown {
  const isObject = (one: unknown) => typeof one === 'object' && one !== null;
  if (Array.isArray(value))
    return value.filter((one) => !(isObject(one) && 'name' in one && one.name === DROPPED));
  // Explanations have another figure of that name, which stays.
  if (!isObject(value) || !('floor_headline_eur' in value)) return value;
  return Object.fromEntries(
    Object.entries(value).filter(([name, one]) => name !== DROPPED || one !== null),
  );
}

/** JSON, or a line of it each. */
function rewritten(path: string, text: string, change: (key: string, value: unknown) => unknown) {
  const one = (json: string) => JSON.stringify(JSON.parse(json), change, 1);
  if (!path.endsWith('.jsonl')) return text === '' ? '' : one(text);
  return text
    .trimEnd()
    .split('\n')
    .filter((line) => line !== '')
    .map(one)
    .join('\n');
}

/** A table without some of its columns, by the names in its first line. */
function withoutColumns(path: string, text: string, names: readonly string[]): string {
  const [head = ''] = text.split('\n');
  const separator = path.endsWith('.tsv') ? '\t' : head.includes(';') ? ';' : ',';
  const value = separator === '\t' ? '[^\t\n]*' : `"(?:[^"]|"")*"|[^${separator}\r\n]*`;
  const rows: string[][] = [[]];
  for (const [whole, field = '', end] of text.matchAll(
    new RegExp(`(${value})(${separator}|\r?\n|$)`, 'g'),
  )) {
    if (whole === '') continue;
    rows.at(-1)?.push(field);
    if (end !== separator) rows.push([]);
  }
  const isDropped = rows[0]?.map((name) => names.includes(name.replace(/^.*?(\w+)\W*$/s, '$1')));
  const kept = rows.map((row) => row.filter((_, index) => isDropped?.[index] !== true));
  return kept.map((row) => row.join(separator)).join('\n');
}

function partsOf(path: string, file: string, bytes: Buffer): Part[] {
  if (path.endsWith('.parquet')) {
    const rows = query(`SELECT * FROM file('${file}', Parquet)`, 'TSVWithNamesAndTypes');
    return [{ path: `${path}.tsv`, text: rows }];
  }
  if (!path.endsWith('.xlsx')) return [{ path, text: bytes.toString('utf8') }];
  return Object.entries(unzipSync(bytes)).map(([name, content]) => {
    const text = Buffer.from(content).toString('utf8');
    if (name.endsWith('sheet1.xml')) return { path: `${path}:${name}.tsv`, text: cellsOf(text) };
    if (!name.endsWith('sheet2.xml')) return { path: `${path}:${name}`, text };
    const plain = cellsOf(text).replace(/<[^>]*>|(?<=^|\t)[^\t<>]*>/gm, '');
    return { path: `${path}:${name}.notes`, text: plain };
  });
}

/** A line a row, with the style and the type of each cell; a cell that is empty has a place. */
function cellsOf(sheet: string): string {
  const rows = [...sheet.matchAll(/<row [^>]*>(.*?)<\/row>/gs)].map(
    ([, row = '']) =>
      new Map(
        [...row.matchAll(/<c r="([A-Z]+)\d+" ?(.*?)<\/c>/gs)].map(([, at = '', cell = '']) => [
          at,
          cell.replaceAll('\n', '\\n').replaceAll('\t', '\\t'),
        ]),
      ),
  );
  const columns = [...(rows[0]?.keys() ?? [])];
  return rows.map((row) => `${columns.map((at) => row.get(at) ?? '').join('\t')}\n`).join('');
}

interface Verdict {
  /** Reasons of differences that are expected. */
  reasons: Set<string>;
  /** The first difference that is not. */
  first: string | null;
}

function compareFile(path: string, [before, after]: readonly [string, string]): Verdict {
  const files = [join(before, path), join(after, path)] as const;
  const missing = files.findIndex((file) => !existsSync(file));
  const reasons = new Set<string>();
  if (missing !== -1) {
    // An export of what was dropped, or another choice because figures differ.
    return { reasons, first: `${path} is missing ${missing === 0 ? 'before' : 'after'}` };
  }
  const [one, other] = files.map((file) => readFileSync(file));
  if (one === undefined || other === undefined || one.equals(other))
    return { reasons, first: null };
  const [ours, theirs] = [partsOf(path, files[0], one), partsOf(path, files[1], other)];
  if (ours.length !== theirs.length) return { reasons, first: `${path}: other parts` };
  let isTextSame = true;
  for (const [index, part] of ours.entries()) {
    const counterpart = theirs[index] ?? part;
    if (part.text === counterpart.text) continue;
    isTextSame = false;
    const first = explain(part, counterpart, reasons);
    if (first !== null) return { reasons, first };
  }
  return { reasons, first: isTextSame ? `${path}: other bytes for the same content` : null };
}

/** @returns the first difference that no expectation explains */
function explain(before: Part, after: Part, reasons: Set<string>): string | null {
  const { path } = before;
  let [one, other] = [before.text, after.text];
  let shown = [one, other] as const;
  for (const { reason, without } of EXPECTED.filter(({ where }) => where.test(path))) {
    shown = [one, other];
    const [left, right] = [without({ path, text: one }), without({ path, text: other })];
    // A rule that only writes it anew explains nothing.
    if (left === right || left.length - right.length !== one.length - other.length)
      reasons.add(reason);
    [one, other] = [left, right];
    if (one === other) return null;
  }
  return `${path} ${firstDifference(...shown)}`;
}

function firstDifference(before: string, after: string): string {
  let at = 0;
  while (at < before.length && before[at] === after[at]) at += 1;
  const line = before.slice(0, at).split('\n').length;
  const around = (text: string) => JSON.stringify(text.slice(Math.max(0, at - 40), at + 60));
  return `line ${String(line)}:\n    before ${around(before)}\n    after  ${around(after)}`;
}

/** @returns whether everything is the same or explained */
function compare(before: string, after: string, only: readonly string[] | null): boolean {
  const paths = [...new Set([...filesIn(before), ...filesIn(after)])]
    .filter((path) => only?.includes(path.split('/')[1] ?? '') ?? true)
    .toSorted();
  let isGood = true;
  for (const kind of new Set(paths.map((path) => path.split('/')[0] ?? ''))) {
    const ours = paths.filter((path) => path.startsWith(`${kind}/`));
    const verdicts = ours.map((path) => compareFile(path, [before, after]));
    const wrong = verdicts.flatMap(({ first }) => (first === null ? [] : [first]));
    const reasons = [...new Set(verdicts.flatMap((verdict) => [...verdict.reasons]))];
    const expected = verdicts.filter(({ first, reasons: why }) => first === null && why.size > 0);
    const said = [
      ...(wrong.length === 0
        ? []
        : [`DIFFERS in ${String(wrong.length)}, first ${wrong[0] ?? ''}`]),
      ...(expected.length === 0
        ? []
        : [`differs in ${String(expected.length)} as expected (${reasons.join('; ')})`]),
    ];
    const head = `${kind.padEnd(20)} ${String(ours.length).padStart(5)} files  `;
    console.log(`${head}${said.length === 0 ? 'same' : said.join('; ')}`);
    isGood &&= wrong.length === 0;
  }
  return isGood;
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}

function countsOf(records: string): string {
  const files = filesIn(records).filter((path) => /\/batch-\d+\/.*\.ndjson$/.test(path));
  const worlds = new Set(files.map((path) => path.split('/')[0])).size;
  const lines = (all: readonly string[]) =>
    all.reduce(
      (sum, path) => sum + readFileSync(join(records, path), 'utf8').split('\n').length - 1,
      0,
    );
  const flows = lines(files.filter((path) => path.includes('/flow')));
  return `${String(worlds)} worlds, ${String(lines(files))} records (${String(flows)} flows)`;
}

function commitOf(checkout: string): string {
  const asked = ['-C', checkout, 'rev-parse', 'HEAD'];
  return execFileSync('git', asked, { encoding: 'utf8' }).trim();
}

async function made(side: Side): Promise<void> {
  const startedMs = performance.now();
  const { commands, failed } = await makeArtefacts(side);
  if (commands === 0) return;
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(0);
  const ends = `${String(commands)} commands, ${String(failed)} of them with another code than 0`;
  console.log(`${side.checkout}: ${seconds} s, ${ends}`);
}

/** The records, and what BEFORE makes of them, unless they are there. */
async function keptBefore(checkout: string, folder: string, settings: Settings): Promise<void> {
  const [records, out] = [join(folder, 'records'), join(folder, 'before')];
  const marker = join(folder, 'made.json');
  const { worlds, jobs, temporary, only } = settings;
  const note = JSON.stringify({ recipe: RECIPE, worlds, commit: commitOf(checkout) });
  const found = existsSync(marker) ? readFileSync(marker, 'utf8') : null;
  if (found === null ? existsSync(records) : found !== note)
    throw new Error(`${folder} was made otherwise, or in part: remove it, or keep elsewhere`);
  if (found === null) {
    mkdirSync(records, { recursive: true });
    makeRecords(checkout, records, worlds);
    writeFileSync(marker, note);
  }
  const work = join(temporary, 'work-1');
  await made({ checkout, records, out, work, questions: checkout, jobs, only });
}

interface Settings {
  worlds: number;
  jobs: number;
  temporary: string;
  only: readonly string[] | null;
}

async function main(): Promise<boolean> {
  const options = {
    keep: { type: 'string' },
    only: { type: 'string' },
    worlds: { type: 'string', default: '20' },
    jobs: { type: 'string', default: '2' },
  } as const;
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const [before, after] = positionals.map((path) => resolve(path));
  if (before === undefined || after === undefined) throw new Error('give BEFORE and AFTER');
  for (const checkout of [before, after])
    if (!existsSync(join(checkout, 'dist', 'command', 'main.js')))
      throw new Error(`${checkout} is not built: npm ci && npm run build`);
  const temporary = mkdtempSync(join(tmpdir(), 'plancher-same-'));
  const [worlds, jobs] = [Number(values.worlds), Number(values.jobs)];
  const only = values.only?.split(',') ?? null;
  const settings = { worlds, jobs, temporary, only };
  const folder = resolve(values.keep ?? join(temporary, 'kept'));
  await keptBefore(before, folder, settings);
  const [records, out] = [join(folder, 'records'), join(temporary, 'after')];
  const work = join(temporary, 'work-2');
  await made({ checkout: after, records, out, work, questions: before, jobs, only });
  console.log(`${countsOf(records)}, ${String(filesIn(out).length)} artefacts`);
  for (const { what } of NORMALISED) console.log(`normalised: ${what}`);
  const isSame = compare(join(folder, 'before'), out, only);
  for (const name of ['work-1', 'work-2']) deleteFolder(join(temporary, name));
  if (isSame) deleteFolder(temporary);
  else console.log(`artefacts: ${join(folder, 'before')} and ${out}`);
  return isSame;
}

process.exitCode = (await main()) ? 0 : 1;
