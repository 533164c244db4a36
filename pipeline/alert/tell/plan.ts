// From alerts to messages: what each destination is due and has room for in this hour goes into the
// outbox. Nothing is remembered between calls: due is what the outbox does not contain yet, so the
// next call repairs a crash at any point. Members are written before their message, and count only
// once it exists.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type Clock, sqlTime } from '../../platform/clock.ts';
import { sqlFile } from '../../warehouse/sql-file.ts';
import { toldText } from '../../text/told.ts';
import { type MessageBody, beginning, bodyText, boundedAlert, toldAlert } from './message.ts';
import type { AlertSettings, Destination, Selection } from '../../config/alerts-file.ts';
import type { AlertStore } from '../store.ts';
import { ALERT_WORDS } from '../sentence/words.ts';

/** Alerts that a digest contains in full. */
const TOLD_IN_FULL = 20;
/** Bodies in memory at a time. */
const SINGLES_AT_ONCE = 1_000;

const unitsRow = z.object({
  singles: z.coerce.number(),
  digests: z.coerce.number(),
  planned: z.coerce.number(),
});
const pendingRow = toldAlert.omit({ cut: true }).extend({ told: z.string() });
const digestRow = z.object({
  members: z.coerce.number(),
  members_sha256: z.string(),
  high: z.coerce.number(),
  medium: z.coerce.number(),
  low: z.coerce.number(),
  kinds: z.array(z.string()),
  operations: z.coerce.number(),
});

/** @returns the number of messages planned */
export async function planMessages(
  store: AlertStore,
  settings: AlertSettings,
  clock: Clock,
): Promise<number> {
  let planned = 0;
  for (const destination of settings.destinations)
    planned += await planFor(store, settings, destination, clock());
  return planned;
}

async function planFor(
  store: AlertStore,
  settings: AlertSettings,
  destination: Destination,
  nowMs: number,
): Promise<number> {
  const parameters = {
    destination: destination.name,
    now: sqlTime(nowMs),
    ...selections(settings, destination.name, nowMs),
  };
  if (parameters.route_kinds.length === 0) return 0;
  const [units] = await store.query(sqlFile('alert/tell/pending_units.sql'), parameters, unitsRow);
  const owed = (units?.singles ?? 0) + (units?.digests ?? 0);
  const room = Math.max(0, destination.budget_per_hour - (units?.planned ?? 0));
  if (units === undefined || owed === 0 || room === 0) return 0;
  const isEnough = owed <= room;
  // The last place of the hour is for the digest of everything without a place.
  const slots = isEnough ? room : room - 1;
  const plan: Planning = { store, parameters, nowMs };
  const singles = await planSingles(plan, Math.min(slots, units.singles));
  const digests = await planDigests(plan, Math.min(slots - singles, units.digests));
  return (
    singles +
    digests +
    (isEnough ? 0 : await planDigest(plan, { type: 'overflow', operation: '', digest: '' }))
  );
}

interface Planning {
  store: AlertStore;
  parameters: { destination: string; now: string } & ReturnType<typeof selections>;
  nowMs: number;
}

async function planSingles(plan: Planning, count: number): Promise<number> {
  let planned = 0;
  while (planned < count) {
    const most = Math.min(SINGLES_AT_ONCE, count - planned);
    const chosen = { ...plan.parameters, only: 'single', operation_sha256: '', most };
    const page = await plan.store.query(
      sqlFile('alert/tell/pending_first.sql'),
      chosen,
      pendingRow,
    );
    if (page.length === 0) break;
    await writeSingles(plan, page);
    planned += page.length;
  }
  return planned;
}

async function writeSingles(
  { store, parameters, nowMs }: Planning,
  page: readonly z.output<typeof pendingRow>[],
): Promise<void> {
  const { destination } = parameters;
  const keyed = page.map(({ told, ...alert }) => ({
    alert,
    told,
    key: keyOf(['alert', alert.alert_id, told, destination]),
  }));
  await store.insertObjects(
    'alert_message_member',
    keyed.map(({ alert, told, key }) => ({
      message_key: key,
      destination,
      alert_id: alert.alert_id,
      told,
    })),
  );
  await store.insertObjects(
    'alert_message',
    keyed.map(({ alert, key }) => {
      const body: MessageBody = {
        type: 'alert',
        message_key: key,
        operation: beginning(alert.operation),
        count: 1,
        by_severity: { high: 0, medium: 0, low: 0, [alert.severity]: 1 },
        summary: alert.explanation,
        summary_fr: alert.explanation_fr,
        alerts: [boundedAlert(alert)],
      };
      return messageRow(body, alert.operation, destination, nowMs);
    }),
  );
}

