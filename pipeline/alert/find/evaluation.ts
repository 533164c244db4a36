// An evaluation of alerts under way: what it was asked, what it read, what its stages leave.
import { z } from 'zod';
import type { AlertRules } from '../../config/alert-rules.ts';
import type { Clock } from '../../platform/clock.ts';
import type { AlertStore } from '../store.ts';
import { type FreshRange, freshRanges, watermarkRow } from './fresh.ts';

export interface EvaluateOptions {
  clock: Clock;
  rules: AlertRules;
  /** Look at everything again. */
  isComplete?: boolean | undefined;
  /** A backfill: whatever is found is told in a digest. */
  isRetrospective?: boolean | undefined;
}

export interface EvaluationReport {
  sequence: number;
  /** all, some, or none: nothing was new. */
  scope: 'all' | 'some' | 'none';
  records: number;
  operations: number;
  payments: number;
  /** Alerts revised, new ones included. */
  revised: number;
}

/** The last evaluation (sql/alert/find/10_last_evaluation.sql). */
export const lastRow = z.object({
  sequence: z.coerce.number(),
  fingerprint: z.string(),
  floor_sequence: z.coerce.number(),
  watermark: z.array(watermarkRow),
});
type Last = z.output<typeof lastRow>;

/** An evaluation under way: what the stages know, and what they leave for the next. */
export interface Evaluation {
  warehouse: AlertStore;
  options: EvaluateOptions;
  /** Work list of the evaluation: operations, then candidates. */
  scope: string;
  sequence: number;
  fingerprint: string;
  isComplete: boolean;
  watermark: z.output<typeof watermarkRow>[];
  before: Last;
  floorSequence: number;
  /** The last run of the estimate that computed every operation. */
  epoch: number;
  /** Version of the payments in force. */
  version: number;
  records: number;
  operations: number;
  payments: number;
  revised: number;
}

/** The ranges of input that the evaluation has to look at. */
export function freshOf({ watermark, isComplete, before }: Evaluation): FreshRange[] {
  return freshRanges(watermark, isComplete ? [] : before.watermark);
}
