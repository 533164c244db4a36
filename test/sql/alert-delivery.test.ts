// Delivery of alerts to a real HTTP server, from the real warehouse: signatures, faults of the
// receiver, budgets, digests, snoozes, addresses.
import { type ServerResponse } from 'node:http';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { deliverDue } from '../../pipeline/alert/tell/deliver.ts';
import { act, resend } from '../../pipeline/alert/life.ts';
import { messageBody } from '../../pipeline/alert/tell/message.ts';
import { planMessages } from '../../pipeline/alert/tell/plan.ts';
import { sendersOf } from '../../pipeline/alert/tell/senders.ts';
import { signatureOf } from '../../pipeline/alert/tell/webhook.ts';
import { createLog } from '../../pipeline/platform/log.ts';
import { type Fields, flow } from '../records.ts';
import { anyRow } from './figures.ts';
import { TEST_TIME_MS, putRange, temporaryWarehouse } from '../warehouse/temporary.ts';
import { type Received, ok, settingsFor, webhookReceiver } from './webhook-receiver.ts';
import { computeAlerts } from './compute-floors.ts';

const SECRET = 'the secret of the desk';
const HOUR_MS = 3_600_000;

const receiver = await webhookReceiver();
afterAll(receiver.close);
let nowMs = TEST_TIME_MS;
const clock = () => (nowMs += 1);
const { warehouse, remove, empty } = await temporaryWarehouse('shipped', clock);
afterAll(remove);

beforeEach(async () => {
  await empty();
  [receiver.received, receiver.reply] = [[], ok];
  nowMs += 48 * HOUR_MS;
});

type Settings = ReturnType<typeof settingsFor>;
const settingsWith = (more: Fields = {}, destination: Fields = {}) =>
  settingsFor(receiver.origin, more, destination);

/** New operations, of sources that cover the network since long before. */
async function newOperations(
  names: readonly string[],
  change: Record<string, unknown> = {},
): Promise<void> {
  const [count] = await warehouse.query(
    'SELECT count() AS offset FROM input_record',
    {},
    z.object({ offset: z.coerce.number() }),
  );
  const offset = count?.offset ?? 0;
  const day = new Date(nowMs - 20 * 24 * HOUR_MS).toISOString().slice(0, 10);
  const cover = flow('cover', {
    site: 'cover.tv',
    period_start: '2014-01-01',
    period_end: '2014-01-31',
    value_date: '2014-02-01',
  });
  const flows = names.map((name) =>
    flow(name, {
      site: `${name}.tv`,
      period_start: '2025-11-01',
      period_end: '2025-11-30',
      value_date: day,
      ...change,
    }),
  );
  await putRange(warehouse, 'flow', [cover, ...flows], 'delivery.ndjson', offset);
}

const evaluate = (settings: Settings) => computeAlerts(warehouse, clock, settings.rules);
async function tell(settings: Settings) {
  const planned = await planMessages(warehouse, settings, clock);
  const senders = sendersOf({
    settings,
    secrets: new Map([['DESK', SECRET]]),
    kafka: null,
    clock,
    log: createLog('silent'),
  });
  return { planned, ...(await deliverDue(senders, { store: warehouse, clock, random: () => 0 })) };
}
const deliveries = () =>
  warehouse.query(
    'SELECT status, attempts, answer, form, member_count FROM alert_delivery ORDER BY planned_at, message_key',
    {},
    anyRow,
  );

