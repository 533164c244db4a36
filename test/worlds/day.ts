// Days as whole numbers since 1970-01-01, so that a world can count with them.
import { isoMonth } from '../../pipeline/text/calendar.ts';

const DAY_MS = 86_400_000;

/** @param text YYYY-MM-DD */
export function dayOf(text: string): number {
  return Math.round(Date.parse(text) / DAY_MS);
}

/** YYYY-MM-DD */
export function dayText(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** YYYY-MM */
export function monthText(day: number): string {
  return dayText(day).slice(0, 7);
}

/** @param month months since the year 0 */
export function firstDay(month: number): number {
  return dayOf(`${isoMonth(month)}-01`);
}

export function monthOf(day: number): number {
  const text = dayText(day);
  return Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7)) - 1;
}

/** The day itself, or the Monday after a weekend: banks and rate tables know no others. */
export function workingDay(day: number): number {
  const ofWeek = (day + 4) % 7;
  return ofWeek === 6 ? day + 2 : ofWeek === 0 ? day + 1 : day;
}
