/** Last day of a row of reference data that has none: later than any record. */
export const OPEN_END = '2200-12-31';
