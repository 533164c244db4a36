// A real Apache Kafka broker in KRaft mode for tests and trials, from Maven jars, in a temporary
// directory.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { deleteFolder } from '../../pipeline/platform/temporary-folder.ts';
import { freePort } from '../free-port.ts';
import { mavenJars } from '../cached.ts';
import { BROKER_SETTINGS, type Broker } from './broker.ts';

const VERSION = '4.3.1';
const POM = fileURLToPath(new URL('./pom.xml', import.meta.url));
const START_MS = 60_000;
const STARTS = 3;

const jars = () => mavenJars(POM, `kafka-${VERSION}`);

export interface Login {
  username: string;
  password: string;
}

export interface BrokerOptions {
  /**
   * Who may log in at a second listener, over TLS, by PLAIN and both SCRAMs; the first listener
   * stays open to all.
   */
  login?: Login;
  /** Lines for server.properties. */
  properties?: readonly string[];
}

export class LocalBroker implements Broker {
  readonly address: string;
  /** Of the listener with TLS and login; the port is closed when there is none. */
  readonly secureAddress: string;
  /** The certificate that the broker's is signed with, PEM. */
  readonly caFile: string;
  readonly #directory: string;
  readonly #port: number;
  #process: ChildProcess | null = null;

  private constructor(directory: string, { port, securePort }: Ports) {
    this.#directory = directory;
    this.#port = port;
    this.address = `127.0.0.1:${String(port)}`;
    this.secureAddress = `127.0.0.1:${String(securePort)}`;
    this.caFile = join(directory, CA_FILE);
  }

  /**
   * Formats a new data directory and starts a broker in it; again when another process has taken
   * one of its ports meanwhile.
   */
  static async start(options: BrokerOptions = {}): Promise<LocalBroker> {
    for (let left = STARTS - 1; ; left -= 1) {
      const broker = await LocalBroker.#formatted(options);
      try {
        await broker.resume();
        return broker;
      } catch (thrown) {
        await broker.remove();
        if (left === 0) throw thrown;
      }
    }
  }

  static async #formatted({ login, properties: more = [] }: BrokerOptions): Promise<LocalBroker> {
    const directory = mkdtempSync(join(tmpdir(), 'plancher-kafka-'));
    const ports = {
      port: await freePort(),
      controllerPort: await freePort(),
      securePort: await freePort(),
    };
    const broker = new LocalBroker(directory, ports);
    if (login !== undefined) makeCertificates(directory);
    const lines = [
      ...properties(directory, ports, login !== undefined),
      ...(login === undefined ? [] : secureProperties(directory, login)),
    ];
    writeFileSync(join(directory, 'server.properties'), [...lines, ...more, ''].join('\n'));
    // Not one that begins with `-`: the tool takes it for an option.
    const id = `A${Buffer.from(randomUUID().replaceAll('-', ''), 'hex').toString('base64url').slice(1)}`;
    const users = login === undefined ? [] : scramUsers(login);
    java([
      'kafka.tools.StorageTool',
      'format',
      '-t',
      id,
      '-c',
      join(directory, 'server.properties'),
      ...users,
    ]);
    return broker;
  }

  /** Starts the broker again on its data, after {@link kill}. */
  async resume(): Promise<void> {
    const log = openSync(join(this.#directory, 'broker.log'), 'a');
    this.#process = spawn(
      'java',
      ['-Xmx512m', '-cp', `${jars()}/*`, 'kafka.Kafka', join(this.#directory, 'server.properties')],
      {
        stdio: ['ignore', log, log],
      },
    );
    const deadline = performance.now() + START_MS;
    while (!(await accepts(this.#port))) {
      if (this.#process.exitCode !== null || performance.now() > deadline)
        throw new Error(
          `the broker did not start (exit ${String(this.#process.exitCode)}):\n${readFileSync(join(this.#directory, 'broker.log'), 'utf8').slice(-2_000)}`,
        );
      await setTimeout(100);
    }
  }

  /** SIGKILL, as a power cut. */
  async kill(): Promise<void> {
    const child = this.#process;
    if (child === null || child.exitCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  }

  async remove(): Promise<void> {
    await this.kill();
    deleteFolder(this.#directory);
  }
}

function java(args: readonly string[]): void {
  execFileSync('java', ['-Xmx256m', '-cp', `${jars()}/*`, ...args], { stdio: 'pipe' });
}

interface Ports {
  port: number;
  controllerPort: number;
  securePort: number;
}

function properties(
  directory: string,
  { port, controllerPort, securePort }: Ports,
  isSecure: boolean,
): string[] {
  const [local, secure] = [
    `PLAINTEXT://127.0.0.1:${String(port)}`,
    isSecure ? `,SECURE://127.0.0.1:${String(securePort)}` : '',
  ];
  return [
    'process.roles=broker,controller',
    'node.id=1',
    `controller.quorum.voters=1@127.0.0.1:${String(controllerPort)}`,
    `listeners=${local}${secure},CONTROLLER://127.0.0.1:${String(controllerPort)}`,
    `advertised.listeners=${local}${secure}`,
    'controller.listener.names=CONTROLLER',
    'listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SECURE:SASL_SSL',
    `log.dirs=${join(directory, 'data')}`,
    ...Object.entries(BROKER_SETTINGS).map(([name, value]) => `${name}=${value}`),
  ];
}

const [CA_FILE, KEYSTORE_FILE, KEYSTORE_PASSWORD] = ['ca.pem', 'broker.p12', 'changeit'];

/** A signer, and a certificate by it for 127.0.0.1, but not for `localhost`. */
function makeCertificates(directory: string): void {
  const keytool = (...args: string[]) =>
    execFileSync(
      'keytool',
      [
        ...args,
        '-keystore',
        join(directory, KEYSTORE_FILE),
        '-storetype',
        'PKCS12',
        '-storepass',
        KEYSTORE_PASSWORD,
      ],
      {
        stdio: 'pipe',
      },
    );
  const pair = (alias: string, ...extra: string[]) =>
    keytool(
      '-genkeypair',
      '-alias',
      alias,
      '-keyalg',
      'EC',
      '-validity',
      '3650',
      '-dname',
      `CN=plancher test ${alias}`,
      ...extra,
    );
  pair('ca', '-ext', 'bc:critical=ca:true');
  keytool('-exportcert', '-rfc', '-alias', 'ca', '-file', join(directory, CA_FILE));
  pair('broker', '-signer', 'ca', '-ext', 'san=ip:127.0.0.1');
}

const SCRAMS = ['SCRAM-SHA-256', 'SCRAM-SHA-512'];

function scramUsers({ username, password }: Login): string[] {
  return SCRAMS.flatMap((mechanism) => [
    '--add-scram',
    `${mechanism}=[name=${username},password=${password}]`,
  ]);
}

function secureProperties(directory: string, { username, password }: Login): string[] {
  const listener = 'listener.name.secure';
  return [
    `${listener}.ssl.keystore.location=${join(directory, KEYSTORE_FILE)}`,
    `${listener}.ssl.keystore.password=${KEYSTORE_PASSWORD}`,
    `${listener}.ssl.key.password=${KEYSTORE_PASSWORD}`,
    `${listener}.ssl.keystore.type=PKCS12`,
    `${listener}.sasl.enabled.mechanisms=PLAIN,${SCRAMS.join(',')}`,
    `${listener}.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required user_${username}="${password}";`,
    ...SCRAMS.map(
      (mechanism) =>
        `${listener}.${mechanism.toLowerCase()}.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;`,
    ),
  ];
}

async function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => {
      resolve(false);
    });
  });
}
