// Configuration: environment variables PLANCHER_*, one schema. The only file that reads
// process.env.
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import {
  type AlertSettings,
  NO_SETTINGS,
  missingSecret,
  parseAlertSettings,
} from './alerts-file.ts';
import { FIELDS } from './fields.ts';
import { codeOf, usageFailure } from '../platform/failure.ts';
import { masked, maskedJson } from '../platform/mask-url.ts';

export interface Config {
  warehouse: string;
  cluster: string | null;
  logLevel: string;
  decodeWorkers: number | null;
  /** Limits on what one gzip file unpacks to. */
  unpack: { bytes: number; ratio: number };
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
  /** Host names under which other processes reach a served warehouse. */
  serveNames: string[];
  analysts: AnalystsSettings;
  classMs: number;
  estimateSeconds: number;
  /** Null: the set that ships. */
  exportsFile: string | null;
  exportsDirectory: string;
  keysDirectory: string;
  alertSeconds: number;
  alerts: AlertSettings;
  /** Secrets of destinations, by the end of the name of their variable. */
  alertSecrets: ReadonlyMap<string, string>;
}

export interface AnalystsSettings {
  /** Null: nobody may query. */
  file: string | null;
  listen: string;
  concurrent: number;
  waiting: number;
  refreshMs: number;
}

export interface KafkaSettings {
  brokers: string[];
  groupId: string;
  tls: boolean;
  /** Path of a PEM file; null: the certificates that Node trusts. */
  caFile: string | null;
  sasl: {
    mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
    username: string;
    password: string;
  } | null;
  deadLetterTopic: string | null;
  /** Most that one compressed batch may unpack to. */
  unpackedBytes: number;
  sessionMs: number;
  metadataMs: number;
}

/** Secrets may be in files, as Docker and systemd hand them over: NAME_FILE holds the path. */
const FROM_FILE = '_FILE';
const SECRETS = Object.entries(FIELDS).flatMap(([name, { secret }]) => (secret ? [name] : []));

function writtenFor(name: string, environment: NodeJS.ProcessEnv): string | undefined {
  const written = environment[name];
  if (written !== undefined && written !== '') return written;
  return SECRETS.includes(name)
    ? secretFromFile(name, environment[`${name}${FROM_FILE}`])
    : undefined;
}

function secretFromFile(name: string, path: string | undefined): string | undefined {
  if (path === undefined || path === '') return undefined;
  return textOfFile(`${name}${FROM_FILE}`, path).replace(/\r?\n$/, '');
}

