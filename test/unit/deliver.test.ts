// Answers on their way to clients that read slowly, hang up, or read nothing.
import { type Server, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { deliver, slicesOf } from '../../pipeline/serve/http/send-answer.ts';

const MIB = 1_048_576;
let server: Server | undefined;

afterEach(() => {
  vi.useRealTimers();
  server?.closeAllConnections();
  server?.close();
});

/**
 * Serves one answer.
 * @returns its port, and what became of it: how many bytes were taken from the source
 */
async function serving(bytes: number): Promise<{ port: number; ended: Promise<number> }> {
  let taken = 0;
  function* source(): Generator<Uint8Array> {
    for (const slice of slicesOf(new Uint8Array(bytes))) {
      taken += slice.length;
      yield slice;
    }
  }
  let isOver: (taken: number) => void = () => undefined;
  const ended = new Promise<number>((resolve) => {
    isOver = resolve;
  });
  server = createServer((_, response) => {
    response.writeHead(200);
    void deliver(response, source()).then(() => {
      isOver(taken);
    });
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const address: string | AddressInfo | null = server.address();
  return { port: typeof address === 'object' ? (address?.port ?? 0) : 0, ended };
}

test('a client that reads gets every byte', async () => {
  const { port, ended } = await serving(20 * MIB);
  const received = await (await fetch(`http://127.0.0.1:${String(port)}/`)).arrayBuffer();
  expect(received.byteLength).toBe(20 * MIB);
  expect(await ended).toBe(20 * MIB);
});

test('a client that reads nothing is dropped, and most of the answer was never taken', async () => {
  vi.useFakeTimers({ toFake: ['setInterval'] });
  const { port, ended } = await serving(64 * MIB);
  const asked = request({ port, host: '127.0.0.1' }, (response) => {
    response.pause();
    void vi.advanceTimersByTimeAsync(30_000);
  });
  const dropped = new Promise((resolve) => asked.on('close', resolve));
  asked.on('error', () => undefined);
  asked.end();
  expect(await ended).toBeLessThan(32 * MIB);
  asked.destroy();
  await dropped;
});

test('a client that hangs up ends the delivery', async () => {
  const { port, ended } = await serving(64 * MIB);
  const asked = request({ port, host: '127.0.0.1' }, (response) => {
    response.once('data', () => asked.destroy());
  });
  asked.on('error', () => undefined);
  asked.end();
  expect(await ended).toBeLessThan(64 * MIB);
});
