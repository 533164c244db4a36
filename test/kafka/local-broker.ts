// A real Apache Kafka broker in KRaft mode for tests and trials, from Maven jars, in a temporary directory.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { BROKER_SETTINGS, type Broker } from './broker.ts';

const VERSION = '4.3.1';
const POM = fileURLToPath(new URL('./pom.xml', import.meta.url));
const START_MS = 60_000;

/** The jars, fetched once into the user's cache. */
function jars(): string {
  const folder = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'plancher', `kafka-${VERSION}`);
  if (existsSync(folder)) return folder;
  mkdirSync(join(folder, '..'), { recursive: true });
  const incomplete = mkdtempSync(`${folder}.`);
  execFileSync('mvn', ['-q', '-B', '-f', POM, 'dependency:copy-dependencies', `-DoutputDirectory=${incomplete}`], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  renameSync(incomplete, folder);
  return folder;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

export class LocalBroker implements Broker {
  readonly address: string;
  readonly #directory: string;
  readonly #port: number;
  #process: ChildProcess | null = null;

  private constructor(directory: string, port: number) {
    this.#directory = directory;
    this.#port = port;
    this.address = `127.0.0.1:${String(port)}`;
  }

  /** Formats a new data directory and starts a broker in it. */
  static async start(): Promise<LocalBroker> {
    const directory = mkdtempSync(join(tmpdir(), 'plancher-kafka-'));
    const [port, controllerPort] = [await freePort(), await freePort()];
    const broker = new LocalBroker(directory, port);
    writeFileSync(join(directory, 'server.properties'), properties(directory, port, controllerPort));
    const id = Buffer.from(randomUUID().replaceAll('-', ''), 'hex').toString('base64url');
    java(['kafka.tools.StorageTool', 'format', '-t', id, '-c', join(directory, 'server.properties')]);
    await broker.resume();
    return broker;
  }

  /** Starts the broker again on its data, after {@link kill}. */
  async resume(): Promise<void> {
    const log = openSync(join(this.#directory, 'broker.log'), 'a');
    this.#process = spawn('java', ['-Xmx512m', '-cp', `${jars()}/*`, 'kafka.Kafka', join(this.#directory, 'server.properties')], {
      stdio: ['ignore', log, log],
    });
    const deadline = performance.now() + START_MS;
    while (!(await accepts(this.#port))) {
      if (this.#process.exitCode !== null || performance.now() > deadline)
        throw new Error(`the broker did not start:\n${readFileSync(join(this.#directory, 'broker.log'), 'utf8').slice(-2_000)}`);
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
    rmSync(this.#directory, { recursive: true, force: true });
  }
}

function java(args: readonly string[]): void {
  execFileSync('java', ['-Xmx256m', '-cp', `${jars()}/*`, ...args], { stdio: 'pipe' });
}

function properties(directory: string, port: number, controllerPort: number): string {
  return [
    'process.roles=broker,controller',
    'node.id=1',
    `controller.quorum.voters=1@127.0.0.1:${String(controllerPort)}`,
    `listeners=PLAINTEXT://127.0.0.1:${String(port)},CONTROLLER://127.0.0.1:${String(controllerPort)}`,
    `advertised.listeners=PLAINTEXT://127.0.0.1:${String(port)}`,
    'controller.listener.names=CONTROLLER',
    'listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT',
    `log.dirs=${join(directory, 'data')}`,
    ...Object.entries(BROKER_SETTINGS).map(([name, value]) => `${name}=${value}`),
    '',
  ].join('\n');
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
