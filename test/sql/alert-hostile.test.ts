// Whatever the texts of records contain, each alert reaches each destination, in few bytes and in
// the same lines as a harmless twin. The receivers are real ones on sockets, the outbox is the real
// one. Two operations of each kind differ only in the texts of their records.
import { type IncomingHttpHeaders, type Server, createServer } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { deliverDue } from '../../pipeline/alert/tell/deliver.ts';
import { evaluateAlerts } from '../../pipeline/alert/find/evaluate.ts';
import { MOST_BODY_BYTES, messageBody } from '../../pipeline/alert/tell/message.ts';
import { planMessages } from '../../pipeline/alert/tell/plan.ts';
import { sendersOf } from '../../pipeline/alert/tell/senders.ts';
import { parseAlertSettings } from '../../pipeline/config/alerts-file.ts';
import { show } from '../../pipeline/cli/alerts-show.ts';
import { closeServer, listenAt } from '../../pipeline/platform/listen.ts';
import { createLog } from '../../pipeline/platform/log.ts';
import { randomOf } from '../../pipeline/platform/random.ts';
import { readMail, smtpSink } from '../smtp-sink.ts';
import { anyRow } from './figures.ts';
import { LONG_BYTES, type Texts, hostileText, recordsOf, textsOf } from './hostile-texts.ts';
import { TEST_TIME_MS, putRange, temporaryWarehouse } from '../warehouse/temporary.ts';
import { computeFloors } from './compute-floors.ts';

const PAIRS = 16;
let nowMs = TEST_TIME_MS;
const clock = () => (nowMs += 1);
const { warehouse, remove } = await temporaryWarehouse('shipped', clock);
afterAll(remove);
let server: Server;
let sink: Awaited<ReturnType<typeof smtpSink>>;
const posts: { path: string; headers: IncomingHttpHeaders; body: string }[] = [];
const hostile: Texts[] = [];
let report = { sent: 0, failed: 0, dead: 0 };
let planned = 0;

beforeAll(async () => {
  sink = await smtpSink(null);
  server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      posts.push({
        path: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(pieces).toString(),
      });
      response.writeHead(200).end('ok');
    });
  });
  const origin = `http://${await listenAt(server, '127.0.0.1:0', 'test')}`;
  const random = randomOf(15);
  const sites: object[] = [];
  const twins: object[] = [];
  for (let pair = 0; pair < PAIRS; pair += 1) {
    const texts = textsOf((field) => hostileText(random, pair, field));
    hostile.push(texts);
    const [own, twin] = [
      recordsOf(pair, 'hostile', texts),
      recordsOf(
        pair,
        'twin',
        textsOf((field) => `twin ${field} ${String(pair)}`),
      ),
    ];
    await putRange(warehouse, 'flow', own.flows, texts.topic, 0);
    sites.push(own.site, twin.site);
    twins.push(...twin.flows);
  }
  await putRange(warehouse, 'flow', twins, 'twin.ndjson', 0);
  await putRange(warehouse, 'site', sites, 'site.ndjson', 0);
  const sending = [
    { name: 'desk', type: 'webhook', url: `${origin}/hook`, budget_per_hour: 100_000 },
    { name: 'team', type: 'slack', budget_per_hour: 100_000 },
    { name: 'equipe', type: 'slack', language: 'fr', budget_per_hour: 3 },
    {
      name: 'judge',
      type: 'email',
      host: '127.0.0.1',
      port: sink.port,
      tls: 'none',
      from: 'p@example.org',
      to: ['j@example.org'],
      budget_per_hour: 100_000,
    },
  ];
  const settingsOf = (destinations: object[]) =>
    parseAlertSettings(
      JSON.stringify({
        rules: { baseline_days: 30 },
        destinations,
        routes: [{ to: destinations.map((one) => ('name' in one ? one.name : '')) }],
        allow_addresses: ['127.0.0.1'],
      }),
      'test',
    );
  const settings = settingsOf(sending);
  await computeFloors(warehouse, clock);
  await evaluateAlerts(warehouse, { clock, rules: settings.rules });
  // What Kafka gets is what the outbox holds for it; test/kafka sends it.
  planned = await planMessages(warehouse, settings, clock);
  await planMessages(
    warehouse,
    settingsOf([{ name: 'bus', type: 'kafka', topic: 'alerts' }]),
    clock,
  );
  const secrets = new Map([
    ['DESK', 'secret'],
    ['TEAM', `${origin}/team`],
    ['EQUIPE', `${origin}/equipe`],
  ]);
  const senders = sendersOf({ settings, secrets, kafka: null, clock, log: createLog('silent') });
  report = await deliverDue(senders, { store: warehouse, clock, random: () => 0 });
});
afterAll(async () => {
  sink.close();
  await closeServer(server, 100);
});

