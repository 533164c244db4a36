// Serves what a supervisor and Prometheus read from a running process: /healthz (it answers),
// /readyz (it can do its work), /metrics.
import type { Server } from 'node:http';
import type { Registry } from 'prom-client';
import { messageOf } from '../platform/failure.ts';
import type { Log } from '../platform/log.ts';
import { TEXT, httpServer, refuse } from './http/server.ts';

/** A condition that must hold for the process to do its work. */
export interface ReadyCheck {
  name: string;
  /** @returns why it does not hold, or null */
  hindrance: () => Promise<string | null>;
}

const CHECK_MS = 5_000;

const LIMITS = { connections: 64, perAddress: 48, requestMs: 10_000 };

/** @returns a server that is not listening yet */
export function healthServer(registry: Registry, checks: readonly ReadyCheck[], log: Log): Server {
  return httpServer(
    async (request, response, { url }) => {
      if (request.method !== 'GET' && request.method !== 'HEAD') {
        refuse(response, 405);
        return;
      }
      const { status, type, body } = await answer(url.pathname, registry, checks);
      response.writeHead(status, { 'Content-Type': type }).end(body);
    },
    LIMITS,
    log,
  );
}

interface Answer {
  status: number;
  type: string;
  body: string;
}

async function answer(
  path: string,
  registry: Registry,
  checks: readonly ReadyCheck[],
): Promise<Answer> {
  if (path === '/healthz') return { status: 200, type: TEXT['Content-Type'], body: 'ok\n' };
  if (path === '/metrics')
    return { status: 200, type: registry.contentType, body: await registry.metrics() };
  if (path !== '/readyz')
    return {
      status: 404,
      type: TEXT['Content-Type'],
      body: 'There are /healthz, /readyz and /metrics.\n',
    };
  const results = await Promise.all(
    checks.map(async ({ name, hindrance }) => ({ name, why: await within(hindrance()) })),
  );
  const isReady = results.every(({ why }) => why === null);
  return {
    status: isReady ? 200 : 503,
    type: TEXT['Content-Type'],
    body: `${results.map(({ name, why }) => `${name}: ${why ?? 'ok'}`).join('\n')}\n`,
  };
}

async function within(hindrance: Promise<string | null>): Promise<string | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(resolve, CHECK_MS, `no answer within ${String(CHECK_MS / 1000)} s`);
  });
  try {
    return await Promise.race([hindrance, late]);
  } catch (thrown) {
    return messageOf(thrown);
  } finally {
    clearTimeout(timer);
  }
}
