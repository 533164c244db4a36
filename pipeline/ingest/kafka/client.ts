// Connects to Kafka as configured: brokers, TLS, login, codecs. Only this folder imports kafkajs.
import kafkajs, {
  Kafka,
  type KafkaConfig as ClientConfig,
  type SASLOptions,
  logLevel,
} from 'kafkajs';
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { KafkaSettings } from '../../config/config.ts';
import { codeOf, usageFailure } from '../../platform/failure.ts';
import type { Log } from '../../platform/log.ts';
import { unpack } from './codecs.ts';
import { decodeFetched } from './fetch-response.ts';

// Node does not find these two as named exports of a CommonJS package.
const { CompressionCodecs, CompressionTypes } = kafkajs;

/** Installs our codecs. The client has one set of codecs for all its connections. */
function decodeWithin(unpackedBytes: number): void {
  for (const [type, codec] of [
    [CompressionTypes.GZIP, 'gzip'],
    [CompressionTypes.Snappy, 'snappy'],
    [CompressionTypes.LZ4, 'lz4'],
    [CompressionTypes.ZSTD, 'zstd'],
  ] as const)
    CompressionCodecs[type] = () => ({
      compress: () => Promise.reject(new Error('this program never compresses what it sends')),
      decompress: (packed: Buffer) => unpack(codec, packed, unpackedBytes),
    });
  decodeFetched(unpackedBytes);
}

/** Tries for about a minute, because a broker that restarts is not a failure. */
const PATIENT = 10;
/** Tries for about a second. For requests that a person or a loop of our own repeats anyway. */
export const QUICK = 2;
/** The client's default of one second is too short for TLS over a long distance. */
const CONNECT_MS = 5_000;

/**
 * @param tries how often to retry when a broker does not answer
 * @throws Failure (exit 2) when the file of certificates cannot be read
 */
export function connect(
  { brokers, tls, caFile, sasl, unpackedBytes }: KafkaSettings,
  log: Log,
  tries = PATIENT,
): Kafka {
  decodeWithin(unpackedBytes);
  const config: ClientConfig = {
    clientId: 'plancher',
    brokers,
    ssl: tls ? (caFile === null ? true : { ca: [certificates(caFile)] }) : false,
    connectionTimeout: CONNECT_MS,
    retry: { initialRetryTime: 300, maxRetryTime: 10_000, retries: tries },
    logLevel: logLevel.WARN,
    logCreator:
      () =>
      ({ level, log: { message, error } }) => {
        const line = { about: message, error: typeof error === 'string' ? error : undefined };
        // A quick caller throws the failure and reports it there, so do not log it twice.
        if (tries <= QUICK) log.debug(line, 'kafka client');
        else if (level <= logLevel.ERROR) log.error(line, 'kafka client');
        else log.warn(line, 'kafka client');
      },
    ...(sasl === null ? {} : { sasl: saslOptions(sasl) }),
  };
  return new Kafka(config);
}

function certificates(path: string): string {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (thrown) {
    throw usageFailure(
      'wrong_configuration',
      `PLANCHER_KAFKA_CA_FILE: ${path} cannot be read (${codeOf(thrown)}). ` +
        'Check the path and its permissions.',
      thrown,
    );
  }
  // Node silently accepts a text without any certificate, and then trusts no broker.
  if (!isCertificate(text))
    throw usageFailure(
      'wrong_configuration',
      `PLANCHER_KAFKA_CA_FILE: ${path} holds no certificate in PEM form. ` +
        'Set it to the certificate of the authority that signed that of the broker.',
    );
  return text;
}

function isCertificate(text: string): boolean {
  try {
    return new X509Certificate(text).raw.length > 0;
  } catch {
    return false;
  }
}

function saslOptions({
  mechanism,
  username,
  password,
}: NonNullable<KafkaSettings['sasl']>): SASLOptions {
  // One case for each mechanism, because the client's type ties the mechanism to its options.
  switch (mechanism) {
    case 'plain':
      return { mechanism, username, password };
    case 'scram-sha-256':
      return { mechanism, username, password };
    case 'scram-sha-512':
      return { mechanism, username, password };
  }
}
