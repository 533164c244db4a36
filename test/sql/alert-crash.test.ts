// The process dies between evaluation, outbox, send and mark. Every alert still arrives at least
// once, always with the same idempotency key. PLANCHER_TEST_CRASHES crashes (40 by default, 200
// with npm run test:soak). Code and warehouse are the real ones, and a proxy between them breaks
// off.
import { afterAll, expect, test } from 'vitest';
import { z } from 'zod';
import { deliverDue } from '../../pipeline/alert/tell/deliver.ts';
import { evaluateAlerts } from '../../pipeline/alert/find/evaluate.ts';
import { messageBody } from '../../pipeline/alert/tell/message.ts';
import { planMessages } from '../../pipeline/alert/tell/plan.ts';
import type { Sender } from '../../pipeline/alert/tell/outcome.ts';
import { parseAlertSettings } from '../../pipeline/config/alerts-file.ts';
import type { AlertStore } from '../../pipeline/alert/store.ts';
import type { Warehouse } from '../../pipeline/warehouse/warehouse.ts';
import { type Random, randomOf } from '../../pipeline/platform/random.ts';
import { flow } from '../records.ts';
import { TEST_TIME_MS, putRange, temporaryWarehouse } from '../warehouse/temporary.ts';
import { computeFloors } from './compute-floors.ts';

const CRASHES = Number(process.env['PLANCHER_TEST_CRASHES'] ?? '40');
const ROUNDS = 8;
const UNHARMED = Number.MAX_SAFE_INTEGER;
const DESTINATIONS = ['desk', 'court'];

class Crash extends Error {}

/** Dies before or after a step, when as many are over as were granted. */
class Fate {
  #left: number;
  readonly #random: Random;
  constructor(random: Random, left: number) {
    this.#random = random;
    this.#left = left;
  }

  async step<Value>(act: () => Promise<Value>): Promise<Value> {
    this.#left -= 1;
    const dies = this.#left <= 0;
    if (dies && this.#random.chance(0.5)) throw new Crash();
    const value = await act();
    if (dies) throw new Crash();
    return value;
  }
}

function breaking(warehouse: Warehouse, fate: Fate): AlertStore {
  return {
    query: (...given) => warehouse.query(...given),
    command: (...given) => fate.step(() => warehouse.command(...given)),
    insertObjects: (...given) => fate.step(() => warehouse.insertObjects(...given)),
  };
}

let nowMs = TEST_TIME_MS;
const clock = () => (nowMs += 1);
const { warehouse, remove } = await temporaryWarehouse('shipped', clock);
afterAll(remove);

const settings = parseAlertSettings(
  JSON.stringify({
    rules: { baseline_days: 30 },
    destinations: DESTINATIONS.map((name) => ({
      name,
      type: 'webhook',
      url: 'https://example.org/',
      budget_per_hour: 40,
    })),
    routes: [{ to: DESTINATIONS }],
  }),
  'test',
);

/** The alerts of each message that arrived, by destination and key. */
class Receiver {
  readonly arrived = new Map<string, string>();
  count = 0;

