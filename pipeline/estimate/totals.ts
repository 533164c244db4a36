// Totals of operations over consecutive months (docs/method.md, Totals): by the floors in force, or
// by those of a question.
import { sqlFile } from '../warehouse/sql-file.ts';
import type { Parameters } from '../warehouse/warehouse.ts';

const SOURCES = ['floors', 'audiences', 'own', 'ratios'] as const;
type Source = (typeof SOURCES)[number];

const FILES: Record<Source, string> = {
  floors: 'floors',
  audiences: 'audiences',
  own: 'own_members',
  ratios: 'ratios',
};

export interface TotalsQuestion {
  /** Null: all. */
  readonly operation: string | null;
  /** YYYY-MM */
  readonly from: string;
  readonly to: string;
  /** Of the class, in millionths. */
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
    SOURCES.map((source) => {
      const where = listed.includes(source) ? 'listed' : 'kept';
      return [source, sqlFile(`estimate/part/${FILES[source]}_${where}.sql`)];
    }),
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
