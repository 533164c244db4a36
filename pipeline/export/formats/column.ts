// What a column of an export is. Formats decide by its type in ClickHouse, never by what a value
// looks like.

export interface ListColumn {
  name: string;
  /** The type in ClickHouse. */
  type: string;
}

export interface ExportColumn extends ListColumn {
  comment: string;
}

export type ColumnKind = 'number' | 'date' | 'text' | 'nested';

/** The type without Nullable and LowCardinality. */
export function bareType(type: string): string {
  const inner = /^(?:Nullable|LowCardinality)\((.*)\)$/.exec(type)?.[1];
  return inner === undefined ? type : bareType(inner);
}

export function columnKind(type: string): ColumnKind {
  const bare = bareType(type);
  if (/^(?:U?Int\d+|Float\d+|BFloat16|Decimal.*)$/.test(bare)) return 'number';
  if (bare === 'Date' || bare === 'Date32') return 'date';
  return /^(?:Array|Tuple|Map|Nested|JSON|Variant|Dynamic)\b/.test(bare) ? 'nested' : 'text';
}

/** A value as text: null is empty, a nested value is JSON. */
export function cellText(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

export type ExportRow = readonly unknown[];

/** Turns rows into the bytes of a file. */
export interface RowWriter {
  begin(): Uint8Array;
  add(rows: readonly ExportRow[]): Uint8Array;
  end(): Uint8Array;
}