describe('a webhook', () => {
  test('gets each alert once, as JSON, signed over timestamp and body, with an idempotency key', async () => {
    const settings = settingsWith();
    await newOperations(['one']);
    await evaluate(settings);
    expect(await tell(settings)).toEqual({ planned: 1, sent: 1, failed: 0, dead: 0 });
    expect(await tell(settings)).toEqual({ planned: 0, sent: 0, failed: 0, dead: 0 });
    const nobody: Received = { path: '', headers: {}, body: '' };
    const [{ headers, body } = nobody] = receiver.received;
    const message = messageBody.parse(JSON.parse(body));
    expect(message.alerts).toMatchObject([
      { kind: 'FIRST', operation: 'one.tv', amount_eur: '100.0000', status: 'open' },
    ]);
    expect(message.alerts[0]?.explanation).toContain('At least EUR 100.00');
    expect(message.alerts[0]?.explanation_fr).toContain('Au moins 100,00\u202fEUR');
    expect(message.alerts[0]?.explanation).toContain('“delivery.ndjson”:0:1');
    const timestamp = String(headers['x-plancher-timestamp']);
    expect(headers['x-plancher-signature']).toBe(`v1=${signatureOf(SECRET, timestamp, body)}`);
    expect(headers['idempotency-key']).toBe(message.message_key);
    expect(Math.abs(Number(timestamp) * 1000 - nowMs)).toBeLessThan(60_000);
  });

  test.each([
    {
      fault: 'answers 500',
      answer: (response: ServerResponse) => response.writeHead(500).end('down'),
      shown: /^500 down/,
    },
    { fault: 'does not answer', answer: () => undefined, shown: /no answer within 1 s/ },
    {
      fault: 'hangs up',
      answer: (response: ServerResponse) => response.destroy(),
      shown: /ECONNRESET|hang up/,
    },
  ])(
    'that $fault is asked again later with the same key and the same bytes, and the fault is shown',
    async ({ answer, shown }) => {
      const settings = settingsWith();
      await newOperations(['two']);
      await evaluate(settings);
      receiver.reply = answer;
      expect(await tell(settings)).toMatchObject({ sent: 0, failed: 1 });
      const [row] = await deliveries();
      expect(row).toMatchObject({ status: 'retrying', attempts: 1 });
      expect(row?.['answer']).toMatch(shown);
      expect(await tell(settings)).toMatchObject({ sent: 0, failed: 0 });
      receiver.reply = ok;
      nowMs += HOUR_MS;
      expect(await tell(settings)).toMatchObject({ sent: 1 });
      expect(
        receiver.received.map(({ headers, body }) => [headers['idempotency-key'], body]),
      ).toEqual([
        [receiver.received[0]?.headers['idempotency-key'], receiver.received[0]?.body],
        [receiver.received[0]?.headers['idempotency-key'], receiver.received[0]?.body],
      ]);
    },
  );

  test('that answers 429 with Retry-After gets nothing before that time', async () => {
    const settings = settingsWith();
    await newOperations(['three']);
    await evaluate(settings);
    receiver.reply = (response) => response.writeHead(429, { 'Retry-After': '7200' }).end();
    await tell(settings);
    receiver.reply = ok;
    nowMs += 7_100_000;
    expect(await tell(settings)).toMatchObject({ sent: 0 });
    nowMs += 101_000;
    expect(await tell(settings)).toMatchObject({ sent: 1 });
  });

  test('that answers 200 with garbage has accepted the message, and the garbage is shown shortened', async () => {
    const settings = settingsWith();
    await newOperations(['four']);
    await evaluate(settings);
    receiver.reply = (response) => response.writeHead(200).end(`<html>${'x'.repeat(100_000)}`);
    expect(await tell(settings)).toMatchObject({ sent: 1 });
    const [row] = await deliveries();
    expect(row?.['status']).toBe('sent');
    expect(row?.['answer']).toMatch(/^200 <html>x+$/);
    expect(String(row?.['answer']).length).toBeLessThan(400);
  });

  test('that redirects is not followed: the message is dead, is shown, and is sent again on request', async () => {
    const settings = settingsWith();
    await newOperations(['five']);
    await evaluate(settings);
    receiver.reply = (response) =>
      response.writeHead(302, { Location: `${receiver.origin}/elsewhere` }).end();
    expect(await tell(settings)).toMatchObject({ dead: 1 });
    expect(receiver.received.map(({ path }) => path)).toEqual(['/hook']);
    const [row] = await deliveries();
    expect(row?.['status']).toBe('dead');
    expect(row?.['answer']).toContain('redirect');
    nowMs += 48 * HOUR_MS;
    expect(await tell(settings)).toMatchObject({ sent: 0, dead: 0 });
    receiver.reply = ok;
    expect(await resend(warehouse, clock, null, 'tester')).toHaveLength(1);
    expect(await tell(settings)).toMatchObject({ sent: 1 });
    expect(receiver.received[1]?.headers['idempotency-key']).toBe(
      receiver.received[0]?.headers['idempotency-key'],
    );
  });

  test('on a private address is refused unless the file allows it', async () => {
    const settings = settingsWith({ allow_addresses: [] });
    await newOperations(['six']);
    await evaluate(settings);
    expect(await tell(settings)).toMatchObject({ dead: 1 });
    expect(receiver.received).toEqual([]);
    expect((await deliveries())[0]?.['answer']).toContain('127.0.0.1');
  });
});

describe('a flood', () => {
  const FLOOD = Number(process.env['PLANCHER_TEST_FLOOD'] ?? '3000');

  test(`of ${String(FLOOD)} new keys is sent within the hourly budget, the gravest first, and a digest counts all others`, async () => {
    const settings = settingsWith({}, { budget_per_hour: 5 });
    await newOperations(Array.from({ length: FLOOD }, (_, index) => `flood-${String(index)}`));
    await newOperations(['grave'], {
      payee: { name: 'B', country: 'PA', account: 'y', account_type: 'other' },
    });
    await evaluate(settings);
    expect(await tell(settings)).toEqual({ planned: 5, sent: 5, failed: 0, dead: 0 });
    const bodies = receiver.received.map(({ body }) => messageBody.parse(JSON.parse(body)));
    expect(bodies.map(({ type, count }) => [type, count]).sort()).toEqual([
      ...Array.from({ length: 4 }, () => ['alert', 1]),
      ['overflow', FLOOD - 3],
    ]);
    expect(bodies.flatMap(({ alerts }) => alerts.map(({ operation }) => operation))).toContain(
      'grave.tv',
    );
    await newOperations(['after']);
    await evaluate(settings);
    expect(await tell(settings)).toMatchObject({ planned: 0, sent: 0 });
    nowMs += HOUR_MS;
    expect(await tell(settings)).toMatchObject({ planned: 1, sent: 1 });
  });
});

