// Names of inputs in the ledger. Each kind of input has its own name space, so that two inputs
// never share coordinates. A file is named by the digest of its content when it was first
// announced, never by its file name (docs/decisions/0026).
import { type Clock, isoTime } from '../platform/clock.ts';

const FILE = 'file:';
const KAFKA = 'kafka:';

/** @param sha256 hexadecimal digest of the content that is announced first */
export function fileLedgerName(sha256: string): string {
  return `${FILE}${sha256}`;
}

export function kafkaLedgerName(topic: string): string {
  return `${KAFKA}${topic}`;
}

/** @returns null when the name is not that of a Kafka topic */
export function kafkaTopicOf(ledgerName: string): string | null {
  return ledgerName.startsWith(KAFKA) ? ledgerName.slice(KAFKA.length) : null;
}

export function isFile(ledgerName: string): boolean {
  return ledgerName.startsWith(FILE);
}

/** Together they make a name that no other run has. */
export interface Naming {
  clock: Clock;
  /** Returns a new text on each call. */
  newId: () => string;
}

/** Names an input that cannot be read twice, so that each run is a separate input. */
export function runLedgerName(space: 'stdin' | 'retry', { clock, newId }: Naming): string {
  return `${space}:${isoTime(clock())}-${newId()}`;
}
