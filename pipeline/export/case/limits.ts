// What a case folder may hold. A folder comes from strangers, and its reader has a limit for
// everything. The writer has the same limits, so that it writes nothing that cannot be read.

/** Bytes of one file. */
export const MOST_FILE_BYTES = 256 * 1_048_576;
/** Lines of a file of records, or rows of a table. */
export const MOST_LINES = 500_000;
/** Rows of one list of the reference data. The whole table of the ECB has 220,000. */
export const MOST_REFERENCE_ROWS = 2_000_000;
