// The months of a published case, as numbers counted from the year 0.
import type { CasePeriod } from './published-case.ts';

export interface CaseMonths {
  first: number;
  last: number;
  /** Months that the period covers whole. */
  whole: number;
}

const DAY_MS = 86_400_000;

interface Edge {
  month: number;
  /** The figure does not cover all days of this month. */
  isCut: boolean;
}

function edgeOf(text: string, side: 'from' | 'to'): Edge {
  const month = Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7)) - 1;
  if (text.length === 7) return { month, isCut: false };
  if (side === 'from') return { month, isCut: !text.endsWith('-01') };
  const nextDay = new Date(Date.parse(text) + DAY_MS);
  return { month, isCut: nextDay.getUTCDate() !== 1 };
}

/** @returns null when an end is not known, or the period ends before it begins */
export function caseMonths({ from, to }: CasePeriod): CaseMonths | null {
  if (from === null || to === null || firstDay(from) > lastDay(to)) return null;
  const [start, end] = [edgeOf(from, 'from'), edgeOf(to, 'to')];
  const touched = end.month - start.month + 1;
  const cut = Number(start.isCut) + Number(end.isCut);
  return { first: start.month, last: end.month, whole: Math.max(0, touched - cut) };
}

/** The day with which an edge begins. */
export const firstDay = (edge: string): string => (edge.length === 7 ? `${edge}-01` : edge);

/** The day with which an edge ends. */
export function lastDay(edge: string): string {
  if (edge.length !== 7) return edge;
  const [year, month] = [Number(edge.slice(0, 4)), Number(edge.slice(5, 7))];
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
}
