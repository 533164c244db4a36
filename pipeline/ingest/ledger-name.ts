// Names of inputs in the ledger. Each kind of input has a name space of its own, so that two inputs
// never share coordinates: a file is named by the digest of what it held when it was first
// announced, never by what it is called (docs/decisions/0026).
import { type Clock, isoTime } from '../platform/clock.ts';

const FILE = 'file:';
const KAFKA = 'kafka:';

/** @param sha256 of the content that is announced first, hexadecimal */
export function fileLedgerName(sha256: string): string {
  return `${FILE}${sha256}`;
}

export function kafkaLedgerName(topic: string): string {
  return `${KAFKA}${topic}`;
}

/** @returns null for the name of another input */
export function kafkaTopicOf(ledgerName: string): string | null {
  return ledgerName.startsWith(KAFKA) ? ledgerName.slice(KAFKA.length) : null;
}

export function isFile(ledgerName: string): boolean {
  return ledgerName.startsWith(FILE);
}

/** What makes a name that no other run has. */
export interface Naming {
  clock: Clock;
  /** A text that never comes twice. */
  newId: () => string;
}

/** For input that cannot be read twice: each run is an input of its own. */
export function runLedgerName(space: 'stdin' | 'retry', { clock, newId }: Naming): string {
  return `${space}:${isoTime(clock())}-${newId()}`;
}
