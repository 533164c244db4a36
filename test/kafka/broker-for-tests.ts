// Which broker the Kafka suite uses. What a variable asks for must work; without one, a local
// broker from Maven jars; without Java, a container. Where none is possible, the suite says why and
// is skipped; in CI it fails, and in CI it does not fall back to a container.
//   PLANCHER_TEST_KAFKA=host:port    a broker that runs, without our topics; the test that kills
//   the broker fails there
//   PLANCHER_TEST_KAFKA_IMAGE=image  a container of that image, for example apache/kafka:4.3.1, by
//   testcontainers
import { spawnSync } from 'node:child_process';
import type { Broker } from './broker.ts';
import { ContainerBroker } from './container-broker.ts';
import { LocalBroker } from './local-broker.ts';

const IMAGE = 'apache/kafka:4.3.1';

type Choice =
  | { from: 'running'; address: string }
  | { from: 'container'; image: string }
  | { from: 'jars' }
  | { from: null; reason: string };

function choose(): Choice {
  const address = process.env['PLANCHER_TEST_KAFKA'];
  if (address !== undefined && address !== '') return { from: 'running', address };
  const image = process.env['PLANCHER_TEST_KAFKA_IMAGE'];
  if (image !== undefined && image !== '') return { from: 'container', image };
  const reason = whyNoJars();
  if (reason === null) return { from: 'jars' };
  return works('docker', 'info')
    ? { from: 'container', image: IMAGE }
    : { from: null, reason: `${reason}, or a Docker engine` };
}

function whyNoJars(): string | null {
  const lacking = ['java', 'mvn'].filter((command) => !works(command, '-version'));
  if (lacking.length === 0) return null;
  const reason = `the Kafka suite needs ${lacking.join(' and ')} (Java 17 and Maven) for its local broker`;
  if (process.env['CI'] !== undefined) throw new Error(`In CI nothing is skipped, and ${reason}.`);
  return reason;
}

function works(command: string, argument: string): boolean {
  return spawnSync(command, [argument], { stdio: 'ignore' }).status === 0;
}

/** Why no broker can be had here, or null. */
export function whyNoBroker(): string | null {
  const choice = choose();
  if (choice.from !== null) return null;
  console.warn(`Skipped: ${choice.reason}.`);
  return choice.reason;
}

/**
 * Why no broker can be had that is set up as a test wants it, with logins or other limits, or null.
 */
export function whyNoOwnBroker(): string | null {
  const reason = whyNoJars();
  if (reason !== null) console.warn(`Skipped: ${reason}.`);
  return reason;
}

export async function startBroker(): Promise<Broker> {
  const choice = choose();
  switch (choice.from) {
    case 'running':
      return runningBroker(choice.address);
    case 'container':
      return ContainerBroker.start(choice.image);
    case 'jars':
      return LocalBroker.start();
    case null:
      throw new Error(choice.reason);
  }
}

function runningBroker(address: string): Broker {
  const refuse = () =>
    Promise.reject(new Error('a broker that PLANCHER_TEST_KAFKA names cannot be killed from here'));
  return { address, kill: refuse, resume: refuse, remove: () => Promise.resolve() };
}