/** Without quoted texts, lines of files, and identities. */
const skeletonOf = (line: string) =>
  line
    .replace(/“[^”]*”…?/g, '“”')
    .replace(/«\u202f[^»]*\u202f»…?/g, '«»')
    .replace(/([”»]…?):0:\d+/g, '$1:0:N')
    .replace(/\b[0-9a-f]{64}\b/g, 'KEY')
    .replace(/\b[0-9a-f]{12}\b/g, 'ID');

const CONTROL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

/** Skeletons of messages by subject: each occurs as often as its harmless twin. */
function expectTwins(messages: { isHostile: boolean; lines: string[] }[]): void {
  for (const { lines } of messages) for (const line of lines) expect(line).not.toMatch(CONTROL);
  const sorted = (isHostile: boolean) =>
    messages
      .filter((one) => one.isHostile === isHostile)
      .map(({ lines }) => lines.map(skeletonOf).join('\n'))
      .sort();
  expect(sorted(true).length).toBeGreaterThanOrEqual(PAIRS);
  expect(sorted(true)).toEqual(sorted(false));
}

const isTwin = (text: string) => /[“«]\u202f?twin operation \d+/.test(text);

test('every message is sent, none is refused, and each is short', async () => {
  expect(report).toEqual({ sent: planned, failed: 0, dead: 0 });
  expect(posts.length + sink.mails.length).toBe(planned);
  const bodies = await warehouse.query(
    'SELECT destination, length(body) AS bytes FROM alert_message',
    {},
    z.object({ destination: z.string(), bytes: z.coerce.number() }),
  );
  expect(new Set(bodies.map(({ destination }) => destination))).toEqual(
    new Set(['desk', 'team', 'equipe', 'judge', 'bus']),
  );
  for (const { bytes } of bodies) expect(bytes).toBeLessThanOrEqual(MOST_BODY_BYTES);
  for (const { body } of posts)
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(MOST_BODY_BYTES);
  for (const mail of sink.mails) expect(mail.length).toBeLessThanOrEqual(2 * MOST_BODY_BYTES);
  // Each operation with an alert is in a message, also those with long names.
  const told = posts
    .filter(({ path }) => path === '/hook')
    .map(({ body }) => messageBody.parse(JSON.parse(body)).operation);
  for (const { operation } of hostile)
    expect(told).toContain(operation.length > 1_000 ? operation.slice(0, 1_000) : operation);
});

test('a webhook gets the lines of the twin, data that is exact up to a length, and only our headers', () => {
  const messages = posts
    .filter(({ path }) => path === '/hook')
    .map(({ headers, body }) => ({ headers, body: messageBody.parse(JSON.parse(body)) }));
  expectTwins(
    messages.map(({ body }) => ({
      isHostile: !isTwin(body.summary),
      lines: [
        body.summary,
        body.summary_fr,
        ...body.alerts.flatMap((one) => [one.explanation, one.explanation_fr]),
      ],
    })),
  );
  for (const { headers, body } of messages) {
    expect(headers['idempotency-key']).toBe(body.message_key);
    expect(body.message_key).toMatch(/^[0-9a-f]{64}$/);
    for (const alert of body.alerts) {
      // The long names begin alike.
      const whole = hostile.filter(({ operation }) => operation.startsWith(alert.operation));
      if (whole.length === 0) continue;
      const isOf = (value: string, field: string, texts: string[]) =>
        value.length <= 1_000 &&
        texts.some((text) => (alert.cut.includes(field) ? text.startsWith(value) : text === value));
      expect(
        isOf(
          alert.network,
          'network',
          whole.map(({ network }) => network),
        ),
      ).toBe(true);
      expect(
        isOf(
          alert.payee,
          'payee',
          whole.flatMap(({ payees }) => payees),
        ),
      ).toBe(true);
      expect(alert.account.length).toBeLessThanOrEqual(1_000);
    }
  }
});

