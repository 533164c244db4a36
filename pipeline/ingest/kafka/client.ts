// Connection to Kafka, by configuration: brokers, TLS, login, codecs. Only this folder knows kafkajs.
import kafkajs, { Kafka, type KafkaConfig as ClientConfig, type SASLOptions, logLevel } from 'kafkajs';
import { readFileSync } from 'node:fs';
import type { KafkaSettings } from '../../config.ts';
import { Failure, codeOf, messageOf, usageFailure } from '../../platform/failure.ts';
import type { Log } from '../../platform/log.ts';
import { UNPACK } from './codecs.ts';

// Not among the names that Node finds in this package.
const { CompressionCodecs, CompressionTypes } = kafkajs;

for (const [type, unpack] of [
  [CompressionTypes.Snappy, UNPACK.snappy],
  [CompressionTypes.LZ4, UNPACK.lz4],
  [CompressionTypes.ZSTD, UNPACK.zstd],
] as const)
  CompressionCodecs[type] = () => ({
    compress: () => Promise.reject(new Error('this program sends nothing compressed')),
    decompress: (packed: Buffer) => Promise.resolve().then(() => unpack(packed)),
  });

const TRIES = 10;

/**
 * @param tries how often a broker that does not answer is asked again
 * @throws Failure (exit 2) when the file of certificates cannot be read
 */
export function connect({ brokers, tls, caFile, sasl }: KafkaSettings, log: Log, tries = TRIES): Kafka {
  const config: ClientConfig = {
    clientId: 'plancher',
    brokers,
    ssl: tls ? (caFile === null ? true : { ca: [certificates(caFile)] }) : false,
    retry: { initialRetryTime: 300, maxRetryTime: 10_000, retries: tries },
    logLevel: logLevel.WARN,
    logCreator:
      () =>
      ({ level, log: { message, error } }) => {
        const line = { about: message, error: typeof error === 'string' ? error : undefined };
        if (level <= logLevel.ERROR) log.error(line, 'kafka client');
        else log.warn(line, 'kafka client');
      },
    ...(sasl === null ? {} : { sasl: saslOptions(sasl) }),
  };
  return new Kafka(config);
}

function certificates(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (thrown) {
    throw usageFailure('wrong_configuration', `PLANCHER_KAFKA_CA_FILE: ${path} cannot be read (${codeOf(thrown)}).`, thrown);
  }
}

function saslOptions({ mechanism, username, password }: NonNullable<KafkaSettings['sasl']>): SASLOptions {
  // One case each: the client's type ties the mechanism to its options.
  switch (mechanism) {
    case 'plain':
      return { mechanism, username, password };
    case 'scram-sha-256':
      return { mechanism, username, password };
    case 'scram-sha-512':
      return { mechanism, username, password };
  }
}

/** What a person can do about a failure of Kafka. */
export function kafkaFailure({ brokers }: KafkaSettings, thrown: unknown): Error {
  const failure = thrown instanceof Error ? thrown : new Error(messageOf(thrown));
  if (!failure.name.startsWith('KafkaJS')) return failure;
  const message = `Kafka at ${brokers.join(', ')}: ${failure.message}. Is it running, and are PLANCHER_KAFKA_BROKERS, its TLS and its password right?`;
  return new Failure('kafka', message, { cause: thrown, retriable: true });
}
