// TLS and logins against a real broker. The right ones take records in. Each wrong one ends within
// a bounded time, in one line that says what to do and holds no password.
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TOPICS } from '../../pipeline/ingest/topic.ts';
import { RECORD_KINDS } from '../../schemas/record.ts';
import {
  type Ended,
  ask,
  isOneLine,
  plancher,
  rowsOf,
  startPlancher,
} from '../integration/plancher.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { flowLines } from '../seeded-lines.ts';
import { whyNoOwnBroker } from './broker-for-tests.ts';
import { LocalBroker } from './local-broker.ts';
import { type Client, committed, connectTo, startWorker, stopWorker, until } from './watch.ts';

const LOGIN = { username: 'worker', password: 's3cret:w/rd@8' };
const WRONG_PASSWORD = 'n0t-the-p4ssword';
const GROUP = 'plancher-ingest';
const MECHANISMS = ['plain', 'scram-sha-256', 'scram-sha-512'];
/** No failure may take longer to tell; the machine may be slow. */
const LONGEST_MS = 45_000;

const isSkipped = whyNoOwnBroker() !== null;
const folder = temporaryFolder();
const file = (name: string, content: string) => {
  writeFileSync(`${folder.path}/${name}`, content);
  return `${folder.path}/${name}`;
};
/** Written once: a reader would find it empty while it is written again. */
const passwordFile = file('password', `${LOGIN.password}\n`);
let broker: LocalBroker;
let client: Client;

beforeAll(async () => {
  if (isSkipped) return;
  broker = await LocalBroker.start({ login: LOGIN });
  client = await connectTo(broker.address);
});

afterAll(async () => {
  if (!isSkipped) {
    await client.close();
    await broker.remove();
  }
  folder.remove();
});

function secure(mechanism: string): Record<string, string> {
  return {
    PLANCHER_KAFKA_BROKERS: broker.secureAddress,
    PLANCHER_KAFKA_TLS: 'on',
    PLANCHER_KAFKA_CA_FILE: broker.caFile,
    PLANCHER_KAFKA_SASL: mechanism,
    PLANCHER_KAFKA_USER: LOGIN.username,
    PLANCHER_KAFKA_PASSWORD_FILE: passwordFile,
  };
}

async function run(args: readonly string[], environment: Record<string, string>): Promise<Ended> {
  const startedMs = performance.now();
  const ended = await plancher(args, { warehouse: `${folder.path}/refused`, environment });
  expect(performance.now() - startedMs, ended.stderr).toBeLessThan(LONGEST_MS);
  return ended;
}

const hasPassword = ({ stdout, stderr }: Ended) =>
  [LOGIN.password, WRONG_PASSWORD].some((password) =>
    [password, Buffer.from(password).toString('base64')].some((text) =>
      `${stdout}${stderr}`.includes(text),
    ),
  );

