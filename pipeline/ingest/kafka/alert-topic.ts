// Sends alerts to a Kafka topic. The key of a message is the idempotency key, and its value is the
// JSON that webhooks get.
import type { KafkaSettings } from '../../config/config.ts';
import type { Log } from '../../platform/log.ts';
import { QUICK, connect } from './client.ts';
import { kafkaFailure } from './failure.ts';

const ALL_REPLICAS = -1;

export interface TopicSender {
  send: (topic: string, key: string, value: string) => Promise<void>;
  close: () => Promise<void>;
}

/** Connects with the first message. The caller retries. */
export function topicSender(settings: KafkaSettings, log: Log): TopicSender {
  const producer = connect(settings, log, QUICK).producer({ allowAutoTopicCreation: false });
  let isConnected = false;
  return {
    send: async (topic, key, value) => {
      try {
        if (!isConnected) await producer.connect();
        isConnected = true;
        await producer.send({ topic, messages: [{ key, value }], acks: ALL_REPLICAS });
      } catch (thrown) {
        throw kafkaFailure(settings, thrown);
      }
    },
    close: () => producer.disconnect(),
  };
}
