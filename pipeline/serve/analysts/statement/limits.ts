// Limits of an analyst's queries: the cost of one, and how many run at the same time. An entry of
// the analysts' file may set its own.
import { z } from 'zod';

const MIB = 1_048_576;
const atMost = (most: number) => z.number().int().min(1).max(most);

export const limitsSchema = z.strictObject({
  /** Time limit of one query. */
  seconds: atMost(3_600).default(60),
  /** Memory limit of one query, including its answer, which the engine counts too. */
  memoryBytes: atMost(64 * 1_024 * MIB).default(1_024 * MIB),
  readRows: atMost(100_000_000_000).default(1_000_000_000),
  readBytes: atMost(10_000_000_000_000).default(100_000_000_000),
  resultRows: atMost(100_000_000).default(1_000_000),
  resultBytes: atMost(4_096 * MIB).default(256 * MIB),
  threads: atMost(64).default(1),
  /** Most queries of this analyst at the same time. */
  concurrent: atMost(16).default(1),
});

export type Limits = z.infer<typeof limitsSchema>;
