// What came of sending a message: taken, to be tried again (perhaps not before a time), or refused
// for good.
import { Failure, codeOf, messageOf } from '../../platform/failure.ts';

export type Outcome =
  | { state: 'sent'; answer: string }
  | { state: 'failed'; answer: string; retryAfterMs: number | null }
  | { state: 'dead'; answer: string };

/**
 * Sends the text of a message to one destination. It never throws for what the destination does.
 */
export interface Sender {
  send(messageKey: string, body: string): Promise<Outcome>;
  close(): Promise<void>;
}

const ANSWER_LENGTH = 300;

export function shortened(answer: string): string {
  return answer.replace(/\s+/g, ' ').slice(0, ANSWER_LENGTH);
}

/**
 * For what was thrown on the way to a destination: an address that is refused stays refused,
 * everything else may come right.
 */
export function thrownOutcome(thrown: unknown): Outcome {
  const answer = shortened(`${codeOf(thrown)} ${messageOf(thrown)}`.trim());
  return thrown instanceof Failure && !thrown.retriable
    ? { state: 'dead', answer }
    : { state: 'failed', answer, retryAfterMs: null };
}
