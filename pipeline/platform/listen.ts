// Starts and closes the servers of the program.
import type { Server } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { codeOf, usageFailure } from './failure.ts';

/**
 * Starts a server at host:port.
 * @param setting the option or variable that holds the address, for messages
 * @returns the actual address; port 0 chooses a free port
 * @throws Failure (exit 2) when the address is wrong or in use
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
          `Cannot listen on ${address} (${codeOf(thrown)}). Is the port in use? ` +
            `Choose another with ${setting} host:port.`,
          thrown,
        ),
      );
    });
    server.listen(Number(port), host.replace(/^\[(.*)\]$/, '$1'), resolve);
  });
  const bound = server.address();
  return typeof bound === 'object' && bound !== null ? `${host}:${String(bound.port)}` : address;
}

/** Lets running requests finish, but for at most `longestMs`. */
export async function closeServer(server: Server, longestMs: number): Promise<void> {
  const ended = new Promise((resolve) => server.close(resolve));
  server.closeIdleConnections();
  await Promise.race([ended, setTimeout(longestMs, undefined, { ref: false })]);
  server.closeAllConnections();
}

/** Resolves when the signal fires. */
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
