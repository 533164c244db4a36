// What happens to rows on their way into the records: exported again with corrections, in dispute,
// read twice under two ids, entered by mistake and voided, shifted by a row that went away.
import type { Desk, FlowFields, Told } from './desk.ts';

/** All records of the flows that were told, with their history. */
export function withHistory(desk: Desk): FlowFields[] {
  const numbered = numberedRows(desk);
  const records = desk.told.flatMap((told) =>
    // A row in dispute and its copy would be told twice.
    numbered.includes(told) ? [told.fields] : [...historyOf(desk, told)],
  );
  return [...records, ...voided(desk), ...shifted(numbered)];
}

function* historyOf(desk: Desk, told: Told): Generator<FlowFields> {
  const { random, happenings } = desk;
  const { fields, isFixed } = told;
  if (isFixed || fields.revision !== undefined) {
    yield fields;
    return;
  }
  const kind = random.below(34);
  const isMoney = fields.status === 'paid';
  switch (kind) {
    case 0:
      happenings.add('exported_again');
      yield { ...fields, impressions: 12 };
      yield { ...fields, revision: 2 };
      return;
    case 1:
      happenings.add('amount_corrected');
      yield { ...fields, amount: grown(fields.amount) };
      yield { ...fields, revision: 3 };
      return;
    case 2:
      happenings.add(isMoney ? 'payment_in_dispute' : 'take_back_in_dispute');
      yield fields;
      yield { ...fields, amount: isMoney && random.chance(0.5) ? '1' : grown(fields.amount) };
      return;
    case 3:
      if (isMoney && typeof fields.value_date === 'string') {
        happenings.add('twin');
        yield { ...fields, flow_id: `${fields.flow_id}-again`, document_place: 'page 2' };
      } else if (fields.status === 'reversed') {
        happenings.add('take_back_twice_in_one_source');
        yield { ...fields, flow_id: `${fields.flow_id}-again` };
      }
      yield fields;
      return;
    case 4:
      happenings.add('paid_later_corrected_to_another_line');
      yield { ...fields, line: 'donation' };
      yield { ...fields, revision: 2 };
      return;
    case 5:
      yield fields;
      if (!isMoney || (fields.settles ?? []).length > 0 || !isOfWhole(told)) return;
      happenings.add('paid_corrected_to_accrued');
      yield { ...fields, revision: 2, status: 'accrued' };
      return;
    default:
      yield fields;
  }
}

/** Of a payment in several rows, take-backs may have named this one for another. */
const isOfWhole = ({ tells }: Told) => tells.every(({ payment, cents }) => cents === payment.cents);

const grown = (amount: string) => `1${amount}`;

/** Rows that never were. */
function voided(desk: Desk): FlowFields[] {
  const { random, happenings, told } = desk;
  const one = told[random.below(told.length)];
  if (one === undefined || !random.chance(0.25)) return [];
  happenings.add(one.fields.status === 'paid' ? 'payment_void' : 'row_void');
  const wrong = { ...one.fields, flow_id: `${one.fields.flow_id}-wrong`, revision: 1 };
  return [wrong, { ...wrong, revision: 2, void: true }];
}

/** Rows of one source that were also exported with row numbers as ids. */
function numberedRows({ random, happenings, told }: Desk): Told[] {
  const source = told[random.below(told.length)]?.fields.source;
  const rows = told.filter(
    ({ fields, isFixed, tells }) =>
      fields.source === source &&
      !isFixed &&
      tells.length > 0 &&
      fields.revision === undefined &&
      typeof fields.value_date === 'string',
  );
  if (rows.length < 2 || !random.chance(0.12)) return [];
  happenings.add('row_numbers_shifted');
  return rows;
}

/**
 * A wrong first row went away in the second export: the rows moved up, and the last number stayed
 * with what it had, which is now a twin. So are the rows and those told under the other ids.
 */
function shifted(rows: readonly Told[]): FlowFields[] {
  const now = rows.map(({ fields }) => fields);
  const [first] = now;
  const before = first === undefined ? [] : [{ ...first, amount: '77' }, ...now];
  return [
    ...before.map((fields, index) => numbered(fields, index, 1)),
    ...now.map((fields, index) => numbered(fields, index, 2)),
  ];
}

const numbered = (fields: FlowFields, index: number, revision: number): FlowFields => ({
  ...fields,
  flow_id: `row${String(index)}`,
  revision,
});
