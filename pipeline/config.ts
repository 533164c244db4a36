// Configuration: environment variables PLANCHER_*, one schema. The only file that reads process.env.
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { codeOf, usageFailure } from './platform/failure.ts';

const text = (about: string) => ({ about, schema: z.string().min(1).optional(), secret: false }) as const;
const whole = (about: string, least: number, most: number, standard: number) =>
  ({ about, schema: z.coerce.number().int().min(least).max(most).default(standard), secret: false }) as const;
const listen = (about: string) =>
  ({
    about,
    schema: z
      .string()
      .regex(/^.+:\d{1,5}$/, 'must be host:port')
      .optional(),
    secret: false,
  }) as const;

const MIB = 1_048_576;

const FIELDS = {
  PLANCHER_WAREHOUSE: {
    about: 'where the data is: embedded:DIR, or http(s)://user:password@host:8123/database',
    schema: z
      .string()
      .regex(/^(embedded:.+|https?:\/\/.+)$/, 'must be embedded:DIR or http(s)://user:password@host:8123/plancher')
      .default('embedded:.plancher'),
    secret: true,
  },
  PLANCHER_CLUSTER: {
    about: 'name of the ClickHouse cluster; set: tables are created ON CLUSTER with Replicated engines',
    schema: z
      .string()
      .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'must be an identifier')
      .optional(),
    secret: false,
  },
  PLANCHER_LOG_LEVEL: {
    about: 'trace, debug, info, warn, error, fatal or silent',
    schema: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('warn'),
    secret: false,
  },
  PLANCHER_DECODE_WORKERS: {
    about: 'threads that decode records; 0: decode in the main thread; unset: number of cores, at most 4',
    schema: z.coerce.number().int().min(0).max(64).optional(),
    secret: false,
  },
  PLANCHER_ALPHA: {
    about: 'error probability of statistical limits, split over those that enter a floor',
    schema: z.coerce.number().min(0.000_1).max(0.5).default(0.05),
    secret: false,
  },
  PLANCHER_KAFKA_BROKERS: {
    about: 'host:port of Kafka brokers, separated by commas; unset: no Kafka',
    schema: z
      .string()
      .regex(/^[^\s,]+:\d+(,[^\s,]+:\d+)*$/, 'must be host:port, or several separated by commas')
      .optional(),
    secret: false,
  },
  PLANCHER_KAFKA_GROUP: {
    about: 'consumer group of the ingest workers',
    schema: z.string().min(1).default('plancher-ingest'),
    secret: false,
  },
  PLANCHER_KAFKA_TLS: { about: 'on: connect to Kafka with TLS', schema: z.enum(['on', 'off']).default('off'), secret: false },
  PLANCHER_KAFKA_CA_FILE: text('file with the certificates (PEM) that the certificate of Kafka is checked against; unset: those of Node'),
  PLANCHER_KAFKA_SASL: {
    about: 'how to log in to Kafka: plain, scram-sha-256 or scram-sha-512; unset: no login',
    schema: z.enum(['plain', 'scram-sha-256', 'scram-sha-512']).optional(),
    secret: false,
  },
  PLANCHER_KAFKA_USER: text('user at Kafka'),
  PLANCHER_KAFKA_PASSWORD: { about: 'password at Kafka', schema: z.string().optional(), secret: true },
  PLANCHER_KAFKA_DEAD_LETTERS: text(
    'topic that rejected records are also sent to, with the reason in headers; unset: they are in the warehouse only',
  ),
  PLANCHER_KAFKA_SESSION_SECONDS: whole('a worker that is silent for this long loses its partitions to the others', 6, 1_800, 30),
  PLANCHER_KAFKA_METADATA_SECONDS: whole('how often new partitions of a topic are looked for', 1, 3_600, 30),
  PLANCHER_BATCH_ROWS: whole('records that make a batch full', 1, 1_000_000, 65_536),
  PLANCHER_BATCH_BYTES: whole('bytes that make a batch full', 1, 256 * MIB, 32 * MIB),
  PLANCHER_BATCH_AGE_MS: whole('longest time that a record waits for others, in milliseconds', 1, 600_000, 1_000),
  PLANCHER_BUFFER_BYTES: whole('bytes fetched and not yet durable, above which partitions are paused', MIB, 4_096 * MIB, 64 * MIB),
  PLANCHER_STALL_SECONDS: whole(
    'a worker that has work, a warehouse that answers and no progress for this long ends itself',
    1,
    86_400,
    300,
  ),
  PLANCHER_STOP_SECONDS: whole('longest time that a stop waits for what is in flight', 1, 3_600, 30),
  PLANCHER_METRICS_LISTEN: listen('host:port where plancher up serves /metrics, /healthz and /readyz; unset: nowhere'),
  PLANCHER_SERVE_PASSWORD: {
    about: 'password of user plancher at the warehouse that `plancher warehouse` serves',
    schema: z.string().min(8, 'must have 8 characters or more').optional(),
    secret: true,
  },
  PLANCHER_ANALYSTS_FILE: text('file with the analysts who may query the warehouse, made by plancher analysts add; unset: nobody may'),
  PLANCHER_ANALYSTS_LISTEN: listen('host:port where plancher up serves SQL to analysts; unset: 127.0.0.1:8124'),
  PLANCHER_ANALYSTS_CONCURRENT: whole('queries of analysts that run at the same time', 1, 64, 1),
  PLANCHER_ANALYSTS_WAITING: whole('queries of one analyst that wait for their turn', 1, 1_000, 20),
  PLANCHER_ESTIMATE_SECONDS: {
    about: 'plancher up: seconds between two looks for new records',
    schema: z.coerce.number().min(0.1).max(86_400).default(5),
    secret: false,
  },
} as const;

