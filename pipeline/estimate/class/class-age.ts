// How far the class of comparable operations (M-CLASS) is behind the floors in force. Only a run of
// all operations makes it: a run of some of them would have to compute everybody whose class they
// are in.
import { z } from 'zod';
import { leastMembers } from '../../method/class/class-limit.ts';
import { partsOfAlpha } from '../../method/model/alpha.ts';
import { sqlFile } from '../../warehouse/sql-file.ts';
import type { Warehouse } from '../../warehouse/warehouse.ts';

export interface ClassAge {
  /** UTC, as the engine writes it. */
  readonly madeAt: string;
  readonly madeMs: number;
  /** Operations with an audience that were computed since. */
  readonly changedOperations: number;
}

const ageRow = z.object({
  made_at: z.string(),
  made_ms: z.coerce.number(),
  members: z.coerce.number(),
  changed_operations: z.coerce.number(),
});

/** Null: nothing changed since, or the members are too few for a class. */
export async function classAge(warehouse: Warehouse, alphaPpm: number): Promise<ClassAge | null> {
  const [row] = await warehouse.query(sqlFile('estimate/13_class_age.sql'), {}, ageRow);
  if (row === undefined || row.made_ms === 0 || row.changed_operations === 0) return null;
  const members = row.members + row.changed_operations;
  if (members < leastMembers(partsOfAlpha(alphaPpm).ofClass)) return null;
  return {
    madeAt: row.made_at,
    madeMs: row.made_ms,
    changedOperations: row.changed_operations,
  };
}
