// The floors that docs/method.md computes by hand: every row of its tables, to the last digit. A
// row that differs is printed as it should be.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { NO_COMPARABLES } from '../../pipeline/method/class/comparable.ts';
import { dayOf, dayText, monthText, monthsOf } from '../../pipeline/method/calendar.ts';
import type { Evidence } from '../../pipeline/method/evidence.ts';
import type { Flow } from '../../pipeline/method/flow.ts';
import { type Floors, floorsOf } from '../../pipeline/method/floors-of.ts';
import type { Holding } from '../../pipeline/method/holding.ts';
import { floorsWithModel } from '../../pipeline/method/model/floors-with-model.ts';
import { visitorsLower } from '../../pipeline/method/model/visitors-limit.ts';
import type { Group } from '../../pipeline/method/owner.ts';
import { rateBook } from '../../pipeline/method/rate.ts';
import { readReference } from '../../pipeline/reference/load.ts';
import { methodReference } from '../../pipeline/reference/method-reference.ts';
import { modelReference } from '../../pipeline/reference/model-reference.ts';
import { fixedPoint } from '../../pipeline/text/fixed-point.ts';
import { decode } from '../../schemas/decode.ts';
import type { InputRecord } from '../../schemas/record.ts';
import { evidenceIn } from './read-evidence-files.ts';

const [EUR_PLACES, MONEY_PLACES, AMOUNT_PLACES] = [10, 4, 8];
const KINDS = ['site', 'account', 'network', 'flow'];
const reference = methodReference();
const page = readFileSync(new URL('../../docs/method.md', import.meta.url), 'utf8').replaceAll(
  / +/g,
  ' ',
);

function evidenceOf(folder: string, fileOf: (kind: string) => string): Evidence {
  return evidenceIn(KINDS.map((kind) => new URL(`${folder}${fileOf(kind)}`, import.meta.url)));
}

const DEMO = '../../reference/demo/';
const demo = evidenceOf(DEMO, (kind) => `${kind}-illustrative.ndjson`);
const small = evidenceOf('by-hand/', (kind) => `${kind}.ndjson`);

const eur = (value: bigint) => fixedPoint(value, EUR_PLACES);
const money = (value: bigint) => fixedPoint(value, MONEY_PLACES);
const amountText = ({ amount, currency }: Flow) =>
  `${fixedPoint(amount, AMOUNT_PLACES).replace(/\.?0+$/, '')} ${currency}`;

/** The rows of a table that the page does not have. */
function missing(rows: readonly (readonly string[])[]): string[] {
  return rows
    .map((cells) => `| ${cells.join(' | ')} |`.replaceAll(/ +/g, ' '))
    .filter((row) => !page.includes(row));
}

const holdingsOf = ({ documented: { chosen, other } }: Floors) =>
  [...chosen.groups, ...other.groups].flatMap((group) =>
    group.holdings.map((holding) => ({ group, holding })),
  );

function rateCell({ currency }: Flow, day: number | null): string {
  if (day === null) return 'none';
  const rate = rateOn(currency, day);
  return rate === null ? dayText(day) : `${dayText(day)}: ${rate}`;
}

/** The published rate of the day, or of the last day before that has one. */
function rateOn(currency: string, day: number): string | null {
  if (currency === 'EUR') return null;
  const days = [0, 1, 2, 3, 4].map((back) => dayText(day - back));
  const rows = reference.rates.daily.filter((row) => row.currency === currency);
  const found = days.flatMap((one) => rows.find((row) => row.day === one) ?? []);
  return found[0]?.per_unit ?? null;
}

const daysText = ({ first, last }: { first: number; last: number }) =>
  first === last ? dayText(first) : `${dayText(first)} to ${dayText(last)}`;

/** Flow, period, both rates, amount, part of each month. */
function flowRow({ flow, days, parts }: Holding): string[] {
  return [
    `\`${flow.flowId}\``,
    daysText(days),
    rateCell(flow, flow.statementDay),
    rateCell(flow, flow.valueDay),
    amountText(flow),
    parts.map(({ paid }) => eur(paid)).join(', '),
  ];
}