export interface Config {
  warehouse: string;
  cluster: string | null;
  logLevel: string;
  decodeWorkers: number | null;
  alpha: number;
  /** Null: no Kafka. */
  kafka: KafkaSettings | null;
  batch: { rows: number; bytes: number; ageMs: number };
  bufferBytes: number;
  stallMs: number;
  stopMs: number;
  /** host:port; null: nothing is served. */
  metricsListen: string | null;
  /** Null: nothing is served. */
  servePassword: string | null;
  analysts: AnalystsSettings;
  estimateSeconds: number;
}

export interface AnalystsSettings {
  /** Null: nobody may ask. */
  file: string | null;
  listen: string;
  concurrent: number;
  waiting: number;
}

export interface KafkaSettings {
  brokers: string[];
  groupId: string;
  tls: boolean;
  /** Path of a PEM file; null: the certificates that Node trusts. */
  caFile: string | null;
  sasl: { mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512'; username: string; password: string } | null;
  deadLetterTopic: string | null;
  sessionMs: number;
  metadataMs: number;
}

/** Secrets may stand in files, as Docker and systemd hand them over: NAME_FILE holds the path. */
const FROM_FILE = '_FILE';
const SECRETS = Object.entries(FIELDS).flatMap(([name, { secret }]) => (secret ? [name] : []));

function writtenFor(name: string, environment: NodeJS.ProcessEnv): string | undefined {
  const written = environment[name];
  if (written !== undefined && written !== '') return written;
  return SECRETS.includes(name) ? secretFromFile(name, environment[`${name}${FROM_FILE}`]) : undefined;
}

function secretFromFile(name: string, path: string | undefined): string | undefined {
  if (path === undefined || path === '') return undefined;
  try {
    return readFileSync(path, 'utf8').replace(/\r?\n$/, '');
  } catch (thrown) {
    throw usageFailure(
      'wrong_configuration',
      `${name}${FROM_FILE}: the file ${path} cannot be read (${codeOf(thrown)}). Set it right or unset it.`,
      thrown,
    );
  }
}

type Read = <Schema extends z.ZodType>(name: string, schema: Schema) => z.output<Schema>;

/** @throws Failure (exit 2) that names the variable and what it must be */
export function loadConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  refuseMisspelt(environment);
  const read: Read = (name, schema) => {
    const result = schema.safeParse(writtenFor(name, environment));
    if (result.success) return result.data;
    throw usageFailure('wrong_configuration', `${name}: ${result.error.issues[0]?.message ?? 'wrong value'}. Set it right or unset it.`);
  };
  const config = {
    warehouse: read('PLANCHER_WAREHOUSE', FIELDS.PLANCHER_WAREHOUSE.schema),
    cluster: read('PLANCHER_CLUSTER', FIELDS.PLANCHER_CLUSTER.schema) ?? null,
    logLevel: read('PLANCHER_LOG_LEVEL', FIELDS.PLANCHER_LOG_LEVEL.schema),
    decodeWorkers: read('PLANCHER_DECODE_WORKERS', FIELDS.PLANCHER_DECODE_WORKERS.schema) ?? null,
    alpha: read('PLANCHER_ALPHA', FIELDS.PLANCHER_ALPHA.schema),
    kafka: kafkaSettings(read),
    batch: {
      rows: read('PLANCHER_BATCH_ROWS', FIELDS.PLANCHER_BATCH_ROWS.schema),
      bytes: read('PLANCHER_BATCH_BYTES', FIELDS.PLANCHER_BATCH_BYTES.schema),
      ageMs: read('PLANCHER_BATCH_AGE_MS', FIELDS.PLANCHER_BATCH_AGE_MS.schema),
    },
    bufferBytes: read('PLANCHER_BUFFER_BYTES', FIELDS.PLANCHER_BUFFER_BYTES.schema),
    stallMs: read('PLANCHER_STALL_SECONDS', FIELDS.PLANCHER_STALL_SECONDS.schema) * 1_000,
    stopMs: read('PLANCHER_STOP_SECONDS', FIELDS.PLANCHER_STOP_SECONDS.schema) * 1_000,
    metricsListen: read('PLANCHER_METRICS_LISTEN', FIELDS.PLANCHER_METRICS_LISTEN.schema) ?? null,
    servePassword: read('PLANCHER_SERVE_PASSWORD', FIELDS.PLANCHER_SERVE_PASSWORD.schema) ?? null,
    analysts: {
      file: read('PLANCHER_ANALYSTS_FILE', FIELDS.PLANCHER_ANALYSTS_FILE.schema) ?? null,
      listen: read('PLANCHER_ANALYSTS_LISTEN', FIELDS.PLANCHER_ANALYSTS_LISTEN.schema) ?? '127.0.0.1:8124',
      concurrent: read('PLANCHER_ANALYSTS_CONCURRENT', FIELDS.PLANCHER_ANALYSTS_CONCURRENT.schema),
      waiting: read('PLANCHER_ANALYSTS_WAITING', FIELDS.PLANCHER_ANALYSTS_WAITING.schema),
    },
    estimateSeconds: read('PLANCHER_ESTIMATE_SECONDS', FIELDS.PLANCHER_ESTIMATE_SECONDS.schema),
  };
  if (config.bufferBytes < config.batch.bytes)
    throw usageFailure('wrong_configuration', 'PLANCHER_BUFFER_BYTES must be at least PLANCHER_BATCH_BYTES, else no batch gets full.');
  return config;
}

