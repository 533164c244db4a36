// Totals of operations over consecutive months (docs/method.md, Totals): by the floors in force, or
// by those of a question.
import { sqlFile } from '../warehouse/sql-file.ts';
import type { Parameters } from '../warehouse/warehouse.ts';

/** What totals are read from. */
export const TOTAL_SOURCES = ['floors', 'audiences', 'own', 'ratios'] as const;
type Source = (typeof TOTAL_SOURCES)[number];

const IN_FORCE: Record<Source, string> = {
  floors: 'estimate/part/floors_kept.sql',
  audiences: 'estimate/part/audiences_kept.sql',
  own: 'estimate/part/own_members_kept.sql',
  ratios: 'estimate/part/ratios_kept.sql',
};
const LISTED: Record<Source, string> = {
  floors: 'estimate/part/floors_listed.sql',
  audiences: 'estimate/part/audiences_listed.sql',
  own: 'estimate/part/own_members_listed.sql',
  ratios: 'estimate/part/ratios_listed.sql',
};

/** Months from the first to the last, YYYY-MM. */
export interface Span {
  readonly from: string;
  readonly to: string;
}

export interface TotalsQuestion extends Span {
  /** Null: all. */
  readonly operation: string | null;
  /** Of the class, in millionths. 0: without the class. */
  readonly classAlphaPpm: number;
}

/**
 * @param listed what is read from the work lists of a question; the rest is in force
 * @param scope of these work lists
 */
export function totalsStatement(
  { operation, from, to, classAlphaPpm }: TotalsQuestion,
  listed: readonly Source[] = [],
  scope = '',
): { sql: string; parameters: Parameters } {
  const words = Object.fromEntries(
    TOTAL_SOURCES.map((source) => [
      source,
      sqlFile((listed.includes(source) ? LISTED : IN_FORCE)[source]),
    ]),
  );
  const intervals = sqlFile('estimate/part/interval_given.sql', { floors: words['floors'] ?? '' });
  return {
    sql: sqlFile('estimate/floors/totals.sql', { ...words, intervals }),
    parameters: {
      operation: operation ?? '',
      first: from,
      last: to,
      alpha_ppm: classAlphaPpm,
      ...(listed.length === 0 ? {} : { scope }),
    },
  };
}
