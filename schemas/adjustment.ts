// The closed list of changes that intake makes to a record and says so. Other spellings of the same
// thing (`812.50`, `usd`) are taken without a word.

/** By code: what was changed. */
export const ADJUSTMENTS = {
  day_after_february:
    '29 or 30 February of a calendar with months of 30 days became the last day of February',
  digits_cut:
    'an amount of an asset has more than 8 decimals: cut down, and up where it takes money back',
  own_entry_dropped: 'a list or a reversal named its own record: the entry was left out',
  repeated_entry_dropped: 'a list had an entry twice: it counts once',
  ads_txt_line_dropped: 'an entry of ads_txt is no line of ads.txt: it was left out',
} as const satisfies Record<string, string>;

export type AdjustmentCode = keyof typeof ADJUSTMENTS;

export interface Adjustment {
  code: AdjustmentCode;
  /** JSON path in the record as it was sent. */
  path: string;
}
