// What a column of an export is, from its type in ClickHouse. Formats decide by it; the value
// itself is never asked what it looks like.

export interface ListColumn {
  name: string;
  /** As ClickHouse says it. */
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

export function kindOf(type: string): ColumnKind {
  const bare = bareType(type);
  if (/^(?:U?Int\d+|Float\d+|BFloat16|Decimal.*)$/.test(bare)) return 'number';
  if (bare === 'Date' || bare === 'Date32') return 'date';
  return /^(?:Array|Tuple|Map|Nested|JSON|Variant|Dynamic)\b/.test(bare) ? 'nested' : 'text';
}

/** A value as text, null as nothing; what is nested, as JSON. */
export function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

export type ExportRow = readonly unknown[];

/** Puts rows into the bytes of a file. */
export interface RowWriter {
  begin(): Uint8Array;
  add(rows: readonly ExportRow[]): Uint8Array;
  end(): Uint8Array;
}
