// Webhooks: JSON signed with a shared secret, and what Slack's incoming webhooks take.
import { createHmac } from 'node:crypto';
import { usageFailure } from '../../platform/failure.ts';
import { linesOf, messageBody, subjectOf } from './message.ts';
import type { Destination } from '../../config/alerts-file.ts';
import { type PostTools, post } from './http.ts';
import type { Sender } from './outcome.ts';

/**
 * HMAC-SHA256 over `timestamp.body`, hexadecimal. The receiver checks it and refuses old
 * timestamps.
 */
export function signatureOf(secret: string, timestamp: string, body: string): string {
  return createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
}

export function webhookSender(url: string, secret: string, tools: PostTools): Sender {
  const to = new URL(url);
  return {
    send: (messageKey, body) => {
      const timestamp = String(Math.floor(tools.clock() / 1_000));
      const headers = {
        'X-Plancher-Timestamp': timestamp,
        'X-Plancher-Signature': `v1=${signatureOf(secret, timestamp, body)}`,
        'Idempotency-Key': messageKey,
      };
      return post(to, headers, body, tools);
    },
    close: () => Promise.resolve(),
  };
}

/** Slack takes 50 blocks of 3 000 characters each. */
const BLOCK_CHARACTERS = 2_900;
const MOST_CHARACTERS = 30_000;

export function slackSender(
  { name, language }: Destination,
  secret: string,
  tools: PostTools,
): Sender {
  if (!URL.canParse(secret))
    throw usageFailure(
      'wrong_configuration',
      `The secret of destination ${name} must be the address of an incoming webhook of Slack.`,
    );
  const to = new URL(secret);
  return {
    send: (messageKey, body) => {
      const message = messageBody.parse(JSON.parse(body));
      const blocks = inBlocks(linesOf(message, language, MOST_CHARACTERS)).map((text) => ({
        type: 'section',
        // In a plain_text nothing is markup: no mention, no link, no emoji.
        text: { type: 'plain_text', text, emoji: false },
      }));
      // For notifications. Slack looks for markup in it, so nothing of a record is there.
      const text = subjectOf({ ...message, operation: '' }, language === 'fr' ? 'fr' : 'en');
      return post(
        to,
        { 'Idempotency-Key': messageKey },
        JSON.stringify({ text, blocks, unfurl_links: false, unfurl_media: false }),
        tools,
      );
    },
    close: () => Promise.resolve(),
  };
}

/**
 * Lines in as few texts as hold them. What goes on in the next text begins there with a mark: it is
 * no line of its own.
 */
function inBlocks(lines: readonly string[]): string[] {
  const blocks: string[] = [];
  for (const piece of lines.filter((line) => line !== '').flatMap(inPieces)) {
    const joined = `${blocks.at(-1) ?? ''}\n${piece}`;
    if (blocks.length > 0 && joined.length <= BLOCK_CHARACTERS) blocks[blocks.length - 1] = joined;
    else blocks.push(piece);
  }
  return blocks;
}

function inPieces(line: string): string[] {
  if (line.length <= BLOCK_CHARACTERS) return [line];
  // No half of a character at the end.
  const first = line.slice(0, BLOCK_CHARACTERS).replace(/[\uD800-\uDBFF]$/, '');
  return [first, ...inPieces(`… ${line.slice(first.length)}`)];
}
