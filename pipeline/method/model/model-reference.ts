// The reference data that modelled money is computed with. Decimals are texts.
import type { RecordOf } from '../../../schemas/record.ts';
import type { MonthlyRate } from '../reference.ts';

/** The rates of the model, with the end of a row of the rate card that makes a floor lowest. */
export const FLOOR_ENDS = {
  pages_per_visitor: 'low',
  ads_per_page: 'low',
  ad_block_share: 'high',
  fill_rate: 'low',
  valid_traffic_share: 'low',
  cpm: 'low',
  publisher_share: 'low',
  heavy_user_share: 'high',
  contamination_share: 'high',
} as const;

export type ModelFactor = keyof typeof FLOOR_ENDS;

/** A row of the rate card that two people approved. Null: of any network, of any country. */
export interface CardRow {
  /** The name of the row in its card. */
  readonly id: string;
  readonly factor: string;
  readonly line: RecordOf<'flow'>['line'];
  readonly device: RecordOf<'panel'>['device'];
  readonly network: string | null;
  readonly country: string | null;
  /** First and last day, YYYY-MM-DD. `to` null: until further notice. */
  readonly from: string;
  readonly to: string | null;
  /** Of a price; null for every other factor. */
  readonly currency: string | null;
  readonly low: string;
  readonly high: string;
  /** How well it is known, and where it was read. No figure depends on either. */
  readonly grade: 'published' | 'observed' | 'assumption';
  readonly source: string;
}

/** A panel that an office declared primary on the day `declared_on`. */
export interface PrimaryPanel {
  readonly source: string;
  readonly from: string;
  readonly to: string | null;
  readonly declared_on: string;
}

export interface ModelReference {
  readonly card: readonly CardRow[];
  readonly monthly: readonly MonthlyRate[];
  readonly primary: readonly PrimaryPanel[];
}
