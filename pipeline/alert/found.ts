// An alert as an evaluation finds it (sql/alert/changed.sql), and a flow that proves it (sql/alert/proofs.sql).
import { z } from 'zod';

export const foundAlert = z.object({
  alert_id: z.string(),
  kind: z.enum(['FIRST', 'RETURN', 'NEW_PAYEE', 'NEW_ACCOUNT', 'NEW_COUNTRY', 'FLOOR_CROSSED', 'FLOOR_CORRECTED']),
  level: z.enum(['network', 'publisher_account', 'payee', 'account', 'account_country', 'floor']),
  severity: z.enum(['low', 'medium', 'high']),
  operation: z.string(),
  key: z.string(),
  month: z.string(),
  network: z.string(),
  publisher_account: z.string(),
  payee: z.string(),
  account: z.string(),
  account_country: z.string(),
  first_value_date: z.string(),
  amount_eur: z.string(),
  flow_count: z.string(),
  silent_months: z.number(),
  novelty: z.array(z.enum(['publisher_account', 'payee', 'account', 'account_country'])),
  place: z.number(),
  event_type: z.string(),
  event_date: z.string(),
  threshold_eur: z.string().nullable(),
  previous_eur: z.string().nullable(),
  flows: z.array(z.unknown()),
  state_hash: z.string(),
  material_hash: z.string(),
});
export type FoundAlert = z.output<typeof foundAlert>;

export const proofRow = z.object({
  alert_id: z.string(),
  day: z.string(),
  amount_eur: z.string(),
  source: z.string(),
  flow_id: z.string(),
  input: z.string(),
  partition: z.number(),
  offset: z.string(),
});
export type Proof = z.output<typeof proofRow>;
