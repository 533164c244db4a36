// What one query of an analyst may cost, and how many may run. An entry of the analysts' file may
// give its own.
import { z } from 'zod';

const MIB = 1_048_576;
const atMost = (most: number) => z.number().int().min(1).max(most);

export const limitsSchema = z.strictObject({
  /** Time of one query. */
  seconds: atMost(3_600).default(60),
  /** Memory of one query, with its answer: the engine counts the written answer too. */
  memoryBytes: atMost(64 * 1_024 * MIB).default(1_024 * MIB),
  readRows: atMost(100_000_000_000).default(1_000_000_000),
  readBytes: atMost(10_000_000_000_000).default(100_000_000_000),
  resultRows: atMost(100_000_000).default(1_000_000),
  resultBytes: atMost(4_096 * MIB).default(256 * MIB),
  threads: atMost(64).default(1),
  /** Queries of this analyst at the same time. */
  concurrent: atMost(16).default(1),
});

export type Limits = z.infer<typeof limitsSchema>;