function textOfFile(name: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (thrown) {
    throw usageFailure(
      'wrong_configuration',
      `${name}: the file ${path} cannot be read (${codeOf(thrown)}). Set it right or unset it.`,
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
    throw usageFailure(
      'wrong_configuration',
      `${name}: ${result.error.issues[0]?.message ?? 'wrong value'}. Set it right or unset it.`,
    );
  };
  const config: Config = {
    warehouse: read('PLANCHER_WAREHOUSE', FIELDS.PLANCHER_WAREHOUSE.schema),
    cluster: read('PLANCHER_CLUSTER', FIELDS.PLANCHER_CLUSTER.schema) ?? null,
    logLevel: read('PLANCHER_LOG_LEVEL', FIELDS.PLANCHER_LOG_LEVEL.schema),
    decodeWorkers: read('PLANCHER_DECODE_WORKERS', FIELDS.PLANCHER_DECODE_WORKERS.schema) ?? null,
    unpack: {
      bytes: read('PLANCHER_UNPACKED_BYTES', FIELDS.PLANCHER_UNPACKED_BYTES.schema),
      ratio: read('PLANCHER_UNPACKED_RATIO', FIELDS.PLANCHER_UNPACKED_RATIO.schema),
    },
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
    serveNames: (read('PLANCHER_SERVE_NAMES', FIELDS.PLANCHER_SERVE_NAMES.schema) ?? '')
      .split(',')
      .filter((name) => name !== ''),
    servePassword: read('PLANCHER_SERVE_PASSWORD', FIELDS.PLANCHER_SERVE_PASSWORD.schema) ?? null,
    analysts: analystsSettings(read),
    classMs: read('PLANCHER_CLASS_HOURS', FIELDS.PLANCHER_CLASS_HOURS.schema) * 3_600_000,
    estimateSeconds: read('PLANCHER_ESTIMATE_SECONDS', FIELDS.PLANCHER_ESTIMATE_SECONDS.schema),
    exportsFile: read('PLANCHER_EXPORTS_FILE', FIELDS.PLANCHER_EXPORTS_FILE.schema) ?? null,
    exportsDirectory: read('PLANCHER_EXPORTS_DIR', FIELDS.PLANCHER_EXPORTS_DIR.schema),
    keysDirectory: read('PLANCHER_KEYS_DIR', FIELDS.PLANCHER_KEYS_DIR.schema),
    alertSeconds: read('PLANCHER_ALERT_SECONDS', FIELDS.PLANCHER_ALERT_SECONDS.schema),
    alerts: alertSettings(read('PLANCHER_ALERTS_FILE', FIELDS.PLANCHER_ALERTS_FILE.schema)),
    alertSecrets: alertSecrets(environment),
  };
  refuseContradictions(config);
  return config;
}

function refuseContradictions({ bufferBytes, batch, alerts, alertSecrets: secrets }: Config): void {
  if (bufferBytes < batch.bytes)
    throw usageFailure(
      'wrong_configuration',
      'PLANCHER_BUFFER_BYTES must be at least PLANCHER_BATCH_BYTES, or no batch becomes full.',
    );
  for (const destination of alerts.destinations) {
    const missing = missingSecret(destination, secrets);
    if (missing !== null)
      throw usageFailure(
        'wrong_configuration',
        `${missing} (or ${missing}_FILE) must hold the secret of alert destination ` +
          `${destination.name}.`,
      );
  }
}

function analystsSettings(read: Read): AnalystsSettings {
  const refreshSeconds = read(
    'PLANCHER_ANALYSTS_REFRESH_SECONDS',
    FIELDS.PLANCHER_ANALYSTS_REFRESH_SECONDS.schema,
  );
  return {
    file: read('PLANCHER_ANALYSTS_FILE', FIELDS.PLANCHER_ANALYSTS_FILE.schema) ?? null,
    listen:
      read('PLANCHER_ANALYSTS_LISTEN', FIELDS.PLANCHER_ANALYSTS_LISTEN.schema) ?? '127.0.0.1:8124',
    concurrent: read('PLANCHER_ANALYSTS_CONCURRENT', FIELDS.PLANCHER_ANALYSTS_CONCURRENT.schema),
    waiting: read('PLANCHER_ANALYSTS_WAITING', FIELDS.PLANCHER_ANALYSTS_WAITING.schema),
    refreshMs: refreshSeconds * 1_000,
  };
}

function alertSettings(path: string | undefined): AlertSettings {
  if (path === undefined) return NO_SETTINGS;
  return parseAlertSettings(textOfFile('PLANCHER_ALERTS_FILE', path), path);
}

const ALERT_SECRET = 'PLANCHER_ALERT_SECRET_';

function alertSecrets(environment: NodeJS.ProcessEnv): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(environment).flatMap(([name, value]) => {
      if (!name.startsWith(ALERT_SECRET) || value === undefined || value === '') return [];
      if (!name.endsWith(FROM_FILE)) return [[name.slice(ALERT_SECRET.length), value]];
      return [
        [
          name.slice(ALERT_SECRET.length, -FROM_FILE.length),
          textOfFile(name, value).replace(/\r?\n$/, ''),
        ],
      ];
    }),
  );
}

function refuseMisspelt(environment: NodeJS.ProcessEnv): void {
  const known = new Set([...Object.keys(FIELDS), ...SECRETS.map((name) => `${name}${FROM_FILE}`)]);
  const misspelt = Object.keys(environment).find(
    (name) =>
      name.startsWith('PLANCHER_') &&
      !name.startsWith('PLANCHER_TEST_') &&
      !name.startsWith(ALERT_SECRET) &&
      !known.has(name),
  );
  if (misspelt !== undefined)
    throw usageFailure(
      'wrong_configuration',
      `${misspelt} is not a setting of plancher. The settings are ${[...known].join(', ')}.`,
    );
}

