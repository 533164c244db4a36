// What docker-compose.yml and the Dockerfile promise, read with a YAML parser, and as Docker
// Compose resolves them where it is installed. Whether they run is the subject of npm run
// test:containers.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { loadConfig } from '../../pipeline/config/config.ts';
import { readSigningKey } from '../../pipeline/export/signature.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const COMPOSE = 'docker-compose.yml';
const STAND_INS = 'deploy/local/docker-compose.stand-ins.yml';
const WITH_STAND_INS = 'with stand-ins';
const textOf = (path: string) => readFileSync(join(ROOT, path), 'utf8');

const service = z.object({
  image: z.string(),
  command: z.array(z.string()).nullish(),
  restart: z.enum(['no', 'unless-stopped']),
  environment: z.record(z.string(), z.string()),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
  healthcheck: z.object({
    test: z.array(z.string()).optional(),
    disable: z.boolean().default(false),
  }),
  logging: z.object({ options: z.object({ 'max-size': z.string(), 'max-file': z.string() }) }),
  read_only: z.boolean().default(false),
  cap_drop: z.array(z.string()).default([]),
  security_opt: z.array(z.string()).default([]),
  user: z.string().nullish(),
  // A list in the file, an object as Compose resolves it.
  networks: z.union([
    z.array(z.string()),
    z.record(z.string(), z.unknown()).transform((given) => Object.keys(given)),
  ]),
  // Bind mounts and ports in the short form of the file and in the long form that Compose makes of
  // it.
  volumes: z
    .array(
      z.union([
        z.string(),
        z.object({ type: z.string(), source: z.string() }).transform(({ source }) => source),
      ]),
    )
    .default([]),
  ports: z
    .array(
      z.union([
        z.string(),
        z.object({ host_ip: z.string() }).transform((port) => `${port.host_ip}:`),
      ]),
    )
    .default([]),
  secrets: z
    .array(
      z.union([z.string(), z.object({ source: z.string() }).transform(({ source }) => source)]),
    )
    .default([]),
  deploy: z.object({
    replicas: z.union([z.string(), z.number()]).default(1),
    resources: z.object({
      limits: z.object({
        cpus: z.union([z.string(), z.number()]),
        memory: z.string(),
        pids: z.number(),
      }),
    }),
  }),
});
const network = z.object({ internal: z.boolean().default(false) });
const file = z.object({
  services: z.record(z.string(), service),
  networks: z.record(z.string(), network),
  secrets: z.record(z.string(), z.object({ file: z.string() })),
});
type File = z.infer<typeof file>;

function resolved(...paths: string[]): File {
  const files = paths.flatMap((path) => ['-f', path]);
  return file.parse(
    JSON.parse(
      execFileSync('docker', ['compose', ...files, 'config', '--format', 'json'], {
        cwd: ROOT,
        encoding: 'utf8',
      }),
    ),
  );
}

const asWritten = file.parse(parse(textOf(COMPOSE), { merge: true }));
const hasCompose = spawnSync('docker', ['compose', 'version'], { stdio: 'ignore' }).status === 0;
const views: [string, File][] = [['as it is written', asWritten]];
if (hasCompose)
  views.push(
    ['as Compose resolves it', resolved(COMPOSE)],
    [WITH_STAND_INS, resolved(COMPOSE, STAND_INS)],
  );
else console.warn('Docker Compose is not installed: the file was read with a YAML parser only.');

