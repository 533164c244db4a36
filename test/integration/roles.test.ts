// Roles of `plancher up` as processes of their own: one process takes records in, another
// estimates, finds and sends alerts, and an analyst queries the result.
import { createHmac } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { z } from 'zod';
import { freePort } from '../free-port.ts';
import { closeServer, listenAt } from '../../pipeline/platform/listen.ts';
import { isOneLine, plancher, reportsOf, startPlancher } from './plancher.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { flow, ndjson } from '../records.ts';
import { serveWarehouse } from '../warehouse/served.ts';

const folder = temporaryFolder();
afterAll(folder.remove);
const at = (...names: string[]) => join(folder.path, ...names);
const DAY_MS = 86_400_000;
const SECRET = 'a secret of the test';

/** A payment that was credited so many days ago. */
function paidBefore(days: number, fields: Record<string, unknown>): Record<string, unknown> {
  const day = new Date(Date.now() - days * DAY_MS).toISOString().slice(0, 10);
  return flow('f-1', { period_start: day, period_end: day, value_date: day, ...fields });
}

function fileOf(name: string, records: readonly Record<string, unknown>[]): string {
  writeFileSync(at(name), ndjson(records));
  return at(name);
}

const message = z.object({
  type: z.string(),
  alerts: z.array(z.object({ operation: z.string(), kind: z.string() })),
});

test('estimate and alert: a floor and a signed message follow a payment that another process took in', async () => {
  const received: { body: string; signature: string; timestamp: string }[] = [];
  const receiver = createServer((request, response) => {
    void text(request).then((body) => {
      const header = (name: string) => String(request.headers[name] ?? '');
      received.push({
        body,
        signature: header('x-plancher-signature'),
        timestamp: header('x-plancher-timestamp'),
      });
      response.writeHead(200).end();
    });
  });
  const url = `http://${await listenAt(receiver, '127.0.0.1:0', 'test')}/hook`;
  writeFileSync(
    at('alerts.json'),
    JSON.stringify({
      destinations: [{ name: 'desk', type: 'webhook', url }],
      routes: [{ to: ['desk'] }],
      allow_addresses: ['127.0.0.1'],
    }),
  );
  const served = await serveWarehouse(at('warehouse'));
  const place = {
    warehouse: null,
    environment: {
      PLANCHER_WAREHOUSE: served.address,
      PLANCHER_ALERTS_FILE: at('alerts.json'),
      PLANCHER_ALERT_SECRET_DESK: SECRET,
      PLANCHER_ESTIMATE_SECONDS: '1',
      PLANCHER_ALERT_SECONDS: '1',
    },
  };
  const takeIn = async (path: string) =>
    reportsOf(await plancher(['ingest', '--no-estimate', '--json', path], place));
  const known = [200, 100].map((days) =>
    paidBefore(days, { flow_id: `known-${String(days)}`, site: 'known.tv' }),
  );
  expect(await takeIn(fileOf('flow-known.ndjson', known))).toMatchObject([{ accepted: 2 }]);
  const up = startPlancher(['up', '--roles', 'estimate,alert'], place);
  up.stdin.end();
  const floors = () =>
    served.ask(
      'SELECT operation, toString(documented_eur) FROM revenue_floor ORDER BY operation, month',
    );
  await expect.poll(floors, { timeout: 60_000 }).toHaveLength(2);
  const found = [
    paidBefore(2, { flow_id: 'new', site: 'new.tv', publisher_account: 'pub-new', amount: '250' }),
  ];
  expect(await takeIn(fileOf('flow-new.ndjson', found))).toMatchObject([{ accepted: 1 }]);
  const told = () => received.flatMap(({ body }) => message.parse(JSON.parse(body)).alerts);
  await expect
    .poll(told, { timeout: 60_000 })
    .toContainEqual({ operation: 'new.tv', kind: 'FIRST' });
  await expect.poll(floors, { timeout: 60_000 }).toContainEqual(['new.tv', '250']);
  for (const { body, signature, timestamp } of received)
    expect(signature).toBe(
      `v1=${createHmac('sha256', SECRET).update(`${timestamp}.${body}`).digest('hex')}`,
    );
  process.kill(up.pid, 'SIGTERM');
  expect((await up.ended).code).toBe(0);
  await served.stop();
  await closeServer(receiver, 100);
});

test('serve: an analyst asks SQL, and may not write; without analysts the role refuses to start', async () => {
  const address = `127.0.0.1:${String(await freePort())}`;
  const environment = {
    PLANCHER_ANALYSTS_FILE: at('analysts.json'),
    PLANCHER_ANALYSTS_LISTEN: address,
  };
  const place = { warehouse: at('asked'), environment };
  expect(
    (await plancher(['analysts', 'add', 'anne'], place, 'correct horse battery staple\n')).code,
  ).toBe(0);
  const up = startPlancher(['up', '--roles', 'serve'], place);
  up.stdin.end();
  const headers = {
    Authorization: `Basic ${Buffer.from('anne:correct horse battery staple').toString('base64')}`,
  };
  const answer = async (sql: string) => {
    try {
      return await fetch(`http://${address}/?database=plancher`, {
        method: 'POST',
        body: sql,
        headers,
      });
    } catch {
      await wait(50);
      return null;
    }
  };
  await expect
    .poll(async () => (await answer('SELECT count() FROM revenue_floor'))?.text(), {
      timeout: 60_000,
    })
    .toBe('0\n');
  const refused = await answer('DROP TABLE flow_record');
  expect([refused?.ok, refused?.headers.get('x-plancher-refused')]).toEqual([
    false,
    expect.stringMatching(/\w/),
  ]);
  process.kill(up.pid, 'SIGTERM');
  expect((await up.ended).code).toBe(0);
  const nobody = await plancher(['up', '--roles', 'serve'], { warehouse: at('asked') });
  expect([nobody.code, isOneLine(nobody)]).toEqual([2, true]);
  expect(nobody.stderr).toContain('PLANCHER_ANALYSTS_FILE');
});
