// How many threads decode records, where the configuration does not say.
import { availableParallelism } from 'node:os';

const MOST_WORKERS = 4;

export function decodeWorkers(configured: number | null): number {
  return configured ?? Math.min(MOST_WORKERS, availableParallelism());
}
