// A row of the warehouse or of a list, and its values as people read them.
import { z } from 'zod';
import { harmless } from '../platform/harmless.ts';

export type Row = Readonly<Record<string, unknown>>;

/** A row as the warehouse gives it. */
export const anyRow: z.ZodType<Row> = z.record(z.string(), z.unknown());

/** A value as people read it: text with unseen characters written out, nothing for null. */
export function shown(value: unknown): string {
  if (value === null || value === undefined) return '';
  return harmless(typeof value === 'string' ? value : JSON.stringify(value));
}
