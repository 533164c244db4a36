// The line between workers and a server: it can be cut, so that connections are refused, or slowed.
import { type Server, type Socket, connect, createServer } from 'node:net';

export class Line {
  readonly #to: { host: string; port: number };
  readonly #sockets = new Set<Socket>();
  #server: Server | null = null;
  #port = 0;
  #delayMs = 0;

  private constructor(to: URL) {
    this.#to = { host: to.hostname, port: Number(to.port) };
  }

  static async to(address: URL): Promise<Line> {
    const line = new Line(address);
    await line.mend();
    return line;
  }

  get address(): string {
    return `127.0.0.1:${String(this.#port)}`;
  }

  /** Answers come this much later; 0: at once. */
  slow(delayMs: number): void {
    this.#delayMs = delayMs;
  }

  /** Breaks what is connected and refuses what comes. */
  async cut(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    if (server === null) return;
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  async mend(): Promise<void> {
    if (this.#server !== null) return;
    const server = createServer((socket) => {
      this.#join(socket);
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.#port, '127.0.0.1', resolve);
    });
    const bound = server.address();
    if (typeof bound === 'object' && bound !== null) this.#port = bound.port;
    this.#server = server;
  }

  async close(): Promise<void> {
    await this.cut();
  }

  #join(near: Socket): void {
    const far = connect(this.#to);
    for (const socket of [near, far]) {
      this.#sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.#sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.pipe(far);
    far.on('data', (bytes) => {
      setTimeout(() => {
        if (!near.destroyed) near.write(bytes);
      }, this.#delayMs);
    });
  }
}