describe.each(views)('docker-compose.yml %s', (_view, { services, secrets, networks }) => {
  const named = Object.entries(services);
  const ours = named.filter(([name]) => ['topics', 'ingest', 'estimate'].includes(name));

  test('holds Kafka, ClickHouse, two ingest workers, and one process for the other roles', () => {
    expect(Object.keys(services).sort()).toEqual([
      'clickhouse',
      'estimate',
      'ingest',
      'kafka',
      'topics',
    ]);
    expect(services['ingest']?.command).toEqual(['up', '--roles', 'ingest']);
    expect(services['estimate']?.command).toEqual(['up', '--roles', 'estimate,alert,export']);
    expect(String(services['ingest']?.deploy.replicas)).toMatch(/^(2|\$\{INGEST_WORKERS:-2\})$/);
  });

  test.each(named)(
    '%s: a health check, a way to restart, and an end to its log',
    (name, { healthcheck, restart, logging }) => {
      const waiting = named.filter(
        ([, other]) => other.depends_on[name]?.condition === 'service_completed_successfully',
      );
      // A service that runs once is known by its exit code, and somebody waits for it.
      if (restart === 'no') expect(waiting).not.toHaveLength(0);
      else
        expect({
          isDisabled: healthcheck.disable,
          hasTest: (healthcheck.test ?? []).length > 1,
        }).toEqual({
          isDisabled: false,
          hasTest: true,
        });
      expect(logging.options).toEqual({ 'max-size': '20m', 'max-file': '5' });
    },
  );

  test.each(named)('%s: nothing of it is reachable from other machines', (_name, { ports }) => {
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
  });

  test('everything waits for what it needs', () => {
    const conditions = Object.fromEntries(
      named.map(([name, { depends_on }]) => [
        name,
        Object.entries(depends_on).map(([on, { condition }]) => `${on} ${condition}`),
      ]),
    );
    expect(conditions).toEqual({
      kafka: [],
      clickhouse: [],
      topics: ['kafka service_healthy'],
      ingest: ['clickhouse service_healthy', 'topics service_completed_successfully'],
      estimate: ['clickhouse service_healthy'],
    });
  });

  test('passwords come from files, and every secret that is used is declared', () => {
    for (const [name, { environment, secrets: used }] of named) {
      expect(
        Object.keys(environment).filter(
          (variable) => /PASSWORD|SECRET|WAREHOUSE/.test(variable) && !variable.endsWith('_FILE'),
        ),
      ).toEqual([]);
      for (const secret of used) expect(Object.keys(secrets), name).toContain(secret);
    }
    for (const { file: path } of Object.values(secrets))
      expect(path).toMatch(/deploy\/secrets\/[a-z.-]+$/);
  });

  test.each(named)(
    '%s: cannot write but to memory and its volumes, and has and gets no rights of root',
    (_name, { read_only, cap_drop, security_opt }) => {
      expect({ read_only, cap_drop, security_opt }).toEqual({
        read_only: true,
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
      });
    },
  );

  test('each reaches what it needs and no more', () => {
    const reached = Object.fromEntries(
      named.map(([name, { networks: joined }]) => [name, [...joined].sort()]),
    );
    expect(reached).toEqual({
      kafka: ['kafka', 'kafka-port'],
      clickhouse: ['warehouse', 'warehouse-port'],
      topics: ['kafka'],
      ingest: ['kafka', 'warehouse'],
      estimate: ['kafka', 'outside', 'warehouse'],
    });
    const internal = Object.entries(networks).flatMap(([name, { internal: isInternal }]) =>
      isInternal ? [name] : [],
    );
    expect(internal.sort()).toEqual(['kafka', 'warehouse']);
  });

  test('Kafka lets nobody in without a password', () => {
    const { environment = {} } = services['kafka'] ?? {};
    const protocols = new Map(
      (environment['KAFKA_LISTENER_SECURITY_PROTOCOL_MAP'] ?? '')
        .split(',')
        .map((one): [string, string] => [one.split(':')[0] ?? '', one.split(':')[1] ?? '']),
    );
    for (const listener of (environment['KAFKA_LISTENERS'] ?? '').split(',')) {
      const [name = '', host] = listener.split('://');
      // The controller can be reached inside its container only.
      expect(protocols.get(name), name).toBe(
        host?.startsWith('localhost:') === true ? 'PLAINTEXT' : 'SASL_PLAINTEXT',
      );
    }
    expect(environment['KAFKA_OPTS']).toContain('/run/secrets/kafka-jaas.conf');
    for (const [, { environment: given, secrets: used }] of ours) {
      expect(given).toMatchObject({
        PLANCHER_KAFKA_SASL: 'plain',
        PLANCHER_KAFKA_PASSWORD_FILE: '/run/secrets/kafka-password',
      });
      expect(used).toContain('kafka-password');
    }
  });

  test.each(ours)('%s: is given settings that plancher has', (_name, { environment }) => {
    const secret = (name: string) => join(folder.path, 'secrets', name);
    const files = {
      PLANCHER_WAREHOUSE_FILE: secret('warehouse-url'),
      PLANCHER_KAFKA_PASSWORD_FILE: secret('kafka-password'),
    };
    const given = {
      ...environment,
      ...files,
      PLANCHER_LOG_LEVEL: 'info',
      PLANCHER_DECODE_WORKERS: '1',
    };
    expect(loadConfig(given).kafka).toMatchObject({
      brokers: ['kafka:9092'],
      sasl: { mechanism: 'plain', username: 'plancher', password: made('kafka-password') },
    });
  });
});

