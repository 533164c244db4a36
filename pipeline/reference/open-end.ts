/** The last day of a row of reference data that has no end: later than any record. */
export const OPEN_END = '2200-12-31';