async function planDigests(plan: Planning, count: number): Promise<number> {
  if (count <= 0) return 0;
  const row = z.object({ operation: z.string(), operation_sha256: z.string() });
  const operations = await plan.store.query(
    sqlFile('alert/tell/pending_operations.sql'),
    { ...plan.parameters, most: count },
    row,
  );
  for (const { operation, operation_sha256: digest } of operations)
    await planDigest(plan, { type: 'digest', operation, digest });
  return operations.length;
}

interface Digest {
  type: 'digest' | 'overflow';
  operation: string;
  /** SHA-256 of the operation; empty: all. */
  digest: string;
}

async function planDigest(
  { store, parameters, nowMs }: Planning,
  { type, operation, digest }: Digest,
): Promise<number> {
  const chosen = {
    ...parameters,
    operation_sha256: digest,
    only: type === 'digest' ? 'retrospective' : '',
  };
  const [counts] = await store.query(sqlFile('alert/tell/pending_digest.sql'), chosen, digestRow);
  if (counts === undefined || counts.members === 0) return 0;
  const rows = await store.query(
    sqlFile('alert/tell/pending_first.sql'),
    { ...chosen, most: TOLD_IN_FULL },
    pendingRow,
  );
  const key = keyOf([type, operation, counts.members_sha256, parameters.destination]);
  const { members: count, high, medium, low, kinds, operations } = counts;
  const body: MessageBody = {
    type,
    message_key: key,
    operation: beginning(operation),
    count,
    by_severity: { high, medium, low },
    ...summaries({ type, operation, count, kinds: kinds.join(', '), operations }),
    alerts: rows.map(boundedAlert),
  };
  await store.command(sqlFile('alert/tell/fill_member.sql'), { ...chosen, message_key: key });
  await store.insertObjects('alert_message', [
    messageRow(body, operation, parameters.destination, nowMs),
  ]);
  return 1;
}

interface Summarised {
  type: 'digest' | 'overflow';
  operation: string;
  count: number;
  kinds: string;
  operations: number;
}

function summaries({ type, operation, count, kinds, operations }: Summarised): {
  summary: string;
  summary_fr: string;
} {
  const { digest, overflow } = ALERT_WORDS;
  return type === 'digest'
    ? {
        summary: digest.en(toldText(operation, 'en'), count, kinds),
        summary_fr: digest.fr(toldText(operation, 'fr'), count, kinds),
      }
    : {
        summary: overflow.en(count, operations, kinds),
        summary_fr: overflow.fr(count, operations, kinds),
      };
}

/** @param operation the whole name */
function messageRow(body: MessageBody, operation: string, destination: string, nowMs: number) {
  return {
    message_key: body.message_key,
    destination,
    form: body.type,
    operation,
    member_count: body.count,
    body: bodyText(body),
    planned_at: sqlTime(nowMs),
  };
}

function keyOf(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/**
 * Routes to a destination and the mutes in force, as sql/alert/tell/part/pending.sql takes them.
 */
function selections({ routes, mutes }: AlertSettings, destination: string, nowMs: number) {
  const today = sqlTime(nowMs).slice(0, 10);
  const to = routes.filter((route) => route.to.includes(destination));
  const muted = mutes.filter(({ until }) => until === undefined || today < until);
  const lists = (field: keyof Selection, from: readonly Selection[]) =>
    from.map((one) => one[field].join('\n'));
  return {
    route_kinds: lists('kinds', to),
    route_severities: lists('severities', to),
    route_operations: lists('operations', to),
    mute_kinds: lists('kinds', muted),
    mute_severities: lists('severities', muted),
    mute_operations: lists('operations', muted),
  };
}
