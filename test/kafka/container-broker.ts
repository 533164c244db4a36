// A Kafka broker in a container, by testcontainers: apache/kafka, or an image that takes the same
// variables.
import {
  GenericContainer,
  type StartedTestContainer,
  getContainerRuntimeClient,
} from 'testcontainers';
import { freePort } from '../free-port.ts';
import { BROKER_SETTINGS, type Broker } from './broker.ts';

const PORT = 9092;
const START_MS = 120_000;

export class ContainerBroker implements Broker {
  readonly address: string;
  readonly #container: StartedTestContainer;

  private constructor(address: string, container: StartedTestContainer) {
    this.address = address;
    this.#container = container;
  }

  static async start(image: string): Promise<ContainerBroker> {
    // Clients go where the broker says that it is, so the port outside must be known before the
    // start.
    const port = await freePort();
    const address = `127.0.0.1:${String(port)}`;
    const container = await new GenericContainer(image)
      .withExposedPorts({ container: PORT, host: port })
      .withEnvironment(environment(address))
      .withStartupTimeout(START_MS)
      .start();
    return new ContainerBroker(address, container);
  }

  async kill(): Promise<void> {
    const { container } = await getContainerRuntimeClient();
    const killed = container.getById(this.#container.getId());
    await killed.kill();
    await killed.wait();
  }

  async resume(): Promise<void> {
    await this.#container.restart();
  }

  async remove(): Promise<void> {
    await this.#container.stop({ timeout: 0 });
  }
}

function environment(address: string): Record<string, string> {
  const settings = {
    'node.id': '1',
    'process.roles': 'broker,controller',
    'controller.quorum.voters': '1@localhost:9093',
    'controller.listener.names': 'CONTROLLER',
    listeners: `PLAINTEXT://:${String(PORT)},CONTROLLER://localhost:9093`,
    'advertised.listeners': `PLAINTEXT://${address}`,
    'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT',
    'log.dirs': '/var/lib/kafka/data',
    ...BROKER_SETTINGS,
  };
  const variables: Record<string, string> = { CLUSTER_ID: '4L6g3nShT-eMCtK--X86sw' };
  for (const [name, value] of Object.entries(settings))
    variables[`KAFKA_${name.toUpperCase().replaceAll('.', '_')}`] = value;
  return variables;
}