function refuseMisspelt(environment: NodeJS.ProcessEnv): void {
  const known = new Set([...Object.keys(FIELDS), ...SECRETS.map((name) => `${name}${FROM_FILE}`)]);
  const misspelt = Object.keys(environment).find(
    (name) => name.startsWith('PLANCHER_') && !name.startsWith('PLANCHER_TEST_') && !known.has(name),
  );
  if (misspelt !== undefined)
    throw usageFailure('wrong_configuration', `${misspelt} is no setting of plancher. The settings are ${[...known].join(', ')}.`);
}

function kafkaSettings(read: Read): KafkaSettings | null {
  const brokers = read('PLANCHER_KAFKA_BROKERS', FIELDS.PLANCHER_KAFKA_BROKERS.schema);
  const mechanism = read('PLANCHER_KAFKA_SASL', FIELDS.PLANCHER_KAFKA_SASL.schema);
  const username = read('PLANCHER_KAFKA_USER', FIELDS.PLANCHER_KAFKA_USER.schema) ?? '';
  const password = read('PLANCHER_KAFKA_PASSWORD', FIELDS.PLANCHER_KAFKA_PASSWORD.schema) ?? '';
  if (mechanism !== undefined && (username === '' || password === ''))
    throw usageFailure('wrong_configuration', `PLANCHER_KAFKA_SASL=${mechanism} needs PLANCHER_KAFKA_USER and PLANCHER_KAFKA_PASSWORD.`);
  const isTls = read('PLANCHER_KAFKA_TLS', FIELDS.PLANCHER_KAFKA_TLS.schema) === 'on';
  const caFile = read('PLANCHER_KAFKA_CA_FILE', FIELDS.PLANCHER_KAFKA_CA_FILE.schema) ?? null;
  // Who set one of a pair would be connected without what the pair is for.
  if (mechanism === undefined && (username !== '' || password !== ''))
    throw usageFailure(
      'wrong_configuration',
      'PLANCHER_KAFKA_USER and PLANCHER_KAFKA_PASSWORD need PLANCHER_KAFKA_SASL: plain, scram-sha-256 or scram-sha-512.',
    );
  if (caFile !== null && !isTls) throw usageFailure('wrong_configuration', 'PLANCHER_KAFKA_CA_FILE needs PLANCHER_KAFKA_TLS=on.');
  if (brokers === undefined) return null;
  return {
    brokers: brokers.split(','),
    groupId: read('PLANCHER_KAFKA_GROUP', FIELDS.PLANCHER_KAFKA_GROUP.schema),
    tls: isTls,
    caFile,
    sasl: mechanism === undefined ? null : { mechanism, username, password },
    deadLetterTopic: read('PLANCHER_KAFKA_DEAD_LETTERS', FIELDS.PLANCHER_KAFKA_DEAD_LETTERS.schema) ?? null,
    sessionMs: read('PLANCHER_KAFKA_SESSION_SECONDS', FIELDS.PLANCHER_KAFKA_SESSION_SECONDS.schema) * 1_000,
    metadataMs: read('PLANCHER_KAFKA_METADATA_SECONDS', FIELDS.PLANCHER_KAFKA_METADATA_SECONDS.schema) * 1_000,
  };
}