  sender(name: string, fate: Fate): Sender {
    return {
      send: (key, body) =>
        fate.step(() => {
          this.count += 1;
          const before = this.arrived.get(`${name} ${key}`);
          expect(before ?? body, 'one key, one content').toBe(body);
          expect(messageBody.parse(JSON.parse(body)).message_key).toBe(key);
          this.arrived.set(`${name} ${key}`, body);
          return Promise.resolve({ state: 'sent', answer: 'ok' });
        }),
      close: () => Promise.resolve(),
    };
  }
}

/** New operations, some of money that moved long ago, and a correction of an earlier one. */
function records(round: number): Record<string, unknown>[] {
  const one = (name: string, change: Record<string, unknown>) =>
    flow(`${name}-${String(round)}`, {
      site: `${name}-${String(round)}.tv`,
      period_start: '2025-11-01',
      period_end: '2025-11-30',
      value_date: '2025-12-10',
      ...change,
    });
  const corrected =
    round === 0
      ? []
      : [
          {
            ...one('new', {}),
            flow_id: `new-${String(round - 1)}`,
            site: `new-${String(round - 1)}.tv`,
            revision: 2,
            amount: '7000',
          },
        ];
  return [
    flow(`cover-${String(round)}`, {
      site: 'cover.tv',
      period_start: '2014-01-01',
      period_end: '2014-01-31',
      value_date: '2014-02-01',
    }),
    ...['new', 'fresh', 'late'].map((name) =>
      one(name, name === 'late' ? { value_date: '2016-01-05' } : {}),
    ),
    ...corrected,
  ];
}

/** One for a crash that was meant; anything else goes on its way. */
function counted(thrown: unknown): number {
  if (!(thrown instanceof Crash)) throw thrown;
  return 1;
}

const AT_ONCE = 14;

async function more(offset: number): Promise<number> {
  const given = Array.from({ length: AT_ONCE }, (_, index) => {
    const site = `more-${String(offset + index)}`;
    return flow(site, {
      site: `${site}.tv`,
      period_start: '2025-11-01',
      period_end: '2025-11-30',
      value_date: '2025-12-11',
    });
  });
  await putRange(warehouse, 'flow', given, 'crash.ndjson', offset);
  return AT_ONCE;
}

async function cycle(receiver: Receiver, finding: Fate, telling: Fate): Promise<void> {
  await computeFloors(warehouse, clock);
  await evaluateAlerts(breaking(warehouse, finding), { clock, rules: settings.rules });
  const store = breaking(warehouse, telling);
  await planMessages(store, settings, clock);
  const senders = new Map(DESTINATIONS.map((name) => [name, receiver.sender(name, telling)]));
  await deliverDue(senders, { store, clock, random: () => 0.5 });
}

test(`after ${String(CRASHES)} seeded crashes every destination has every alert, each message under one key and no alert under two`, async () => {
  const random = randomOf(5);
  const receiver = new Receiver();
  let [crashes, offset] = [0, 0];
  for (let round = 0; round < ROUNDS; round += 1) {
    const given = records(round);
    await putRange(warehouse, 'flow', given, 'crash.ndjson', offset);
    offset += given.length;
    const target = Math.ceil((CRASHES * (round + 1)) / ROUNDS);
    for (let attempt = 0; crashes < target; attempt += 1)
      try {
        nowMs += 600_000;
        // At first within the evaluation, which has some thirty steps; then behind it.
        const finding = new Fate(random, attempt < 3 ? 1 + random.below(32) : UNHARMED);
        await cycle(receiver, finding, new Fate(random, 1 + random.below(4)));
        offset += await more(offset);
      } catch (thrown) {
        crashes += counted(thrown);
      }
  }
  // Hours pass in which nothing breaks, so that each budget has room.
  for (let hour = 1; hour <= 3; hour += 1) {
    nowMs += 3_600_000;
    const store = breaking(warehouse, new Fate(random, UNHARMED));
    await computeFloors(warehouse, clock);
    await evaluateAlerts(store, { clock, rules: settings.rules });
    await planMessages(store, settings, clock);
    const senders = new Map(
      DESTINATIONS.map((name) => [name, receiver.sender(name, new Fate(random, UNHARMED))]),
    );
    await deliverDue(senders, { store, clock, random: () => 0.5 });
  }
  const owedRow = z.object({ alert_id: z.string(), told: z.string() });
  const alerts = await warehouse.query(
    "SELECT alert_id, told FROM alert_state WHERE state = 'present'",
    {},
    owedRow,
  );
  const memberRow = z.object({
    destination: z.string(),
    message_key: z.string(),
    alert_id: z.string(),
    told: z.string(),
  });
  const members = await warehouse.query(
    'SELECT DISTINCT destination, message_key, alert_id, told FROM alert_message_member WHERE message_key IN (SELECT message_key FROM alert_message)',
    {},
    memberRow,
  );
  for (const destination of DESTINATIONS)
    for (const { alert_id: id, told } of alerts) {
      const keys = members.filter(
        (one) => one.destination === destination && one.alert_id === id && one.told === told,
      );
      expect(keys.length, `${destination} ${id}`).toBe(1);
      expect(
        receiver.arrived.has(`${destination} ${keys[0]?.message_key ?? ''}`),
        `${destination} ${id} arrived`,
      ).toBe(true);
    }
  console.log(
    `${String(crashes)} crashes, ${String(alerts.length)} alerts, ${String(receiver.arrived.size)} messages, ${String(receiver.count)} arrivals`,
  );
  expect(crashes).toBeGreaterThanOrEqual(CRASHES);
  expect(alerts.length).toBeGreaterThanOrEqual(3 * ROUNDS);
  // Some arrived twice, or nothing died between send and mark.
  expect(receiver.count).toBeGreaterThan(receiver.arrived.size);
});
