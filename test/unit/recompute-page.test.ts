// docs/recompute.md: the example that it computes by hand is that of the records, and the files and
// columns that it names are those of a case folder.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ratioOf } from '../../pipeline/method/class/comparable.ts';
import { NO_EVIDENCE } from '../../pipeline/method/evidence.ts';
import { type CaseRatio, ratiosIn } from '../../pipeline/export/case/ratio-file.ts';
import { fixedPoint } from '../../pipeline/text/fixed-point.ts';
import { panelSchema } from '../../schemas/panel.ts';
import { siteSchema } from '../../schemas/site.ts';
import { panel, site } from '../records.ts';
import { CASE_FILES } from '../../pipeline/export/manifest.ts';
import type { Figures } from '../../pipeline/export/case/table-form.ts';
import { readReference } from '../../pipeline/reference/load.ts';
import { methodReference } from '../../pipeline/reference/method-reference.ts';
import { modelReference } from '../../pipeline/reference/model-reference.ts';
import { madeCase } from '../case-folder.ts';
import { evidenceIn } from '../method/read-evidence-files.ts';

const page = readFileSync(new URL('../../docs/recompute.md', import.meta.url), 'utf8');
const BY_HAND = new URL('../method/by-hand/', import.meta.url);

const { figures, files } = await madeCase({
  operation: 'films',
  evidence: evidenceIn(
    ['site', 'account', 'network', 'flow'].map((kind) => new URL(`${kind}.ndjson`, BY_HAND)),
  ),
  references: { documented: methodReference(), model: modelReference(readReference()) },
  alphaPpm: 50_000,
  ratios: [],
});

function tableOf(name: string): Figures {
  const table = figures.find(({ file }) => file === name);
  if (table === undefined) throw new Error(`no table ${name}`);
  return table;
}

const cellsOf = (line: string) =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());

/** The cells of some columns, in all rows. */
function columnsOf({ columns, rows }: Figures, names: readonly string[]): string[][] {
  const places = names.map((name) => columns.findIndex((column) => column.name === name));
  expect(places).not.toContain(-1);
  return rows.map((row) => places.map((place) => row[place] ?? ''));
}

test('every table of the example is that of the folder', () => {
  const shown = [...page.matchAll(/`([\w-]+\.csv)`:\n\n((?: *\|.*\n)+)/g)];
  expect(shown.map(([, name]) => name)).toEqual([
    'parts.csv',
    'sources.csv',
    'take-backs.csv',
    'floors.csv',
  ]);
  for (const [, name = '', table = ''] of shown) {
    const [header = '', , ...rows] = table.trimEnd().split('\n');
    const cells = columnsOf(tableOf(name), cellsOf(header));
    expect(rows.map(cellsOf), name).toEqual(cells);
  }
});

test('the sentences of the example have the figures of the folder', () => {
  const said = (name: string, columns: string[], key: string) =>
    columnsOf(tableOf(name), columns).find(([first]) => first === key);
  expect(said('floors.csv', ['month', 'floor_eur'], '2022-03')).toEqual(['2022-03', '340.0000']);
  expect(page).toContain('280 + 60 = **340.0000**');
  expect(said('floors.csv', ['month', 'floor_eur'], '2022-04')).toEqual(['2022-04', '280.0000']);
  expect(page).toContain('300 - 20 = **280.0000**');
  const totals = columnsOf(tableOf('sources.csv'), ['total_eur']).flat().map(Number);
  expect(totals).toEqual([350 + 400 + 60 + 300, 340 + 300 + 250]);
  expect(page).toContain('350 + 400 + 60 + 300 = 1110');
  expect(page).toContain('340 + 300 + 250 = 890');
  expect(page).toContain(`0.95 of 1110 is ${String(0.95 * 1110)}`);
  const leftOut = columnsOf(tableOf('left-out.csv'), ['flow_id', 'reason']);
  expect(leftOut).toEqual([
    ['b1', 'other_source_counts'],
    ['b2', 'other_source_counts'],
  ]);
  const records = (['site.ndjson', 'account.ndjson', 'network.ndjson'] as const).map((name) =>
    files.get(name)?.toString(),
  );
  for (const id of ['r1', 'r2', 'a1', 'n1']) {
    expect(page).toContain(`\`${id}\``);
    expect(records.join('')).toContain(`"record_id":"${id}"`);
  }
});