const pinned = views.filter(([view]) => view !== WITH_STAND_INS);
describe.each(pinned)('images %s', (_view, { services }) => {
  test.each(Object.entries(services))('%s: a version that does not move', (name, { image }) => {
    const { version } = z.object({ version: z.string() }).parse(JSON.parse(textOf('package.json')));
    expect(image).toMatch(/^[a-z/-]+:\d+\.\d+\.\d+(\.\d+)?$/);
    if (!['kafka', 'clickhouse'].includes(name)) expect(image).toBe(`plancher:${version}`);
  });
});

const folder = temporaryFolder();
copyFileSync(join(ROOT, 'deploy/secrets.sh'), join(folder.path, 'secrets.sh'));
execFileSync(join(folder.path, 'secrets.sh'));
const made = (name: string) => readFileSync(join(folder.path, 'secrets', name), 'utf8');
afterAll(folder.remove);

test('deploy/secrets.sh makes what the compose file reads: closed to others, and of one password', () => {
  expect(statSync(join(folder.path, 'secrets')).mode & 0o777).toBe(0o700);
  const needed = Object.values(asWritten.secrets).map(({ file: path }) =>
    path.replace('./deploy/secrets/', ''),
  );
  expect(readdirSync(join(folder.path, 'secrets'))).toEqual(expect.arrayContaining(needed));
  const password = made('plancher-password');
  expect(password).toMatch(/^[\w-]{32}$/);
  expect(made('warehouse-url')).toBe(`http://plancher:${password}@clickhouse:8123/plancher`);
  expect(made('kafka-password')).toMatch(/^[\w-]{32}$/);
  for (const option of ['password', 'user_plancher'])
    expect(made('kafka-jaas.conf')).toContain(`${option}="${made('kafka-password')}"`);
  for (const user of ['plancher', 'analyst'])
    expect(made('clickhouse-passwords.xml')).toContain(
      `<${user}><password_sha256_hex>${createHash('sha256')
        .update(made(`${user}-password`))
        .digest('hex')}</password_sha256_hex></${user}>`,
    );
});

test('deploy/secrets.sh makes the key that exports are signed with, and the public one to hand over', () => {
  const { privateKey, publicKey } = readSigningKey(join(folder.path, 'secrets'));
  expect(privateKey.asymmetricKeyType).toBe('ed25519');
  expect(publicKey.export({ type: 'spki', format: 'pem' })).toBe(made('export-public.pem'));
  expect(asWritten.services['estimate']).toMatchObject({
    environment: { PLANCHER_KEYS_DIR: '/run/secrets', PLANCHER_EXPORTS_DIR: '/exports' },
    secrets: ['warehouse-url', 'kafka-password', 'export-private.pem'],
    volumes: ['exports:/exports'],
  });
});

test('files that are mounted exist', () => {
  const mounted = Object.values(asWritten.services).flatMap(({ volumes }) =>
    volumes.filter((volume) => volume.startsWith('./')),
  );
  expect(mounted).toHaveLength(2);
  for (const volume of mounted)
    expect(existsSync(join(ROOT, volume.split(':')[0] ?? '')), volume).toBe(true);
});

test('the Dockerfile: a pinned base, no root, no engine and no development packages in the default image, the health check of the compose file', () => {
  const stages = textOf('Dockerfile').split(/^FROM /m);
  expect(stages[0]).toMatch(/^ARG NODE_IMAGE=node:20\.\d+\.\d+-bookworm-slim$/m);
  expect(
    stages.slice(1).filter((stage) => !/^(\$\{NODE_IMAGE\}|packages|common) AS /.test(stage)),
  ).toEqual([]);
  const [last = '', common = '', packages = ''] = [
    stages.at(-1),
    ...['common', 'run-time-packages'].map((name) =>
      stages.find((stage) => stage.includes(` AS ${name}\n`)),
    ),
  ];
  expect(last).toMatch(/^common AS plancher\n/);
  expect(last).toContain('COPY --from=run-time-packages');
  expect(last).not.toContain('USER');
  expect(common).toContain('\nUSER node\n');
  expect(packages).toContain('npm ci --omit=dev --omit=optional');
  const written = z
    .array(z.string())
    .parse(JSON.parse(/^HEALTHCHECK CMD (.*)$/m.exec(last)?.[1] ?? '[]'));
  expect(['CMD', ...written]).toEqual(asWritten.services['ingest']?.healthcheck.test);
});
