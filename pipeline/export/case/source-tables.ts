// Which sources counted: the groups with their ranks, the parts of each flow, and what is left out.
import type { Side } from '../../method/documented.ts';
import { monthText } from '../../method/calendar.ts';
import type { Holding } from '../../method/holding.ts';
import type { FloorsWithModel } from '../../method/model/floors-with-model.ts';
import type { Group } from '../../method/owner.ts';
import { amount, day, eur, idIn, inCellOrder, key, share, yes } from './cells.ts';
import type { Cell } from './csv-table.ts';
import type { TableForm } from './table-form.ts';

const KEY = {
  name: 'network_key',
  about: 'key of the network (M-NETWORK); (unknown): none is known',
};
const GROUP = {
  name: 'source_group',
  about: 'source, or the first of several that are declared disjoint',
};
const PAYMENT_DATED = {
  name: 'payment_dated',
  about: 'yes: only days of payment are known (M-PERIOD)',
};
const FLOW = [
  { name: 'source', about: 'who reported the flow' },
  { name: 'flow_id', about: 'identifier of the flow in its source' },
  { name: 'payment', about: 'flow_id of the payment that pays this line (M-SETTLE); empty: none' },
];

export const SOURCES: TableForm = {
  file: 'sources.csv',
  about: 'a group of flows of one source and network key, with its rank (M-OWNER)',
  key: ['network_key', 'source_group', 'payment_dated'],
  columns: [
    KEY,
    { name: 'side_counts', about: 'yes: the side of this key counts (M-ORIGIN)' },
    { name: 'rank', about: 'place among the groups of the key, from 1', isNumber: true },
    GROUP,
    PAYMENT_DATED,
    { name: 'total_eur', about: 'its money less its own take-backs', isNumber: true },
    { name: 'near', about: 'yes: at least 0.95 of the largest total of the key' },
    { name: 'crossing', about: 'its different periods with days in two months', isNumber: true },
    { name: 'months_owned', about: 'months, with blanks between them' },
    { name: 'flows', about: 'flows of the group', isNumber: true },
    { name: 'flows_counting', about: 'those that count', isNumber: true },
  ],
};

const sidesOf = ({ documented: { chosen, other } }: FloorsWithModel) => [
  { side: chosen, counts: true },
  { side: other, counts: false },
];

export function sourceRows(floors: FloorsWithModel): Cell[][] {
  return inCellOrder(
    sidesOf(floors).flatMap(({ side, counts }) =>
      side.groups.map((group) => [
        key(group.key),
        yes(counts),
        String(group.rank),
        group.source,
        yes(group.isPaymentDated),
        eur(group.total),
        yes(group.isNear),
        String(group.crossing),
        group.months.map(monthText).join(' '),
        String(group.holdings.length),
        String(group.counting.size),
      ]),
    ),
  );
}

export const PARTS: TableForm = {
  file: 'parts.csv',
  about: 'what the operation was paid of one flow in one month, under one share',
  key: [
    'network_key',
    'source',
    'flow_id',
    'payment',
    'month',
    'property_share',
    'publisher_share',
  ],
  columns: [
    KEY,
    ...FLOW,
    GROUP,
    PAYMENT_DATED,
    { name: 'month', about: 'YYYY-MM' },
    { name: 'line', about: 'line of revenue' },
    { name: 'amount', about: 'amount of the flow, or of the line that is paid', isNumber: true },
    { name: 'currency', about: 'its currency' },
    { name: 'rate_eur', about: 'EUR for one unit (M-RATE)', isNumber: true },
    { name: 'days', about: 'days of the period in this month', isNumber: true },
    { name: 'period_days', about: 'days of the period', isNumber: true },
    { name: 'property_share', about: "share that is the operation's", isNumber: true },
    { name: 'publisher_share', about: 'share of the publisher (M-GROSS)', isNumber: true },
    {
      name: 'paid_eur',
      about: 'amount x rate x both shares x days / period_days, cut after 10 decimals',
      isNumber: true,
    },
    { name: 'left_eur', about: 'the same less take-backs that were placed on it', isNumber: true },
    { name: 'window_first', about: 'first day of the window (M-OWNER)' },
    { name: 'window_last', about: 'last day of the window' },
    { name: 'counts', about: 'yes, or no (left-out.csv says why)' },
  ],
};

export function partRows(floors: FloorsWithModel): Cell[][] {
  const held = (side: Side, isOfChosen: boolean) =>
    side.groups.flatMap((group) =>
      group.holdings.flatMap((holding) =>
        partsOf(group, holding, isOfChosen && group.counting.has(holding)),
      ),
    );
  return inCellOrder(sidesOf(floors).flatMap(({ side, counts }) => held(side, counts)));
}

function partsOf(group: Group, { flow, rate, window, parts }: Holding, counts: boolean): Cell[][] {
  return parts.map(({ cell, paid, left }) => [
    key(flow.key),
    flow.source,
    flow.flowId,
    idIn(flow.payment),
    group.source,
    yes(flow.isPaymentDated),
    monthText(cell.month),
    flow.line,
    amount(flow.amount),
    flow.currency,
    eur(rate),
    String(cell.days),
    String(cell.periodDays),
    share(cell.propertyShare),
    share(cell.publisherShare),
    eur(paid),
    eur(left),
    day(window.first),
    day(window.last),
    yes(counts),
  ]);
}

export const LEFT_OUT: TableForm = {
  file: 'left-out.csv',
  about: 'a flow that does not count, in months of its service, and the rule that leaves it out',
  key: ['source', 'flow_id', 'payment', 'rule', 'months'],
  columns: [
    ...FLOW,
    { name: 'status', about: 'paid or accrued' },
    { name: 'amount', about: 'its amount', isNumber: true },
    { name: 'currency', about: 'its currency' },
    { name: 'rule', about: 'the first rule that leaves it out' },
    { name: 'reason', about: 'why, as a code' },
    { name: 'months', about: 'months in which it does not count, with blanks between them' },
  ],
};

export function leftOutRows({ leftOut }: FloorsWithModel): Cell[][] {
  return inCellOrder(
    leftOut.map(({ flow, rule, reason, months }) => [
      flow.source,
      flow.flowId,
      idIn(flow.payment),
      flow.status,
      amount(flow.amount),
      flow.currency,
      rule,
      reason,
      months
        .toSorted((one, other) => one - other)
        .map(monthText)
        .join(' '),
    ]),
  );
}
