// Spellings of days, months and times that mean what a schema wants written otherwise.
import type { Spelling } from './spelling.ts';

const DAY = /^(\d{4})(-?)(\d{2})\2(\d{2})(?:[Tt ]00:?00(?::?00(?:[.,]0+)?)?(?:[Zz]|\+00:?00)?)?$/;

/** The days of a flow, which a bank writes. */
const DAYS_OF_A_BANK: ReadonlySet<PropertyKey | undefined> = new Set([
  'period_start',
  'period_end',
  'value_date',
  'statement_date',
]);

/** `20151101`, midnight in UTC, and the last days of a bank's February of 30 days. */
export function daySpelling(
  written: string,
  _record: unknown,
  [field]: readonly PropertyKey[],
): Spelling | null {
  const [, year = '', , month = '', day = ''] = DAY.exec(written) ?? [];
  if (year === '') return null;
  if (month === '02' && (day === '29' || day === '30') && DAYS_OF_A_BANK.has(field)) {
    const last = isDay(year, '02', '29') ? '29' : '28';
    if (day > last) return { text: `${year}-02-${last}`, said: 'day_after_february' };
  }
  return { text: `${year}-${month}-${day}` };
}

/** `201511`, and the first day of the month. */
export function monthSpelling(written: string): Spelling | null {
  const [, year, month] = /^(\d{4})-?(\d{2})$/.exec(written) ?? [];
  if (year !== undefined && month !== undefined) return { text: `${year}-${month}` };
  const day = daySpelling(written, null, [])?.text ?? '';
  return day.endsWith('-01') ? { text: day.slice(0, 7) } : null;
}

const TIME =
  /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2})(?::(\d{2}))?(?:[.,](\d+))?\s?(Z|z|UTC|[+-]\d{2}(?::?\d{2})?)$/;

/** Another zone than UTC, a blank for the T, more decimals than milliseconds, no seconds. */
export function timeSpelling(written: string): Spelling | null {
  const [found, year = '', month = '', day = '', hour = '', minute = '', ...rest] =
    TIME.exec(written) ?? [];
  if (found === undefined) return null;
  const [second = '00', decimals = '', zone = ''] = rest;
  const clock = `${hour}:${minute}:${second}`;
  const milliseconds = decimals.slice(0, 3).padEnd(3, '0');
  const time = `${year}-${month}-${day}T${clock}.${milliseconds}Z`;
  // Date.parse moves what does not exist: it reads 30 February as 2 March.
  const exists = isDay(year, month, day) && clock <= '23:59:59' && minute < '60' && second < '60';
  const [, sign, hours, minutes = '00'] = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone) ?? [];
  if (!exists || sign === undefined) return { text: time };
  if (Number(hours) > 14 || minutes >= '60') return null;
  const offset = (Number(hours) * 60 + Number(minutes)) * 60_000 * (sign === '-' ? 1 : -1);
  return { text: new Date(Date.parse(time) + offset).toISOString() };
}

function isDay(year: string, month: string, day: string): boolean {
  const at = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return at.toISOString().startsWith(`${year}-${month}-${day}`);
}
