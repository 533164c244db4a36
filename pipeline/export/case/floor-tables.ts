// The floors by month and by line, and the modelled money of each month.
import type { ClassFigure } from '../../method/class/comparable.ts';
import type { FloorsWithModel } from '../../method/model/floors-with-model.ts';
import { eur, money, yes } from './cells.ts';
import type { Cell } from './csv-table.ts';
import type { TableForm } from './table-form.ts';

export const FLOORS: TableForm = {
  file: 'floors.csv',
  about: 'the floor of each month',
  key: ['month'],
  columns: [
    { name: 'month', about: 'YYYY-MM' },
    { name: 'status', about: 'ok; insufficient: there is no figure, which is not 0' },
    { name: 'reasons', about: 'codes, with commas: why there is no figure, or a doubt' },
    { name: 'floor_eur', about: 'the floor; empty: none', isNumber: true },
    { name: 'documented_eur', about: 'documented money of all lines', isNumber: true },
    { name: 'modelled_eur', about: 'modelled advertising money (modelled.csv)', isNumber: true },
    {
      name: 'apportioned_eur',
      about: 'of documented_eur, what rests on even_spread',
      isNumber: true,
    },
    {
      name: 'payment_dated_eur',
      about: 'of documented_eur, what rests on payment_month',
      isNumber: true,
    },
    {
      name: 'unplaced_reversal_eur',
      about: 'what M-UNPLACED and M-CARRY took from the month',
      isNumber: true,
    },
    { name: 'rung', about: 'L0 or L1: the weakest evidence of the documented money; empty: none' },
  ],
};

export function floorRows({ months }: FloorsWithModel): Cell[][] {
  return months.map((one) => [
    one.month,
    one.status,
    one.reasons.join(),
    one.status === 'ok' ? money(one.floor) : null,
    money(one.documented),
    money(one.modelled),
    money(one.apportioned),
    money(one.paymentDated),
    money(one.unplacedReversals),
    one.rung,
  ]);
}

export const FLOOR_LINES: TableForm = {
  file: 'floor-lines.csv',
  about: 'the floor of each month and line of revenue that has money',
  key: ['month', 'line'],
  columns: [
    { name: 'month', about: 'YYYY-MM' },
    { name: 'line', about: 'advertising, file_host, subscription, donation or other' },
    { name: 'documented_eur', about: 'documented money of the line', isNumber: true },
    { name: 'floor_eur', about: 'the floor of the line (M-LINES)', isNumber: true },
  ],
};

export function floorLineRows({ months }: FloorsWithModel): Cell[][] {
  return months.flatMap(({ month, documentedLines, floorLines }) =>
    [...new Set([...documentedLines.keys(), ...floorLines.keys()])].sort().flatMap((line) => {
      const [documented, floor] = [documentedLines.get(line) ?? 0n, floorLines.get(line) ?? 0n];
      return documented === 0n && floor === 0n
        ? []
        : [[month, line, money(documented), money(floor)]];
    }),
  );
}

export const MODELLED: TableForm = {
  file: 'modelled.csv',
  about: 'modelled advertising money of each month with a measurement',
  key: ['month'],
  columns: [
    { name: 'month', about: 'YYYY-MM' },
    { name: 'modelled_eur', about: 'modelled money; empty: there is no figure', isNumber: true },
    { name: 'why', about: 'codes of what is missing; empty: there is a figure' },
    { name: 'rung', about: 'L2, L3 or L4; empty: there is no figure' },
    { name: 'panel', about: 'source of the panel that counts (M-PANEL)' },
    { name: 'is_primary', about: 'yes: an office declared this panel primary' },
    {
      name: 'visitors_lower',
      about: 'lower limit of the visitors of the panel (M-AUDIENCE); empty: none',
      isNumber: true,
    },
    {
      name: 'card_eur',
      about: 'what the rate card gives (M-CARD); empty: nothing',
      isNumber: true,
    },
    {
      name: 'class_eur',
      about: 'what comparable operations give (M-CLASS); empty: nothing',
      isNumber: true,
    },
    { name: 'class_panel', about: 'panel of the stratum that gives it' },
    { name: 'class_unit', about: 'visitors, visits or page_views' },
    { name: 'class_country', about: 'country of that audience; empty: all together' },
    { name: 'class_audience', about: 'audience of the month, as measured', isNumber: true },
    { name: 'class_members', about: 'number of comparable operations, n', isNumber: true },
    { name: 'class_ratio', about: 'EUR for one of the audience, q', isNumber: true },
  ],
};

export function modelledRows({ modelled }: FloorsWithModel): Cell[][] {
  return modelled.map(({ month, units, why, rung, card, comparable, visitorsLower }) => [
    month,
    units === null ? null : money(units),
    why,
    rung,
    card.panel,
    yes(card.isPrimary),
    visitorsLower === null ? null : String(visitorsLower),
    card.units === null ? null : money(card.units),
    ...classCells(comparable.counting),
  ]);
}

function classCells(counting: ClassFigure['counting']): Cell[] {
  if (counting === null) return [null, null, null, null, null, null, null];
  const { units, audience, members, ratio } = counting;
  return [
    money(units),
    audience.panel,
    audience.unit,
    audience.country,
    audience.count.toString(),
    String(members.count),
    ratio === null ? null : eur(ratio),
  ];
}
