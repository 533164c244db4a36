// Configuration: environment variables PLANCHER_*, one schema. The only file that reads process.env.
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { codeOf, usageFailure } from './platform/failure.ts';

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
    about: 'threads that decode records; 0: decode in the main thread',
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
  PLANCHER_KAFKA_SASL: {
    about: 'how to log in to Kafka: plain, scram-sha-256 or scram-sha-512; unset: no login',
    schema: z.enum(['plain', 'scram-sha-256', 'scram-sha-512']).optional(),
    secret: false,
  },
  PLANCHER_KAFKA_USER: { about: 'user at Kafka', schema: z.string().optional(), secret: false },
  PLANCHER_KAFKA_PASSWORD: { about: 'password at Kafka', schema: z.string().optional(), secret: true },
  PLANCHER_SERVE_PASSWORD: {
    about: 'password of user plancher at the warehouse that `plancher warehouse` serves',
    schema: z.string().min(8, 'must have 8 characters or more').optional(),
    secret: true,
  },
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
  /** Null: nothing is served. */
  servePassword: string | null;
  estimateSeconds: number;
}

export interface KafkaSettings {
  brokers: string[];
  groupId: string;
  tls: boolean;
  sasl: { mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512'; username: string; password: string } | null;
}

function read<Schema extends z.ZodType>(name: string, schema: Schema, environment: NodeJS.ProcessEnv): z.output<Schema> {
  const written = environment[name] || secretFromFile(name, environment[`${name}${FROM_FILE}`]);
  const result = schema.safeParse(written === '' ? undefined : written);
  if (result.success) return result.data;
  throw usageFailure('wrong_configuration', `${name}: ${result.error.issues[0]?.message ?? 'wrong value'}. Set it right or unset it.`);
}

/** Secrets may stand in files, as Docker and systemd hand them over: NAME_FILE holds the path. */
const FROM_FILE = '_FILE';
const SECRETS = Object.entries(FIELDS).flatMap(([name, { secret }]) => (secret ? [name] : []));

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

/** @throws Failure (exit 2) that names the variable and what it must be */
export function loadConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const known = new Set([...Object.keys(FIELDS), ...SECRETS.map((name) => `${name}${FROM_FILE}`)]);
  const misspelt = Object.keys(environment).find(
    (name) => name.startsWith('PLANCHER_') && !name.startsWith('PLANCHER_TEST_') && !known.has(name),
  );
  if (misspelt !== undefined)
    throw usageFailure('wrong_configuration', `${misspelt} is no setting of plancher. The settings are ${[...known].join(', ')}.`);
  return {
    warehouse: read('PLANCHER_WAREHOUSE', FIELDS.PLANCHER_WAREHOUSE.schema, environment),
    cluster: read('PLANCHER_CLUSTER', FIELDS.PLANCHER_CLUSTER.schema, environment) ?? null,
    logLevel: read('PLANCHER_LOG_LEVEL', FIELDS.PLANCHER_LOG_LEVEL.schema, environment),
    decodeWorkers: read('PLANCHER_DECODE_WORKERS', FIELDS.PLANCHER_DECODE_WORKERS.schema, environment) ?? null,
    alpha: read('PLANCHER_ALPHA', FIELDS.PLANCHER_ALPHA.schema, environment),
    kafka: kafkaSettings(environment),
    servePassword: read('PLANCHER_SERVE_PASSWORD', FIELDS.PLANCHER_SERVE_PASSWORD.schema, environment) ?? null,
    estimateSeconds: read('PLANCHER_ESTIMATE_SECONDS', FIELDS.PLANCHER_ESTIMATE_SECONDS.schema, environment),
  };
}

function kafkaSettings(environment: NodeJS.ProcessEnv): KafkaSettings | null {
  const brokers = read('PLANCHER_KAFKA_BROKERS', FIELDS.PLANCHER_KAFKA_BROKERS.schema, environment);
  const mechanism = read('PLANCHER_KAFKA_SASL', FIELDS.PLANCHER_KAFKA_SASL.schema, environment);
  const username = read('PLANCHER_KAFKA_USER', FIELDS.PLANCHER_KAFKA_USER.schema, environment) ?? '';
  const password = read('PLANCHER_KAFKA_PASSWORD', FIELDS.PLANCHER_KAFKA_PASSWORD.schema, environment) ?? '';
  if (mechanism !== undefined && (username === '' || password === ''))
    throw usageFailure('wrong_configuration', `PLANCHER_KAFKA_SASL=${mechanism} needs PLANCHER_KAFKA_USER and PLANCHER_KAFKA_PASSWORD.`);
  if (brokers === undefined) return null;
  return {
    brokers: brokers.split(','),
    groupId: read('PLANCHER_KAFKA_GROUP', FIELDS.PLANCHER_KAFKA_GROUP.schema, environment),
    tls: read('PLANCHER_KAFKA_TLS', FIELDS.PLANCHER_KAFKA_TLS.schema, environment) === 'on',
    sasl: mechanism === undefined ? null : { mechanism, username, password },
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
  if (warehouse.startsWith('embedded:')) return warehouse;
  return warehouse.replace(/(\/\/[^:/@]*).*@/, '$1:***@').replace(/\?.*/, '?***');
}

/** Every setting with its value in force; passwords in URLs are masked. */
export function describeConfig(environment: NodeJS.ProcessEnv = process.env): ConfigRow[] {
  const config = loadConfig(environment);
  const values: Record<keyof typeof FIELDS, string> = {
    PLANCHER_WAREHOUSE: masked(config.warehouse),
    PLANCHER_CLUSTER: config.cluster ?? '',
    PLANCHER_LOG_LEVEL: config.logLevel,
    PLANCHER_DECODE_WORKERS: config.decodeWorkers === null ? 'number of cores, at most 4' : String(config.decodeWorkers),
    PLANCHER_ALPHA: String(config.alpha),
    PLANCHER_KAFKA_BROKERS: config.kafka?.brokers.join(',') ?? '',
    PLANCHER_KAFKA_GROUP: config.kafka?.groupId ?? '',
    PLANCHER_KAFKA_TLS: config.kafka?.tls === true ? 'on' : 'off',
    PLANCHER_KAFKA_SASL: config.kafka?.sasl?.mechanism ?? '',
    PLANCHER_KAFKA_USER: config.kafka?.sasl?.username ?? '',
    PLANCHER_KAFKA_PASSWORD: config.kafka?.sasl === null || config.kafka === null ? '' : '***',
    PLANCHER_SERVE_PASSWORD: config.servePassword === null ? '' : '***',
    PLANCHER_ESTIMATE_SECONDS: String(config.estimateSeconds),
  };
  return Object.entries(FIELDS).map(([setting, { about }]) => ({
    setting,
    value: Object.entries(values).find(([name]) => name === setting)?.[1] ?? '',
    from: originOf(setting, environment),
    about,
  }));
}

function originOf(setting: string, environment: NodeJS.ProcessEnv): ConfigRow['from'] {
  const isSet = (name: string) => environment[name] !== undefined && environment[name] !== '';
  if (isSet(setting)) return 'environment';
  return isSet(`${setting}${FROM_FILE}`) ? 'file' : 'default';
}