/** Flow, window, its months, days of the month among those of the period, and the part. */
function monthRowOf(holding: Holding, month: string, rule: string | null): string[] {
  const { flow, window, parts } = holding;
  const own = parts.find(({ cell }) => monthText(cell.month) === month);
  const months = monthsOf(window).map((one) => monthText(one.month));
  const days = `${String(own?.cell.days)}/${String(own?.cell.periodDays)}`;
  const part = rule === null ? [days, eur(own?.left ?? 0n)] : ['', `none: ${rule}`];
  return [`\`${flow.flowId}\``, daysText(window), months.join(', '), ...part];
}

/** Group, its total, whether it is near, crossing, rank and the months that it owns. */
function groupRow({ source, isPaymentDated, total, isNear, crossing, rank, months }: Group) {
  const [first, last] = [months.at(0), months.at(-1)];
  const owned =
    first === undefined || last === undefined
      ? 'none'
      : first === last
        ? monthText(first)
        : `${monthText(first)} to ${monthText(last)}`;
  // A row of months must have no hole.
  expect(months.length).toBe(first === undefined || last === undefined ? 0 : last - first + 1);
  return [
    isPaymentDated ? `${source}, payment-dated` : source,
    eur(total),
    isNear ? 'yes' : 'no',
    String(crossing),
    String(rank),
    owned,
  ];
}

const monthRow = ({ months }: Floors, of: string) => months.find(({ month }) => month === of);

test('M-RATE: a monthly rate and its margin', () => {
  const rate = rateBook(reference.rates).on('LKR', dayOf('2012-08-15'));
  const cells = [eur(rate?.low ?? 0n), eur(rate?.high ?? 0n)];
  expect(cells.filter((cell) => !page.includes(cell))).toEqual([]);
});

test('planet-series, 2015-11: rates, parts and totals of the network with two sources', () => {
  const floors = floorsOf('planet-series', demo, reference);
  const ofKey = holdingsOf(floors).filter(
    ({ holding }) => holding.flow.network === 'popunder demo holding sa (invented)',
  );
  expect(ofKey.length).toBe(19);
  expect(missing(ofKey.map(({ holding }) => flowRow(holding)))).toEqual([]);
  const groups = [...new Set(ofKey.map(({ group }) => group))];
  expect(groups.length).toBe(2);
  expect(missing(groups.map(groupRow))).toEqual([]);
});

test('planet-series, 2015-11: windows, and what counts', () => {
  const floors = floorsOf('planet-series', demo, reference);
  const { chosen, other, takeBacks } = floors.documented;
  const ofMonth = holdingsOf(floors).filter(({ holding }) =>
    holding.parts.some(({ cell }) => monthText(cell.month) === '2015-11'),
  );
  expect(ofMonth.length).toBe(8);
  const ruleOf = new Map(floors.leftOut.map(({ flow, rule }) => [flow, rule]));
  const rows = ofMonth.map(({ holding }) =>
    monthRowOf(holding, '2015-11', ruleOf.get(holding.flow) ?? null),
  );
  expect(missing(rows)).toEqual([]);
  const parts = ofMonth.flatMap(({ group, holding }) =>
    group.counting.has(holding)
      ? holding.parts
          .filter(({ cell }) => monthText(cell.month) === '2015-11')
          .map(({ left }) => left)
      : [],
  );
  const sum = parts.reduce((total, part) => total + part, 0n);
  expect(missing([['sum', '', '', '', eur(sum)]])).toEqual([]);
  const superseded = takeBacks.find(({ flow }) => flow.flowId === 'st-vid-2015-11');
  expect([superseded?.kind, eur(superseded?.eur ?? 0n)]).toEqual([
    'supersession',
    '275.1788662500',
  ]);
  expect(page).toContain('275.1788662500');
  expect([...chosen.gone, ...chosen.unplaced]).toEqual([]);
  expect([chosen.isKnown, eur(chosen.total), eur(other.total)]).toEqual([
    true,
    '20181.2440252776',
    '640.0000000000',
  ]);
  expect(page).toContain('20181.2440252776');
});

function demoRecords(kind: 'panel' | 'observation', names: readonly string[]): InputRecord[] {
  return names
    .map((name) => readFileSync(new URL(`${DEMO}${name}.ndjson`, import.meta.url), 'utf8'))
    .flatMap((text) => text.trim().split('\n'))
    .flatMap((line) => {
      const decoded = decode(kind, Buffer.from(line));
      return decoded.outcome === 'valid' ? [decoded.input] : [];
    });
}