const slackBody = z.strictObject({
  text: z.string(),
  blocks: z
    .array(
      z.strictObject({
        type: z.literal('section'),
        text: z.strictObject({
          type: z.literal('plain_text'),
          text: z.string(),
          emoji: z.literal(false),
        }),
      }),
    )
    .min(1)
    .max(50),
  unfurl_links: z.literal(false),
  unfurl_media: z.literal(false),
});

test('Slack gets plain text: the lines of the twin without mention, link or markup', () => {
  const read = (path: string) =>
    posts.filter((post) => post.path === path).map(({ body }) => slackBody.parse(JSON.parse(body)));
  const messages = [...read('/team'), ...read('/equipe')];
  for (const { text, blocks } of messages) {
    expect(text).toMatch(/^\[plancher\] [a-zé ]+\u202f?: (?:[A-Z_]+|\d+ alert(?:e?s)?)$/);
    for (const block of blocks) {
      expect(block.text.text.length).toBeLessThanOrEqual(3_000);
      expect(block.text.text).not.toMatch(/<|:\/\//);
    }
  }
  const linesOf = (blocks: z.output<typeof slackBody>['blocks']) =>
    blocks
      .map(({ text }) => text.text)
      .join('\n')
      .replaceAll('\n… ', '')
      .split('\n');
  expectTwins(
    read('/team').map(({ blocks }) => ({
      isHostile: !isTwin(linesOf(blocks).join('\n')),
      lines: linesOf(blocks),
    })),
  );
  // A digest of what had no room has lines of ours alone, and says how many more there are.
  const overflow = read('/equipe')
    .map(({ blocks }) => linesOf(blocks))
    .find(([first]) => first?.includes('de plus dans') === true);
  expect(overflow?.length).toBeGreaterThan(2);
  expect(overflow?.at(-1)).toMatch(/^et \d+ autres\u202f: plancher alerts list$/);
  for (const line of overflow?.slice(1, -1) ?? [])
    expect(line).toMatch(/^\[gravité (?:haute|moyenne|basse)\] «\u202f/);
});

test('a mail has the headers, the subject and the lines of the twin', () => {
  const mails = sink.mails.map(readMail);
  expect(new Set(mails.map(({ names }) => names.join(' ')))).toEqual(
    new Set([
      'Idempotency-Key From To Subject Message-ID Content-Transfer-Encoding Date MIME-Version Content-Type',
    ]),
  );
  expectTwins(
    mails.map(({ subject, text }) => ({
      isHostile: !isTwin(subject),
      lines: [subject, ...text.split('\n')],
    })),
  );
});

test('plancher alerts show prints the lines of the twin, none of them long', async () => {
  const row = z.object({ alert_id: z.string(), operation: z.string(), explanation: z.string() });
  const all = await warehouse.query(
    'SELECT alert_id, operation, explanation FROM alert_current',
    {},
    row,
  );
  const alerts = all.filter(
    ({ operation }) =>
      /^twin operation [0-4]$/.test(operation) ||
      hostile.slice(0, 5).some((one) => one.operation === operation),
  );
  const counts: Record<'hostile' | 'twin', number[]> = { hostile: [], twin: [] };
  for (const { alert_id: id, explanation } of alerts) {
    let text = '';
    await show({ warehouse }, id, false, (more) => (text += more));
    const lines = text.split('\n');
    for (const line of lines) {
      expect(line).not.toMatch(CONTROL);
      expect(line.length).toBeLessThan(10_000);
    }
    counts[isTwin(explanation) ? 'twin' : 'hostile'].push(lines.length);
  }
  const sorted = (list: number[]) => list.sort((a, b) => a - b);
  expect(sorted(counts.hostile)).toEqual(sorted(counts.twin));
});

test('lists cut long texts, the views hold them whole', async () => {
  const [long] = await warehouse.query(
    'SELECT max(length(payee)) AS bytes FROM alert_current',
    {},
    anyRow,
  );
  expect(Number(long?.['bytes'])).toBeGreaterThan(LONG_BYTES);
});
