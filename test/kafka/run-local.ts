// npm run kafka:local: a broker to try things with, until Ctrl-C.
import { LocalBroker } from './local-broker.ts';

const broker = await LocalBroker.start();
console.log(
  `Kafka listens on ${broker.address}. For example:\n  export PLANCHER_KAFKA_BROKERS=${broker.address}\n  npx plancher topics --create\n  npx plancher up\nCtrl-C stops it and deletes its data.`,
);
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void broker.remove().then(() => process.exit(0));
  });
}
