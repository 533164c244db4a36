// Every setting: its meaning, its form, its value when it is unset, and whether it is a secret.
import { z } from 'zod';

const text = (about: string) =>
  ({ about, schema: z.string().min(1).optional(), secret: false }) as const;
const whole = (about: string, least: number, most: number, standard: number) =>
  ({
    about,
    schema: z.coerce.number().int().min(least).max(most).default(standard),
    secret: false,
  }) as const;
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

export const FIELDS = {
  PLANCHER_WAREHOUSE: {
    about: 'where the data is: embedded:DIR, or http(s)://user:password@host:8123/database',
    schema: z
      .string()
      .regex(
        /^(embedded:.+|https?:\/\/.+)$/,
        'must be embedded:DIR or http(s)://user:password@host:8123/plancher',
      )
      .default('embedded:.plancher'),
    secret: true,
  },
  PLANCHER_CLUSTER: {
    about:
      'name of the ClickHouse cluster; set: tables are created ON CLUSTER with Replicated engines',
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
    about:
      'threads that decode records; 0: decode in the main thread; unset: number of cores, at ' +
      'most 4',
    schema: z.coerce.number().int().min(0).max(64).optional(),
    secret: false,
  },
  PLANCHER_UNPACKED_BYTES: whole(
    'most bytes that one gzip file may unpack to',
    MIB,
    1_048_576 * MIB,
    65_536 * MIB,
  ),
  PLANCHER_UNPACKED_RATIO: whole(
    'most bytes that one byte of a gzip file may unpack to; it counts from 1 MiB on, and ' +
      'records pack 20 to 100 times',
    10,
    1_100,
    300,
  ),
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
  PLANCHER_KAFKA_TLS: {
    about: 'on: connect to Kafka with TLS',
    schema: z.enum(['on', 'off']).default('off'),
    secret: false,
  },
  PLANCHER_KAFKA_CA_FILE: text(
    'file with the certificates (PEM) that the certificate of Kafka is checked against; ' +
      'unset: those of Node',
  ),
  PLANCHER_KAFKA_SASL: {
    about: 'how to log in to Kafka: plain, scram-sha-256 or scram-sha-512; unset: no login',
    schema: z.enum(['plain', 'scram-sha-256', 'scram-sha-512']).optional(),
    secret: false,
  },
  PLANCHER_KAFKA_USER: text('user at Kafka'),
  PLANCHER_KAFKA_PASSWORD: {
    about: 'password at Kafka',
    schema: z.string().optional(),
    secret: true,
  },
  PLANCHER_KAFKA_DEAD_LETTERS: text(
    'topic that rejected records are also sent to, with the reason in headers; unset: they ' +
      'are in the warehouse only',
  ),
  PLANCHER_KAFKA_UNPACKED_BYTES: whole(
    'most bytes that one compressed batch of Kafka may unpack to; a larger one is rejected ' +
      'as a whole',
    MIB,
    1_024 * MIB,
    256 * MIB,
  ),
  PLANCHER_KAFKA_SESSION_SECONDS: whole(
    'a worker that is silent for this long loses its partitions to the others',
    6,
    1_800,
    30,
  ),
  PLANCHER_KAFKA_METADATA_SECONDS: whole(
    'seconds between two looks for new partitions of a topic',
    1,
    3_600,
    30,
  ),
  PLANCHER_BATCH_ROWS: whole('records that make a batch full', 1, 1_000_000, 65_536),
  PLANCHER_BATCH_BYTES: whole('bytes that make a batch full', 1, 256 * MIB, 16 * MIB),
  PLANCHER_BATCH_AGE_MS: whole(
    'longest time that a record waits for others, in milliseconds',
    1,
    600_000,
    1_000,
  ),
  PLANCHER_BUFFER_BYTES: whole(
    'bytes fetched and not yet durable, above which partitions are paused',
    MIB,
    4_096 * MIB,
    64 * MIB,
  ),
  PLANCHER_STALL_SECONDS: whole(
    'a worker that has work, a warehouse that answers and no progress for this long ends itself',
    1,
    86_400,
    300,
  ),
  PLANCHER_STOP_SECONDS: whole(
    'longest time that a stop waits for what is in flight',
    1,
    3_600,
    30,
  ),
  PLANCHER_METRICS_LISTEN: listen(
    'host:port where plancher up serves /metrics, /healthz and /readyz; unset: nowhere',
  ),
  PLANCHER_SERVE_NAMES: {
    about:
      'host names of plancher warehouse in the addresses of other processes, separated by ' +
      'commas; IP addresses, localhost and the name of the machine need not be listed',
    schema: z
      .string()
      .regex(/^[\w.-]+(,[\w.-]+)*$/, 'must be host names separated by commas')
      .optional(),
    secret: false,
  },
  PLANCHER_SERVE_PASSWORD: {
    about: 'password of user plancher at the warehouse that `plancher warehouse` serves',
    schema: z.string().min(8, 'must have 8 characters or more').optional(),
    secret: true,
  },
  PLANCHER_ANALYSTS_FILE: text(
    'file with the analysts who may query the warehouse, made by plancher analysts add; ' +
      'unset: nobody may',
  ),
  PLANCHER_ANALYSTS_LISTEN: listen(
    'host:port where plancher up serves SQL to analysts; unset: 127.0.0.1:8124',
  ),
  PLANCHER_ANALYSTS_CONCURRENT: whole(
    'queries of analysts that run at the same time, each in a process of its own',
    1,
    64,
    2,
  ),
  PLANCHER_ANALYSTS_REFRESH_SECONDS: whole(
    'age from which analysts read a new copy of an embedded warehouse that has changed',
    0,
    3_600,
    5,
  ),
  PLANCHER_ANALYSTS_WAITING: whole('queries of one analyst that wait for their turn', 1, 1_000, 20),
  PLANCHER_EXPORTS_FILE: text(
    'file (JSON) that defines the exports; unset: the set that ships, reference/exports.json',
  ),
  PLANCHER_EXPORTS_DIR: {
    about: 'where the folders of exports are',
    schema: z.string().min(1).default('exports'),
    secret: false,
  },
  PLANCHER_KEYS_DIR: {
    about: 'folder of the keys that exports are signed with',
    schema: z.string().min(1).default('plancher-keys'),
    secret: false,
  },
  PLANCHER_CLASS_HOURS: {
    about:
      'hours after which the class of comparable operations is made anew, by computing every floor, ' +
      'when operations with an audience changed since',
    schema: z.coerce.number().min(0).max(8_760).default(24),
    secret: false,
  },
  PLANCHER_ESTIMATE_SECONDS: {
    about: 'plancher up: seconds between two looks for new records',
    schema: z.coerce.number().min(0.1).max(86_400).default(5),
    secret: false,
  },
  PLANCHER_ALERTS_FILE: text(
    'JSON file with the rules, destinations, routes and mutes of alerts (docs/alerts.md); ' +
      'unset: the default rules, and no messages are sent',
  ),
  PLANCHER_ALERT_SECONDS: {
    about: 'plancher up: seconds between two looks for alerts and messages that are due',
    schema: z.coerce.number().min(0.1).max(86_400).default(1),
    secret: false,
  },
} as const;
