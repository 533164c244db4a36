// Parquet: the engine writes it. Every choice of its writer is fixed in the statement, so that the
// same rows give the same bytes.
import type { FileFormat } from './format.ts';

export const parquet: FileFormat['write'] = async function* (content, range) {
  yield* await content.byEngine('export/parquet.sql', range);
};