describe('payments of long ago', () => {
  test('are sent in one digest for each operation', async () => {
    const settings = settingsWith();
    await newOperations(['old'], { value_date: '2015-12-30' });
    await newOperations(['old-too'], {
      site: 'old.tv',
      value_date: '2016-06-30',
      publisher_account: 'pub-2',
    });
    await evaluate(settings);
    expect(await tell(settings)).toMatchObject({ planned: 1, sent: 1 });
    expect(messageBody.parse(JSON.parse(receiver.received[0]?.body ?? ''))).toMatchObject({
      type: 'digest',
      operation: 'old.tv',
      count: 2,
    });
  });
});

const alertOf = async (operation: string) => {
  const [alert] = await warehouse.query(
    'SELECT alert_id, status, amount_eur FROM alert_current WHERE operation = {operation:String}',
    { operation },
    z.object({ alert_id: z.string(), status: z.string(), amount_eur: z.string() }),
  );
  return alert ?? { alert_id: '', status: 'none', amount_eur: '' };
};
const acting = { actor: 'tester', reason: 'because', untilDate: null, untilEur: null };

describe('the life of an alert', () => {
  test('once acknowledged, it is sent again only after a material change, and every change is in its history', async () => {
    const settings = settingsWith();
    await newOperations(['seven']);
    await evaluate(settings);
    await tell(settings);
    const { alert_id: id } = await alertOf('seven.tv');
    await act(warehouse, clock, { ...acting, alertId: id.slice(0, 10), action: 'ack' });
    expect((await alertOf('seven.tv')).status).toBe('acknowledged');
    await newOperations(['seven-b'], { site: 'seven.tv', amount: '50' });
    await evaluate(settings);
    expect(await alertOf('seven.tv')).toMatchObject({
      status: 'acknowledged',
      amount_eur: '150.0000',
    });
    expect(await tell(settings)).toMatchObject({ planned: 0 });
    await newOperations(['seven-c'], { site: 'seven.tv', amount: '5000' });
    await evaluate(settings);
    expect(await alertOf('seven.tv')).toMatchObject({ status: 'updated', amount_eur: '5150.0000' });
    expect(await tell(settings)).toMatchObject({ planned: 1, sent: 1 });
    const history = await warehouse.query(
      'SELECT change, actor, reason FROM alert_history WHERE alert_id = {id:String} ORDER BY at',
      { id },
      anyRow,
    );
    expect(history.map(({ change }) => change)).toEqual([
      'revision',
      'ack',
      'revision',
      'revision',
    ]);
  });

  test('while snoozed, it is computed but not sent, until the day or the amount is reached', async () => {
    const settings = settingsWith();
    await newOperations(['eight', 'nine']);
    await evaluate(settings);
    await tell(settings);
    const until = new Date(nowMs + 72 * HOUR_MS).toISOString().slice(0, 10);
    await act(warehouse, clock, {
      ...acting,
      alertId: (await alertOf('eight.tv')).alert_id,
      action: 'snooze',
      untilDate: until,
    });
    await act(warehouse, clock, {
      ...acting,
      alertId: (await alertOf('nine.tv')).alert_id,
      action: 'snooze',
      untilEur: '60000',
    });
    await newOperations(['eight-b', 'nine-b'].slice(0, 1), { site: 'eight.tv', amount: '9000' });
    await newOperations(['nine-b'], { site: 'nine.tv', amount: '9000' });
    await evaluate(settings);
    expect(await alertOf('eight.tv')).toMatchObject({ amount_eur: '9100.0000' });
    expect(await tell(settings)).toMatchObject({ planned: 0 });
    nowMs += 96 * HOUR_MS;
    expect(await tell(settings)).toMatchObject({ planned: 1 });
    await newOperations(['nine-c'], { site: 'nine.tv', amount: '60000' });
    await evaluate(settings);
    expect(await tell(settings)).toMatchObject({ planned: 1 });
    expect(await tell(settings)).toMatchObject({ planned: 0 });
  });

  test('whose evidence is taken back is retracted under its identity, at every destination that got it', async () => {
    const settings = settingsWith();
    await newOperations(['ten']);
    await evaluate(settings);
    await tell(settings);
    const { alert_id: id } = await alertOf('ten.tv');
    await newOperations(['ten'], { site: 'ten.tv', revision: 2, amount: '1' });
    await evaluate(settings);
    expect(await alertOf('ten.tv')).toMatchObject({ alert_id: id, status: 'retracted' });
    expect(await tell(settings)).toMatchObject({ planned: 1 });
    expect(receiver.received[1]?.body).toContain('Withdrawn: ');
  });

  test('that is muted is found and shown, but sent nowhere', async () => {
    const settings = settingsWith({ mutes: [{ operations: ['eleven.tv'], reason: 'known' }] });
    await newOperations(['eleven']);
    await evaluate(settings);
    expect((await alertOf('eleven.tv')).status).toBe('open');
    expect(await tell(settings)).toMatchObject({ planned: 0 });
  });
});
