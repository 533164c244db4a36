// Breaks one assumption in what the sources of a world have told. The other ways to break one are
// in the course (take-backs, uneven service) and in who tells (transfers, networks, days).
import { dayOf, dayText } from './day.ts';
import { centsText, type Desk, type FlowFields, nextId, put, type Told } from './desk.ts';
import { someCents } from './draw-streams.ts';

export function breakAssumption(desk: Desk): void {
  const { broken } = desk.course;
  if (broken === 'authentic') invent(desk);
  if (broken === 'told_once') repeat(desk);
  if (broken === 'same_dates') moveSource(desk, DAYS, 200);
  if (broken === 'periods') moveSource(desk, ['period_start', 'period_end'], -31);
}

type DayName = 'period_start' | 'period_end' | 'value_date' | 'statement_date';
const DAYS: readonly DayName[] = ['period_start', 'period_end', 'value_date', 'statement_date'];

const paidOf = ({ told }: Desk) =>
  told.filter(({ tells, fields }) => tells.length > 0 && fields.status === 'paid');

/** Rows that somebody made up, beside real ones. */
function invent(desk: Desk): void {
  for (const { fields, key } of paidOf(desk).filter(() => desk.random.chance(0.4)))
    put(desk, {
      key,
      fields: {
        ...fields,
        flow_id: nextId(desk, fields.source),
        amount: centsText(someCents(desk.random)),
        upstream: [],
        settles: [],
      },
    });
}

/** One source enters a payment again, in other words: no twin, and no total. */
function repeat(desk: Desk): void {
  for (const { fields, key } of paidOf(desk).filter(() => desk.random.chance(0.5)))
    put(desk, {
      key,
      fields: {
        ...fields,
        flow_id: nextId(desk, fields.source),
        line: fields.line === 'other' ? 'donation' : 'other',
        upstream: [],
        settles: [],
      },
    });
}

/** Half of the sources write days that are far from the true ones. */
function moveSource(desk: Desk, names: readonly DayName[], days: number): void {
  const sources = [...new Set(paidOf(desk).map(({ fields }) => fields.source))];
  const moved = new Set(sources.filter((_, index) => index % 2 === 1));
  if (names.length === 2) for (const source of sources) moved.add(source);
  for (const [index, told] of desk.told.entries())
    if (moved.has(told.fields.source) && (names === DAYS || isPeriodAlone(told)))
      desk.told[index] = movedFlow(told, names, days);
}

/**
 * Whether nothing else rests on the period: a value date keeps the window where it was, a total
 * needs the periods of its rows, and that of a site that was sold says whose the money is.
 */
const isPeriodAlone = ({ fields, isFixed }: Told) =>
  !isFixed && typeof fields.value_date === 'string' && fields.site !== 'sold.tv';

function movedFlow(told: Told, names: readonly DayName[], days: number): Told {
  const fields: FlowFields = { ...told.fields };
  for (const name of names) {
    const day = fields[name];
    if (typeof day === 'string') fields[name] = dayText(dayOf(day) + days);
  }
  return { ...told, fields };
}
