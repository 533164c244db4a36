import type { Warehouse } from '../warehouse/warehouse.ts';
export const TOUCHED_SQL: readonly string[] = [];
export function touchedOperations(_w: Warehouse, _s: string, _q: number, _m?: number): Promise<string[] | null> { return Promise.resolve(null); }
