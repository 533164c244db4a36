// `plancher warehouse` as a process of its own, for tests: on a port that is free, to be killed and
// started again on the same data.
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '../free-port.ts';
import { type Running, startPlancher } from '../integration/plancher.ts';

export const PASSWORD = 'p4ss:w/rd@8';
const START_MS = 30_000;

export interface ServedWarehouse {
  /** Without user and password. */
  url: string;
  /** For PLANCHER_WAREHOUSE. */
  address: string;
  authorization: Record<string, string>;
  pid: () => number;
  /** SIGKILL. */
  kill: () => Promise<void>;
  /** On the same directory and port. */
  resume: () => Promise<void>;
  /** SIGTERM, and its end. */
  stop: () => Promise<void>;
  /** Rows of a query. */
  ask: (sql: string) => Promise<unknown[]>;
}

export async function serveWarehouse(directory: string): Promise<ServedWarehouse> {
  const host = `127.0.0.1:${String(await freePort())}`;
  const url = `http://${host}`;
  const authorization = {
    Authorization: `Basic ${Buffer.from(`plancher:${PASSWORD}`).toString('base64')}`,
  };
  let child: Running;
  const resume = async () => {
    child = startPlancher(
      ['warehouse', '--listen', host],
      { warehouse: directory, environment: { PLANCHER_SERVE_PASSWORD: PASSWORD } },
      NO_LIMIT_MS,
    );
    child.stdin.end();
    const deadlineMs = performance.now() + START_MS;
    while (!(await answers(url))) {
      if (!child.isRunning()) throw new Error(`the warehouse ended: ${(await child.ended).stderr}`);
      if (performance.now() > deadlineMs) throw new Error('the warehouse does not answer');
      await wait(50);
    }
  };
  await resume();
  return {
    url,
    address: `http://plancher:${encodeURIComponent(PASSWORD)}@${host}/plancher`,
    authorization,
    pid: () => child.pid,
    kill: async () => {
      child.kill();
      await child.ended;
    },
    resume,
    stop: async () => {
      if (child.isRunning()) process.kill(child.pid, 'SIGTERM');
      const { code, stderr } = await child.ended;
      if (code !== 0) throw new Error(`the warehouse ended with ${String(code)}: ${stderr}`);
    },
    ask: async (sql) => {
      const lines = await post(
        `${url}/?database=plancher&default_format=JSONCompactEachRow&output_format_json_quote_64bit_integers=1`,
        sql,
      );
      return lines
        .split('\n')
        .flatMap((line): unknown[] => (line === '' ? [] : [JSON.parse(line)]));
    },
  };
}

/**
 * On a connection of its own: a test that computes for long does not hear that one which it kept
 * was closed.
 */
async function post(url: string, sql: string): Promise<string> {
  const asked = request(url, { method: 'POST', agent: false, auth: `plancher:${PASSWORD}` });
  const response = new Promise<IncomingMessage>((resolve, reject) =>
    asked.once('response', resolve).once('error', reject),
  );
  asked.end(sql);
  const { statusCode } = await response;
  const answer = await text(await response);
  if (statusCode !== 200) throw new Error(answer);
  return answer;
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/ping`)).ok;
  } catch {
    return false;
  }
}

/** As long as the test. */
const NO_LIMIT_MS = 3_600_000;