describe.skipIf(isSkipped)('what is refused is said in one line, soon, without a password', () => {
  const wrong: [
    string,
    number,
    RegExp,
    (right: Record<string, string>) => Record<string, string>,
  ][] = [
    ...MECHANISMS.map((mechanism): (typeof wrong)[number] => [
      `a wrong password by ${mechanism}`,
      2,
      new RegExp(
        `refuses the login of user worker by ${mechanism} .*Check .*PLANCHER_KAFKA_PASSWORD`,
      ),
      () => ({ ...secure(mechanism), PLANCHER_KAFKA_PASSWORD: WRONG_PASSWORD }),
    ]),
    [
      'an unknown user',
      2,
      /refuses the login of user nobody/,
      (right) => ({ ...right, PLANCHER_KAFKA_USER: 'nobody' }),
    ],
    [
      'a login at a listener that takes none',
      2,
      /refuses the login/,
      (right) => ({
        ...right,
        PLANCHER_KAFKA_BROKERS: broker.address,
        PLANCHER_KAFKA_TLS: 'off',
        PLANCHER_KAFKA_CA_FILE: '',
      }),
    ],
    [
      'no login where one is wanted',
      1,
      /closed the connection.*PLANCHER_KAFKA_SASL/,
      (right) => ({
        ...right,
        PLANCHER_KAFKA_SASL: '',
        PLANCHER_KAFKA_USER: '',
        PLANCHER_KAFKA_PASSWORD_FILE: '',
      }),
    ],
    [
      'a certificate that nobody here trusts',
      2,
      /not trusted.*PLANCHER_KAFKA_CA_FILE/,
      (right) => ({ ...right, PLANCHER_KAFKA_CA_FILE: '' }),
    ],
    [
      'the certificate of somebody else',
      2,
      /not trusted/,
      (right) => ({ ...right, PLANCHER_KAFKA_CA_FILE: file('other.pem', OTHER_CA) }),
    ],
    [
      'a certificate for another name',
      2,
      /not trusted \(ERR_TLS_CERT_ALTNAME_INVALID\)/,
      (right) => ({
        ...right,
        PLANCHER_KAFKA_BROKERS: broker.secureAddress.replace('127.0.0.1', 'localhost'),
      }),
    ],
    [
      'a file without certificate',
      2,
      /holds no certificate/,
      (right) => ({ ...right, PLANCHER_KAFKA_CA_FILE: file('none.pem', 'none') }),
    ],
    [
      'a file that is not there',
      2,
      /cannot be read \(ENOENT\)/,
      (right) => ({ ...right, PLANCHER_KAFKA_CA_FILE: '/nowhere/ca.pem' }),
    ],
    [
      'a file without TLS',
      2,
      /needs PLANCHER_KAFKA_TLS=on/,
      (right) => ({ ...right, PLANCHER_KAFKA_TLS: 'off' }),
    ],
    [
      'a user without mechanism',
      2,
      /need PLANCHER_KAFKA_SASL/,
      (right) => ({ ...right, PLANCHER_KAFKA_SASL: '' }),
    ],
    [
      'plain text to a port with TLS',
      1,
      /closed the connection.*PLANCHER_KAFKA_TLS=on/,
      (right) => ({ ...right, PLANCHER_KAFKA_TLS: 'off', PLANCHER_KAFKA_CA_FILE: '' }),
    ],
    [
      'TLS to a port with plain text',
      1,
      /closed the connection.*PLANCHER_KAFKA_TLS=off/,
      (right) => ({ ...right, PLANCHER_KAFKA_BROKERS: broker.address }),
    ],
    [
      'no broker at all',
      1,
      /ECONNREFUSED.*Is it running/,
      (right) => ({ ...right, PLANCHER_KAFKA_BROKERS: '127.0.0.1:1' }),
    ],
  ];

  test.concurrent.each(wrong)('%s', async (_, code, message, environment) => {
    const ended = await run(['topics'], environment(secure('scram-sha-256')));
    expect(ended.stderr).toMatch(message);
    expect([ended.code, isOneLine(ended), hasPassword(ended)], ended.stderr).toEqual([
      code,
      true,
      false,
    ]);
  });

  test('a worker with a wrong password, whatever it logs', async () => {
    const ended = await run(['up', '--roles', 'ingest'], {
      ...secure('plain'),
      PLANCHER_KAFKA_PASSWORD: WRONG_PASSWORD,
      PLANCHER_LOG_LEVEL: 'trace',
    });
    expect(ended.stderr.trim().split('\n').at(-1)).toMatch(
      /^plancher: Kafka at .* refuses the login/,
    );
    expect([ended.code, hasPassword(ended), / at \S+ \(/.test(ended.stderr)]).toEqual([
      2,
      false,
      false,
    ]);
  });

  test('a worker without topics', async () => {
    const ended = await run(['up', '--roles', 'ingest'], secure('plain'));
    expect(ended.stderr).toMatch(/lacks the topics audience\.panel, .*plancher topics --create/);
    expect([ended.code, isOneLine(ended)], ended.stderr).toEqual([1, true]);
  });

  test('a worker whose broker is not up yet waits, says so, and stops on a signal', async () => {
    const place = {
      warehouse: `${folder.path}/waiting`,
      environment: { ...secure('plain'), PLANCHER_KAFKA_BROKERS: '127.0.0.1:1' },
    };
    const child = startPlancher(['up', '--roles', 'ingest'], place);
    child.stdin.end();
    // Far longer than the quick retries of one try.
    let seen = '';
    child.stderr.on('data', (part: Buffer) => {
      seen += part.toString();
    });
    await until('it waits', () => Promise.resolve(seen.includes('waiting for Kafka')), child);
    expect(await stopWorker(child)).toMatch(/ECONNREFUSED/);
  });
});

describe.skipIf(isSkipped)('the right login takes records in', () => {
  test('topics, and a worker by each mechanism', async () => {
    const created = await plancher(['topics', '--create', '--partitions', '2', '--json'], {
      warehouse: `${folder.path}/right`,
      environment: secure('scram-sha-512'),
    });
    expect(rowsOf(created).map(({ state }) => state)).toEqual(TOPICS.map(() => 'created'));
    let total = 0;
    for (const [index, mechanism] of MECHANISMS.entries()) {
      const messages = flowLines(300, 100 + index).map((value) => ({ value }));
      await client.producer.send({ topic: RECORD_KINDS.flow.topic, messages });
      total += messages.length;
      const child = startWorker(`${folder.path}/right`, secure(mechanism));
      await until(
        `committed by ${mechanism}`,
        async () => (await committed(client.admin, GROUP, RECORD_KINDS.flow.topic)) === total,
        child,
      );
      expect(await stopWorker(child)).not.toContain(LOGIN.password);
    }
    const { ledger } = await ask(`${folder.path}/right`, {
      ledger: 'SELECT count() AS n, uniqExact(partition, offset) AS u FROM record_outcome',
    });
    expect(ledger.map(({ n, u }) => [Number(n), Number(u)])).toEqual([[total, total]]);
  });
});

/**
 * Of nobody: `openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj
 * "/CN=somebody else" -days 36500`.
 */
const OTHER_CA = `-----BEGIN CERTIFICATE-----
MIIBiDCCAS2gAwIBAgIUV9O/IKFrlTlG/NlXlz8r1uSU3i4wCgYIKoZIzj0EAwIw
GDEWMBQGA1UEAwwNc29tZWJvZHkgZWxzZTAgFw0yNjExMjQxMjI1MDdaGA8yMTI2
MTAzMTEyMjUwN1owGDEWMBQGA1UEAwwNc29tZWJvZHkgZWxzZTBZMBMGByqGSM49
AgEGCCqGSM49AwEHA0IABLxh+lDh3NrUxOtS8afx8JGtZC31k2f8kRrYWZUiNwdm
1JnANMF+63pyVdBRDlkYJd3fzX3m/qMhNWy899lkn2ijUzBRMB0GA1UdDgQWBBRP
ZBk9d7DI1lBK8pRG2dLoF76/2jAfBgNVHSMEGDAWgBRPZBk9d7DI1lBK8pRG2dLo
F76/2jAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0kAMEYCIQDX/EJmmBbe
7hTtqZOYzFIYqYMdzc9RpALuNQhzDqQjJwIhAI8XygOwGnaKvSY/B4VawzSq5ZnJ
csBR10ka9BbdQFMz
-----END CERTIFICATE-----
`;
