// Webhooks: JSON signed with a shared secret, and what Slack's incoming webhooks take.
import { createHmac } from 'node:crypto';
import { usageFailure } from '../../platform/failure.ts';
import { messageBody, textOf } from '../message.ts';
import type { Destination } from '../settings.ts';
import { type PostTools, post } from './http.ts';
import type { Sender } from './outcome.ts';

/** HMAC-SHA256 over `timestamp.body`, hexadecimal. The receiver checks it and refuses old timestamps. */
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

/** Slack takes up to 40 000 characters and cuts them itself; shorter is readable. */
const MOST_CHARACTERS = 12_000;

export function slackSender({ name, language }: Destination, secret: string, tools: PostTools): Sender {
  if (!URL.canParse(secret))
    throw usageFailure('wrong_configuration', `The secret of destination ${name} must be the address of an incoming webhook of Slack.`);
  const to = new URL(secret);
  return {
    send: (messageKey, body) => {
      const text = textOf(messageBody.parse(JSON.parse(body)), language).slice(0, MOST_CHARACTERS);
      // In Slack's text these three stand for markup.
      const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
      return post(to, { 'Idempotency-Key': messageKey }, JSON.stringify({ text: escaped }), tools);
    },
    close: () => Promise.resolve(),
  };
}
