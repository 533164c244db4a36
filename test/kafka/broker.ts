// A broker as the Kafka suite needs it; broker-for-tests.ts chooses where it comes from.
export interface Broker {
  /** host:port */
  readonly address: string;
  /** SIGKILL, as a power cut. */
  kill(): Promise<void>;
  /** Starts the broker again on its data, after kill. */
  resume(): Promise<void>;
  remove(): Promise<void>;
}

/**
 * Of server.properties, beside listeners and folders. The suite kills consumers: the group must
 * notice at once and not wait for more members. It kills the broker too, which at its return waits
 * until the session that it had before is over.
 */
export const BROKER_SETTINGS: Readonly<Record<string, string>> = {
  'offsets.topic.replication.factor': '1',
  'offsets.topic.num.partitions': '4',
  'transaction.state.log.replication.factor': '1',
  'transaction.state.log.min.isr': '1',
  'group.initial.rebalance.delay.ms': '0',
  'group.min.session.timeout.ms': '1000',
  'broker.session.timeout.ms': '2000',
  'broker.heartbeat.interval.ms': '500',
  'auto.create.topics.enable': 'false',
  'message.max.bytes': '2097152',
};
