// POST to a webhook: the address is checked and pinned, no redirect is followed, every wait has an
// end, and of an answer little is read.
import { type IncomingMessage, type RequestOptions, request as plainRequest } from 'node:http';
import { request as secureRequest } from 'node:https';
import type { BlockList } from 'node:net';
import type { Clock } from '../../platform/clock.ts';
import { Failure } from '../../platform/failure.ts';
import { type Resolve, pinnedAddress } from './address.ts';
import { type Outcome, shortened, thrownOutcome } from './outcome.ts';

export interface PostTools {
  allowed: BlockList;
  resolve: Resolve;
  clock: Clock;
  timeoutMs: number;
}

const MOST_ANSWER_BYTES = 4_096;
const LONGEST_RETRY_AFTER_MS = 86_400_000;
/** Statuses with which a server says that it may take the same request later. */
const LATER = new Set([408, 425, 429]);

export async function post(
  url: URL,
  headers: Record<string, string>,
  body: string,
  tools: PostTools,
): Promise<Outcome> {
  try {
    const { status, retryAfter, text } = await exchange(url, headers, body, tools);
    return outcomeOf(status, retryAfter, text, tools.clock());
  } catch (thrown) {
    return thrownOutcome(thrown);
  }
}

interface Answer {
  status: number;
  retryAfter: string | undefined;
  text: string;
}

async function exchange(
  url: URL,
  headers: Record<string, string>,
  body: string,
  tools: PostTools,
): Promise<Answer> {
  const signal = AbortSignal.timeout(tools.timeoutMs);
  const pinned = await pinnedAddress(url.hostname, tools.allowed, tools.resolve);
  const bytes = Buffer.from(body);
  const options: RequestOptions = {
    method: 'POST',
    headers: {
      ...headers,
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Length': String(bytes.length),
    },
    agent: false,
    signal,
    // Whatever name Node looks up, it gets the address that was checked.
    lookup: (_host, { all }, done) => {
      if (all === true) done(null, [pinned]);
      else done(null, pinned.address, pinned.family);
    },
  };
  return new Promise<Answer>((resolve, reject) => {
    const onAnswer = (response: IncomingMessage) => {
      answerOf(response).then(resolve, reject);
    };
    const request =
      url.protocol === 'https:'
        ? secureRequest(url, options, onAnswer)
        : plainRequest(url, options, onAnswer);
    request.once('error', (thrown) => {
      reject(
        signal.aborted
          ? new Failure('timeout', `no answer within ${String(tools.timeoutMs / 1000)} s`, {
              retriable: true,
            })
          : thrown,
      );
    });
    request.end(bytes);
  });
}

async function answerOf(response: IncomingMessage): Promise<Answer> {
  const pieces: Buffer[] = [];
  let byteCount = 0;
  try {
    for await (const piece of response) {
      if (!Buffer.isBuffer(piece)) continue;
      pieces.push(piece);
      byteCount += piece.length;
      if (byteCount > MOST_ANSWER_BYTES) break;
    }
  } catch {
    // The status is the answer; its text is for people only, and may break off.
  }
  response.destroy();
  return {
    status: response.statusCode ?? 0,
    retryAfter: response.headers['retry-after'],
    text: Buffer.concat(pieces).subarray(0, MOST_ANSWER_BYTES).toString('utf8'),
  };
}

function outcomeOf(
  status: number,
  retryAfter: string | undefined,
  text: string,
  nowMs: number,
): Outcome {
  const answer = shortened(`${String(status)} ${text}`.trim());
  if (status >= 200 && status < 300) return { state: 'sent', answer };
  if (LATER.has(status) || status >= 500)
    return { state: 'failed', answer, retryAfterMs: retryAfterMs(retryAfter, nowMs) };
  if (status >= 300 && status < 400)
    return { state: 'dead', answer: shortened(`${answer} (a redirect, which is not followed)`) };
  return { state: 'dead', answer };
}

/** Seconds or a date, as RFC 9110 has it. */
function retryAfterMs(written: string | undefined, nowMs: number): number | null {
  if (written === undefined) return null;
  const waitMs = /^\d+$/.test(written) ? Number(written) * 1_000 : Date.parse(written) - nowMs;
  return Number.isNaN(waitMs) ? null : Math.min(Math.max(0, waitMs), LONGEST_RETRY_AFTER_MS);
}
