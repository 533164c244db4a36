// Connection to Kafka, by configuration: brokers, TLS, login, codecs. Only this folder knows
// kafkajs.
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

// Not among the names that Node finds in this package.
const { CompressionCodecs, CompressionTypes } = kafkajs;

/** The client has one set of codecs for all its connections. */
function decodeWithin(unpackedBytes: number): void {
  for (const [type, codec] of [
    [CompressionTypes.GZIP, 'gzip'],
    [CompressionTypes.Snappy, 'snappy'],
    [CompressionTypes.LZ4, 'lz4'],
    [CompressionTypes.ZSTD, 'zstd'],
  ] as const)
    CompressionCodecs[type] = () => ({
      compress: () => Promise.reject(new Error('this program sends nothing compressed')),
      decompress: (packed: Buffer) => unpack(codec, packed, unpackedBytes),
    });
  decodeFetched(unpackedBytes);
}

/** Tries again for about a minute: a broker that starts again is no failure. */
const PATIENT = 10;
/** For a question that a person, or a loop of our own, asks again: about a second. */
export const QUICK = 2;
/** The client itself allows one second: too short for TLS over a long way. */
const CONNECT_MS = 5_000;

/**
 * @param tries how often a broker that does not answer is asked again
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
        // Who asks quickly throws what came of it, and says it there.
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
      `PLANCHER_KAFKA_CA_FILE: ${path} cannot be read (${codeOf(thrown)}).`,
      thrown,
    );
  }
  // Node takes a text without any certificate in silence, and then trusts nobody.
  if (!isCertificate(text))
    throw usageFailure(
      'wrong_configuration',
      `PLANCHER_KAFKA_CA_FILE: ${path} holds no certificate in PEM form.`,
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
