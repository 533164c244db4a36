// An alert as an evaluation finds it (sql/alert/find/60_changed.sql), and a flow that proves it
// (sql/alert/find/61_proofs.sql).
import { z } from 'zod';
import { ALERT_KIND_NAMES, KEY_LEVELS, SEVERITIES } from '../config/alert-kinds.ts';

const finerLevel = z.enum(KEY_LEVELS).exclude(['network']);

/** 1e-10 EUR. */
const units = z.coerce.bigint();

export const foundAlert = z.object({
  alert_id: z.string(),
  kind: z.enum(ALERT_KIND_NAMES),
  level: z.enum([...KEY_LEVELS, 'floor']),
  severity: z.enum(SEVERITIES),
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
  novelty: z.array(finerLevel),
  /** Levels paid before, and paid again after a silence by the same payment. */
  returned: z.array(finerLevel),
  place: z.number(),
  event_type: z.string(),
  event_date: z.string(),
  threshold_eur: z.string().nullable(),
  previous_eur: z.string().nullable(),
  flows: z.array(z.unknown()),
  /** 1: the money counts in floors; 0: it is only reported. */
  counts: z.number(),
  counting: z.array(z.unknown()),
  /** Where the counted money went: the five accounts that received most. */
  accounts: z.array(z.object({ amount: units, account: z.string(), country: z.string() })),
  elsewhere: units,
  /**
   * All flows by place (as in alert_payment) and country. A flow is not counted when it may be the
   * same money in another report.
   */
  places: z.array(
    z.object({
      is_counted: z.number(),
      place: z.number(),
      country: z.string(),
      amount: units,
      flows: z.coerce.number(),
    }),
  ),
  /**
   * What take-backs that name no known payment took from the operation in these months; it is off
   * the amount where that counts.
   */
  taken_back: units,
  state_hash: z.string(),
  material_hash: z.string(),
});
export type FoundAlert = z.output<typeof foundAlert>;

export const proofRow = z.object({
  alert_id: z.string(),
  /** Among the flows of the alert, from 1. */
  position: z.number(),
  day: z.string(),
  amount_eur: z.string(),
  source: z.string(),
  flow_id: z.string(),
  input: z.string(),
  partition: z.number(),
  offset: z.string(),
});
export type Proof = z.output<typeof proofRow>;
