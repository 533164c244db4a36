// What of a refused record shows that it takes money back, and when (M-REFUSED).
import { z } from 'zod';
import type { RefusedTakeBack } from './evidence.ts';

const text = z.string().min(1).nullable().catch(null);
const day = z.iso.date().nullable().catch(null);

const refusedRecord = z.object({
  source: z.string(),
  network: text,
  site: text,
  publisher_account: text,
  period_start: day,
  period_end: day,
  status: z.string().catch(''),
  amount: z.union([z.string(), z.number()]).transform(String).catch(''),
});

/** Null: the record takes nothing back, as far as it can be read. @param value its JSON */
export function refusedTakeBack(value: unknown): RefusedTakeBack | null {
  const { data } = refusedRecord.safeParse(value);
  if (data === undefined) return null;
  const { status, amount, ...readable } = data;
  return status === 'reversed' || amount.trim().startsWith('-') ? readable : null;
}
