// What take-backs took, each from a flow or from a month, and those that took nothing.
import { sum } from '../../method/amount.ts';
import { monthText } from '../../method/calendar.ts';
import type { Documented } from '../../method/documented.ts';
import type { Flow } from '../../method/flow.ts';
import type { FloorsWithModel } from '../../method/model/floors-with-model.ts';
import { groupBy } from '../../method/order.ts';
import type { Placement } from '../../method/reversal.ts';
import type { TakeBack } from '../../method/takeback.ts';
import { amount, eur, idIn, inCellOrder, key } from './cells.ts';
import type { Cell } from './csv-table.ts';
import type { TableForm } from './table-form.ts';

export const TAKE_BACKS: TableForm = {
  file: 'take-backs.csv',
  about: 'what one take-back took from one flow, or from one month of the side that counts',
  key: [
    'kind',
    'source',
    'flow_id',
    'network_key',
    'target_source',
    'target_flow_id',
    'target_payment',
    'rule',
    'from_source',
    'from_flow_id',
    'from_payment',
    'month',
    'line',
  ],
  columns: [
    { name: 'kind', about: 'reversal; supersession (M-HOP); deficit of a month (M-CARRY)' },
    { name: 'source', about: 'who reported the take-back' },
    { name: 'flow_id', about: 'the reversal, or the flow that was superseded' },
    { name: 'network_key', about: 'key of the network of what it takes back' },
    { name: 'target_source', about: 'who reported the flow that it takes back; empty: none known' },
    { name: 'target_flow_id', about: 'the flow that it takes back' },
    { name: 'target_payment', about: 'the payment that paid this line (M-SETTLE)' },
    { name: 'amount', about: 'what acts on this target', isNumber: true },
    { name: 'currency', about: 'its currency' },
    {
      name: 'value_eur',
      about: 'what concerns the operation, at the highest rate; empty: it has no rate',
      isNumber: true,
    },
    {
      name: 'rule',
      about:
        'rule that placed it; one_take_back: it took nothing, because another source reports the ' +
        'same one; empty: nothing that counts met it',
    },
    {
      name: 'from_source',
      about: 'who reported the flow that it was taken from; of one_take_back, the other take-back',
    },
    { name: 'from_flow_id', about: 'that flow, or that take-back' },
    { name: 'from_payment', about: 'the payment that paid this line' },
    { name: 'month', about: 'the month that it was taken from; of M-GONE parts.csv shows it' },
    { name: 'line', about: 'the line of revenue that it was taken from' },
    { name: 'taken_eur', about: 'what was taken; empty: nothing', isNumber: true },
  ],
};

const flowCells = (flow: Flow | null): Cell[] =>
  flow === null ? [null, null, null] : [flow.source, flow.flowId, idIn(flow.payment)];

function headOf(takeBack: TakeBack): Cell[] {
  return [
    takeBack.kind,
    takeBack.flow.source,
    takeBack.flow.flowId,
    key(takeBack.key),
    ...flowCells(takeBack.target),
    amount(takeBack.amount),
    takeBack.flow.currency,
    takeBack.eur === null ? null : eur(takeBack.eur),
  ];
}

const DEFICIT: readonly Cell[] = ['deficit', ...Array<Cell>(9).fill(null)];
const NOWHERE: readonly Cell[] = Array<Cell>(7).fill(null);

export function takeBackRows({ documented }: FloorsWithModel): Cell[][] {
  const { chosen, placed } = documented;
  const reversals = [...placed].flatMap(([takeBack, placements]) =>
    placements.flatMap((placement) => reversalRows(takeBack, placement)),
  );
  const gone = chosen.gone.map(({ takeBack, holding, eur: taken }) => [
    ...headOf(takeBack),
    'M-GONE',
    ...flowCells(holding.flow),
    null,
    holding.flow.line,
    eur(taken),
  ]);
  const repeated = chosen.repeated.map(({ takeBack, deducted }) => [
    ...headOf(takeBack),
    'one_take_back',
    ...flowCells(deducted.flow),
    null,
    null,
    null,
  ]);
  const unplaced = chosen.unplaced.map(({ takeBack, month, line, eur: taken }) => [
    ...(takeBack === null ? [...DEFICIT, 'M-CARRY'] : [...headOf(takeBack), 'M-UNPLACED']),
    ...flowCells(null),
    monthText(month),
    line,
    eur(taken),
  ]);
  const nothing = nothingTaken(documented);
  return inCellOrder([...reversals, ...gone, ...repeated, ...unplaced, ...nothing]);
}

/** One row a month. */
function reversalRows(takeBack: TakeBack, { holding, taken }: Placement): Cell[][] {
  const months = groupBy(taken, ({ part }) => part.cell.month);
  return [...months].map(([month, parts]) => [
    ...headOf(takeBack),
    'M-REVERSAL',
    ...flowCells(holding.flow),
    monthText(month),
    holding.flow.line,
    eur(sum(parts.map((one) => one.eur))),
  ]);
}

function nothingTaken({ takeBacks, placed, chosen }: Documented): Cell[][] {
  const acted = new Set([
    ...[...placed.keys()].map(nameOf),
    ...[...chosen.gone, ...chosen.repeated].map(({ takeBack }) => nameOf(takeBack)),
    ...chosen.unplaced.flatMap(({ takeBack }) => (takeBack === null ? [] : [nameOf(takeBack)])),
  ]);
  return takeBacks
    .filter((takeBack) => !acted.has(nameOf(takeBack)))
    .map((takeBack) => [...headOf(takeBack), ...NOWHERE]);
}

const nameOf = ({ kind, flow, key: of, target }: TakeBack) =>
  [kind, flow.name, of, target?.name, target?.payment].join('\0');