export interface ConfigRow {
  setting: string;
  value: string;
  from: 'environment' | 'file' | 'default';
  about: string;
}

/** A password that was not percent-encoded may hold `@` and `/`: masked is everything up to the last `@`, and the query. */
function masked(warehouse: string): string {
  if (!/^https?:/.test(warehouse)) return warehouse;
  return warehouse.replace(/(\/\/[^:/@]*).*@/, '$1:***@').replace(/\?.*/, '?***');
}

/** Every setting with its value in force; secrets are masked. */
export function describeConfig(environment: NodeJS.ProcessEnv = process.env): ConfigRow[] {
  loadConfig(environment);
  return Object.entries(FIELDS).map(([setting, { schema, secret, about }]) => {
    const value = schema.parse(writtenFor(setting, environment));
    const isHidden = secret && setting !== 'PLANCHER_WAREHOUSE' && value !== undefined;
    return { setting, value: isHidden ? '***' : masked(String(value ?? '')), from: originOf(setting, environment), about };
  });
}

function originOf(setting: string, environment: NodeJS.ProcessEnv): ConfigRow['from'] {
  const isSet = (name: string) => environment[name] !== undefined && environment[name] !== '';
  if (isSet(setting)) return 'environment';
  return isSet(`${setting}${FROM_FILE}`) ? 'file' : 'default';
}