test('the formula for a spreadsheet names the right columns and gives the floor', () => {
  const [, sum = '', month = '', counts = ''] =
    /SUMIFS\(parts\.(\w):\w; parts\.(\w):\w; "2022-03"; parts\.(\w):\w; "yes"\)/.exec(page) ?? [];
  const { columns, rows } = tableOf('parts.csv');
  const place = (letter: string) => letter.charCodeAt(0) - 'A'.charCodeAt(0);
  const names = [sum, month, counts].map((letter) => columns[place(letter)]?.name);
  expect(names).toEqual(['left_eur', 'month', 'counts']);
  const counting = rows.filter(
    (row) => row[place(month)] === '2022-03' && row[place(counts)] === 'yes',
  );
  expect(counting.reduce((all, row) => all + Number(row[place(sum)]), 0)).toBe(340);
  expect(page).toMatch(/\n\ngives 340\./);
});

test('the page names every file of a folder', () => {
  expect(CASE_FILES.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});

test('the example of comparable operations is what the method gives', async () => {
  const section = page.slice(page.indexOf('## Comparable operations'));
  const [, table = ''] = /\n\n((?:\|.*\n)+)/.exec(section) ?? [];
  const [header = '', , ...rows] = table.trimEnd().split('\n').map(cellsOf);
  expect(header.slice(0, 4)).toEqual(['member', 'documented_eur', 'audience', 'eur_per_unit']);
  const lowest = rows.map(([member = '', documented = '', audience = '']) =>
    madeRatio(member, BigInt(documented.replace('.', '')), BigInt(audience)),
  );
  const [, members = ''] = /invented, and a test computes it: (\d+) members/.exec(section) ?? [];
  const shown = new Set(lowest.map(({ member }) => member)).size;
  const others = Array.from({ length: Number(members) - shown }, (_, index) =>
    madeRatio(String(shown + 1 + index), 5_000_000n + BigInt(index), 100_000n),
  );
  const made = await madeCase({
    operation: 'films',
    evidence: {
      ...NO_EVIDENCE,
      sites: [siteSchema.parse(site('r1', { site: 'films.example', operation: 'films' }))],
      panels: [{ ...panelSchema.parse(panel('p1', AUDIENCE)), known_at: null }],
    },
    references: { documented: methodReference(), model: modelReference(readReference()) },
    alphaPpm: 50_000,
    ratios: [...others, ...lowest],
  });
  const modelled = made.figures.find(({ file }) => file === 'modelled.csv');
  const columns = ['rung', 'class_eur', 'class_members', 'class_ratio', 'class_audience'];
  const figures = ['L4', '468.7500', '49', '0.0031250000', '150000'];
  expect(modelled && columnsOf(modelled, columns)).toEqual([figures]);
  for (const figure of figures) expect(section).toContain(figure);
  expect(section).toContain('0.003125 x 150000 = **468.7500**');
  // The folder has these lines first, and the weights add up as the page says.
  const lines = ratiosIn(made.files.get('comparable-ratios.ndjson') ?? Buffer.alloc(0));
  const inFolder = lines.map(({ member, made: of, ratio }) => [
    member,
    fixedPoint(of?.documented ?? 0n, 4),
    String(of?.audience),
    fixedPoint(ratio, 10),
  ]);
  expect(inFolder.slice(0, rows.length)).toEqual(rows.map((row) => row.slice(0, 4)));
  let sum = 0;
  for (const [member, , , , weight, sumShown] of rows) {
    const own = lines.filter((line) => line.member === member).length;
    expect(weight).toBe(own === 1 ? '1' : `1/${String(own)}`);
    sum += 1 / own;
    expect(sumShown).toBe(String(sum));
  }
  expect((0.04 * (Number(members) + 1) - 1).toFixed(9)).toBe('1.000000000');
  expect(section).toContain(`0.04 x (${members} + 1) - 1 = 1.`);
});

const AUDIENCE = {
  site: 'films.example',
  month: '2022-03',
  unique_visitors: 150_000,
  page_views: null,
};

function madeRatio(member: string, documented: bigint, audience: bigint): CaseRatio {
  const stratum = { panel: 'panel', unit: 'visitors', country: 'FR' } as const;
  const ratio = ratioOf(documented, audience);
  return { ...stratum, member: `m-${member}`, ratio, made: { documented, audience } };
}
