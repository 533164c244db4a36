// Addresses to listen on, for every server of the program.
import type { Server } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { codeOf, usageFailure } from './failure.ts';

/**
 * Starts a server at host:port.
 * @param setting what the address was given as, for messages
 * @returns the address in force: port 0 takes one that is free
 * @throws Failure (exit 2) when the address is wrong or taken
 */
export async function listenAt(server: Server, address: string, setting: string): Promise<string> {
  const [, host = '', port = ''] = /^(.+):(\d{1,5})$/.exec(address) ?? [];
  if (host === '' || Number(port) > 65_535)
    throw usageFailure(
      'wrong_address',
      `${setting} ${address}: write host:port, for example 127.0.0.1:8123.`,
    );
  await new Promise<void>((resolve, reject) => {
    server.once('error', (thrown) => {
      reject(
        usageFailure(
          'cannot_listen',
          `Cannot listen on ${address} (${codeOf(thrown)}). Is the port in use? Choose another with ${setting} host:port.`,
          thrown,
        ),
      );
    });
    server.listen(Number(port), host.replace(/^\[(.*)\]$/, '$1'), resolve);
  });
  const bound = server.address();
  return typeof bound === 'object' && bound !== null ? `${host}:${String(bound.port)}` : address;
}

/** Lets what runs come to its end, for a while. */
export async function closeServer(server: Server, longestMs: number): Promise<void> {
  const ended = new Promise((resolve) => server.close(resolve));
  server.closeIdleConnections();
  await Promise.race([ended, setTimeout(longestMs, undefined, { ref: false })]);
  server.closeAllConnections();
}

/** Ends when the signal fires. */
export async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    signal.addEventListener(
      'abort',
      () => {
        resolve();
      },
      { once: true },
    );
  });
}