/** The demo with its measurements and crawls. */
const measured: Evidence = {
  ...demo,
  panels: demoRecords('panel', ['panel-illustrative', 'panel-published']).flatMap((input) =>
    input.kind === 'panel' ? [{ ...input.record, known_at: null }] : [],
  ),
  observations: demoRecords('observation', ['observation-illustrative']).flatMap((input) =>
    input.kind === 'observation' ? [input.record] : [],
  ),
};
const references = { documented: reference, model: modelReference(readReference()) };

test('planet-series, 2015-11: the floor', () => {
  const floorsWithout = (without: string[]) =>
    floorsWithModel('planet-series', measured, references, {
      alphaPpm: 50_000,
      comparables: NO_COMPARABLES,
      without,
    });
  const floors = floorsWithout([]);
  expect(floors.modelled.find(({ month }) => month === '2015-11')).toMatchObject({
    units: 2215n,
    rung: 'L3',
    visitorsLower: 247_580n,
  });
  const floor = monthRow(floors, '2015-11');
  expect(floor?.status).toBe('ok');
  expect(money(floor?.floor ?? 0n)).toBe('2588.3729');
  expect(money(floor?.documented ?? 0n)).toBe('2588.3729');
  expect(money(floor?.modelled ?? 0n)).toBe('0.2215');
  expect(money(floor?.apportioned ?? 0n)).toBe('50.0000');
  expect(floor?.rung).toBe('L0');
  const spread = floorsWithout(['even_spread']);
  expect(money(monthRow(spread, '2015-11')?.floor ?? 0n)).toBe('2538.3729');
  // Without the model and its rung nothing is modelled.
  const bare = floorsWithout(['rung:L2', 'rung:L3']);
  expect(monthRow(bare, '2015-11')?.modelled).toBe(0n);
  for (const figure of ['2588.3729', '2538.3729', '50.0000']) expect(page).toContain(figure);
});

test('planet-series, 2015-11: the limits of both panels', () => {
  const panels = [
    { source: 'demo-panel', uniqueVisitors: 455_000 },
    { source: 'mediametrie-via-alpa', uniqueVisitors: 450_000 },
  ];
  const sample = { universe: 44_800_000, panelSize: 22_000, designEffect: 2.5 };
  const error = { alpha: 0.005, contamination: 0.002 };
  const rows = panels.map(({ source, uniqueVisitors }) => [
    `\`${source}\``,
    String(uniqueVisitors),
    ((uniqueVisitors * 8800) / 44_800_000).toFixed(3),
    String(visitorsLower({ ...sample, ...error, uniqueVisitors })),
  ]);
  expect(rows.filter((cells) => !page.includes(`| ${cells.join(' | ')} |`))).toEqual([]);
});

test('films: two sources, a mirror, a take-back that one source reports, and one that names none', () => {
  const floors = floorsOf('films', small, reference);
  const { chosen } = floors.documented;
  const held = holdingsOf(floors).map(({ holding }) => holding);
  expect(held.length).toBe(7);
  const rows = held.map((holding) => {
    const [flow, , , , amount, part = ''] = flowRow(holding);
    return [flow ?? '', daysText(holding.days), amount ?? '', daysText(holding.window), part];
  });
  expect(missing(rows)).toEqual([]);
  expect(missing(chosen.groups.map(groupRow))).toEqual([]);
  expect(chosen.gone.map(({ holding, eur: gone }) => [holding.flow.flowId, eur(gone)])).toEqual([
    ['s2', '120.0000000000'],
  ]);
  expect(chosen.unplaced.map(({ month, eur: gone }) => [monthText(month), eur(gone)])).toEqual([
    ['2022-04', '20.0000000000'],
  ]);
  const months = floors.months.map(({ month, status, reasons, floor, paymentDated }) => [
    month,
    status === 'ok' ? money(floor) : `none: \`${reasons.join()}\``,
    money(paymentDated),
  ]);
  expect(months.length).toBe(5);
  expect(missing(months)).toEqual([]);
  expect(eur(chosen.total)).toBe('1220.0000000000');
  const dated = floorsOf('films', small, reference, { without: ['payment_month'] });
  expect(monthRow(dated, '2022-07')).toMatchObject({
    status: 'insufficient',
    reasons: ['left_out'],
  });
});
