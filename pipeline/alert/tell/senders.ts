// The sender of each destination of the alerts file.
import type { BlockList } from 'node:net';
import type { KafkaSettings } from '../../config/config.ts';
import { topicSender } from '../../ingest/kafka/alert-topic.ts';
import type { Clock } from '../../platform/clock.ts';
import { usageFailure } from '../../platform/failure.ts';
import type { Log } from '../../platform/log.ts';
import { systemResolve } from './address.ts';
import {
  type AlertSettings,
  type Destination,
  missingSecret,
  networksOf,
  secretName,
} from '../../config/alerts-file.ts';
import { emailSender } from './email.ts';
import { type Sender, thrownOutcome } from './outcome.ts';
import { slackSender, webhookSender } from './webhook.ts';

export interface SenderSettings {
  settings: AlertSettings;
  secrets: ReadonlyMap<string, string>;
  kafka: KafkaSettings | null;
  clock: Clock;
  log: Log;
}

/** @throws Failure (exit 2) when a destination lacks its secret, or Kafka */
export function sendersOf(given: SenderSettings): Map<string, Sender> {
  const allowed = networksOf(given.settings.allow_addresses);
  return new Map(
    given.settings.destinations.map((destination) => [
      destination.name,
      senderOf(destination, given, allowed),
    ]),
  );
}

function senderOf(
  destination: Destination,
  { secrets, kafka, clock, log }: SenderSettings,
  allowed: BlockList,
): Sender {
  const missing = missingSecret(destination, secrets);
  if (missing !== null)
    throw usageFailure(
      'no_secret',
      `Destination ${destination.name} of PLANCHER_ALERTS_FILE needs ${missing} (or ` +
        `${missing}_FILE).`,
    );
  const secret = secrets.get(secretName(destination.name)) ?? '';
  const tools = {
    allowed,
    resolve: systemResolve,
    clock,
    timeoutMs: destination.timeout_seconds * 1_000,
  };
  switch (destination.type) {
    case 'webhook':
      return webhookSender(destination.url, secret, tools);
    case 'slack':
      return slackSender(destination, secret, tools);
    case 'email':
      return emailSender(destination, secret, tools);
    case 'kafka':
      return kafkaSender(destination, kafka, log);
  }
}

function kafkaSender(
  { name, topic }: Extract<Destination, { type: 'kafka' }>,
  kafka: KafkaSettings | null,
  log: Log,
): Sender {
  if (kafka === null)
    throw usageFailure(
      'no_kafka',
      `Destination ${name} of PLANCHER_ALERTS_FILE needs PLANCHER_KAFKA_BROKERS.`,
    );
  const sender = topicSender(kafka, log);
  return {
    send: async (messageKey, body) => {
      try {
        await sender.send(topic, messageKey, body);
        return { state: 'sent', answer: topic };
      } catch (thrown) {
        const { answer } = thrownOutcome(thrown);
        return { state: 'failed', answer, retryAfterMs: null };
      }
    },
    close: sender.close,
  };
}
