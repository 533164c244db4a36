// What the method reads: the records of one operation, or of many. A record is what its schema
// returns, in the one form of schemas/flow-form.ts. All revisions are given.
import type { RecordOf } from '../../schemas/record.ts';

export type FlowRecord = RecordOf<'flow'>;
export type SiteRecord = RecordOf<'site'>;
export type AccountRecord = RecordOf<'account'>;
export type NetworkRecord = RecordOf<'network'>;
/** With the time at which this content was known, such as `2015-12-15T00:00:00Z`. Null: unknown. */
export type PanelRecord = RecordOf<'panel'> & { readonly known_at: string | null };
export type ObservationRecord = RecordOf<'observation'>;

/** What can be read of a take-back that was refused at intake (M-REFUSED). Null: not readable. */
export interface RefusedTakeBack {
  readonly source: string;
  readonly network: string | null;
  readonly site: string | null;
  readonly publisher_account: string | null;
  /** Days of the service period, YYYY-MM-DD. */
  readonly period_start: string | null;
  readonly period_end: string | null;
}

export interface Evidence {
  readonly flows: readonly FlowRecord[];
  readonly sites: readonly SiteRecord[];
  readonly accounts: readonly AccountRecord[];
  readonly networks: readonly NetworkRecord[];
  readonly refused: readonly RefusedTakeBack[];
  readonly panels: readonly PanelRecord[];
  readonly observations: readonly ObservationRecord[];
}

export const NO_EVIDENCE: Evidence = {
  flows: [],
  sites: [],
  accounts: [],
  networks: [],
  refused: [],
  panels: [],
  observations: [],
};