function kafkaSettings(read: Read): KafkaSettings | null {
  const brokers = read('PLANCHER_KAFKA_BROKERS', FIELDS.PLANCHER_KAFKA_BROKERS.schema);
  const mechanism = read('PLANCHER_KAFKA_SASL', FIELDS.PLANCHER_KAFKA_SASL.schema);
  const username = read('PLANCHER_KAFKA_USER', FIELDS.PLANCHER_KAFKA_USER.schema) ?? '';
  const password = read('PLANCHER_KAFKA_PASSWORD', FIELDS.PLANCHER_KAFKA_PASSWORD.schema) ?? '';
  if (mechanism !== undefined && (username === '' || password === ''))
    throw usageFailure(
      'wrong_configuration',
      `PLANCHER_KAFKA_SASL=${mechanism} needs PLANCHER_KAFKA_USER and PLANCHER_KAFKA_PASSWORD.`,
    );
  const isTls = read('PLANCHER_KAFKA_TLS', FIELDS.PLANCHER_KAFKA_TLS.schema) === 'on';
  const caFile = read('PLANCHER_KAFKA_CA_FILE', FIELDS.PLANCHER_KAFKA_CA_FILE.schema) ?? null;
  // Who set one of a pair would be connected without what the pair is for.
  if (mechanism === undefined && (username !== '' || password !== ''))
    throw usageFailure(
      'wrong_configuration',
      'PLANCHER_KAFKA_USER and PLANCHER_KAFKA_PASSWORD need PLANCHER_KAFKA_SASL: plain, ' +
        'scram-sha-256 or scram-sha-512.',
    );
  if (caFile !== null && !isTls)
    throw usageFailure(
      'wrong_configuration',
      'PLANCHER_KAFKA_CA_FILE needs PLANCHER_KAFKA_TLS=on.',
    );
  if (brokers === undefined) return null;
  return {
    brokers: brokers.split(','),
    groupId: read('PLANCHER_KAFKA_GROUP', FIELDS.PLANCHER_KAFKA_GROUP.schema),
    tls: isTls,
    caFile,
    sasl: mechanism === undefined ? null : { mechanism, username, password },
    deadLetterTopic:
      read('PLANCHER_KAFKA_DEAD_LETTERS', FIELDS.PLANCHER_KAFKA_DEAD_LETTERS.schema) ?? null,
    unpackedBytes: read(
      'PLANCHER_KAFKA_UNPACKED_BYTES',
      FIELDS.PLANCHER_KAFKA_UNPACKED_BYTES.schema,
    ),
    sessionMs:
      read('PLANCHER_KAFKA_SESSION_SECONDS', FIELDS.PLANCHER_KAFKA_SESSION_SECONDS.schema) * 1_000,
    metadataMs:
      read('PLANCHER_KAFKA_METADATA_SECONDS', FIELDS.PLANCHER_KAFKA_METADATA_SECONDS.schema) *
      1_000,
  };
}

export interface ConfigRow {
  setting: string;
  value: string;
  from: 'environment' | 'file' | 'default';
  about: string;
}

/**
 * Every setting with its value in force; secrets are masked, and what may be secret in an address.
 */
export function describeConfig(environment: NodeJS.ProcessEnv = process.env): ConfigRow[] {
  const { alerts, alertSecrets: secrets } = loadConfig(environment);
  const settings = Object.entries(FIELDS).map(([setting, { schema, secret, about }]) => {
    const value = schema.parse(writtenFor(setting, environment));
    const isHidden = secret && setting !== 'PLANCHER_WAREHOUSE' && value !== undefined;
    return {
      setting,
      value: isHidden ? '***' : masked(String(value ?? '')),
      from: originOf(setting, environment),
      about,
    };
  });
  return [...settings, ...describeAlerts(alerts, secrets, environment)];
}

/** What the alerts file says, a line for each rule, destination, route and mute. */
function describeAlerts(
  alerts: AlertSettings,
  secrets: ReadonlyMap<string, string>,
  environment: NodeJS.ProcessEnv,
): ConfigRow[] {
  const from = originOf('PLANCHER_ALERTS_FILE', environment) === 'default' ? 'default' : 'file';
  const row = (setting: string, value: unknown, about: string): ConfigRow => ({
    setting,
    value: maskedJson(value),
    from,
    about,
  });
  return [
    ...Object.entries(alerts.rules).map(([rule, value]) =>
      row(`alerts: rules.${rule}`, value, 'rule of alerts'),
    ),
    ...alerts.destinations.map((one) =>
      row(`alerts: destination ${one.name}`, one, 'where alerts are told'),
    ),
    ...alerts.routes.map((one, index) =>
      row(`alerts: route ${String(index + 1)}`, one, 'which alerts go where'),
    ),
    ...alerts.mutes.map((one, index) =>
      row(`alerts: mute ${String(index + 1)}`, one, 'which alerts are sent to nobody'),
    ),
    row(
      'alerts: allow_addresses',
      alerts.allow_addresses,
      'special addresses to which messages may go',
    ),
    ...[...secrets.keys()].map(
      (name): ConfigRow => ({
        setting: `${ALERT_SECRET}${name}`,
        value: '***',
        from: originOf(`${ALERT_SECRET}${name}`, environment),
        about: 'secret of a destination of alerts',
      }),
    ),
  ];
}

function originOf(setting: string, environment: NodeJS.ProcessEnv): ConfigRow['from'] {
  const isSet = (name: string) => environment[name] !== undefined && environment[name] !== '';
  if (isSet(setting)) return 'environment';
  return isSet(`${setting}${FROM_FILE}`) ? 'file' : 'default';
}
