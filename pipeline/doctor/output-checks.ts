// Checks what leaves the warehouse: alerts that were found and sent, and exports that were written.
import { z } from 'zod';
import { sqlFile } from '../warehouse/sql-file.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { ago, timeAndAgo } from './ago.ts';
import { type CheckResult, failed, ok, warning } from './check-result.ts';

/** How long a message may wait for its turn, or for a destination that is briefly unreachable. */
const PATIENCE_MS = 600_000;

const evaluationRow = z.object({
  evaluated_at_ms: z.coerce.number(),
  unseen_records: z.coerce.number(),
});
const messagesRow = z.object({
  destination: z.string(),
  status: z.string(),
  messages: z.coerce.number(),
  oldest_ms: z.coerce.number(),
  answer: z.string(),
});

export async function checkAlerts(
  warehouse: Warehouse,
  nowMs: number,
): Promise<readonly CheckResult[]> {
  const check = 'alerts';
  const todo = 'plancher alerts send, or keep plancher up running';
  const [last] = await warehouse.query(sqlFile('doctor/alerts.sql'), {}, evaluationRow);
  if (last === undefined) return [warning(check, 'alerts were never evaluated', todo)];
  const when = `last evaluated ${timeAndAgo(last.evaluated_at_ms, nowMs)}`;
  const looked =
    last.unseen_records === 0
      ? ok(check, `${when}; no record was taken in since`)
      : warning(check, `${when}; ${String(last.unseen_records)} records were taken in since`, todo);
  const waiting = await warehouse.query(sqlFile('doctor/messages.sql'), {}, messagesRow);
  return [looked, ...waiting.flatMap((row) => messagesResult(row, nowMs))];
}

function messagesResult(
  { destination, status, messages, oldest_ms: oldestMs, answer }: z.infer<typeof messagesRow>,
  nowMs: number,
): CheckResult[] {
  const check = `alerts to ${destination}`;
  const said = answer === '' ? '' : `; last answer: ${answer}`;
  if (status === 'dead')
    return [
      failed(
        check,
        `${String(messages)} messages were given up${said}`,
        'fix the destination, then run plancher alerts resend',
      ),
    ];
  if (nowMs - oldestMs < PATIENCE_MS) return [];
  const what =
    `${String(messages)} messages have been ${status} ` +
    `for up to ${ago(nowMs - oldestMs)}${said}`;
  return [
    warning(
      check,
      what,
      'is the destination reachable, and does plancher up run with the role alert? ' +
        'plancher alerts deliveries lists them',
    ),
  ];
}

const exportRow = z.object({
  export: z.string(),
  outcome: z.string(),
  error: z.string(),
  started_at_ms: z.coerce.number(),
});

export async function checkExports(
  warehouse: Warehouse,
  nowMs: number,
): Promise<readonly CheckResult[]> {
  const runs = await warehouse.query(sqlFile('doctor/exports.sql'), {}, exportRow);
  if (runs.length === 0) return [ok('exports', 'no export was ever written')];
  return runs.map(({ export: name, outcome, error, started_at_ms: startedMs }) => {
    const check = `export ${name}`;
    const when = timeAndAgo(startedMs, nowMs);
    if (outcome === 'failed')
      return failed(
        check,
        `failed ${when}: ${error}`,
        'fix what the message says; the schedule retries, or run plancher export',
      );
    return ok(check, outcome === 'done' ? `written ${when}` : `began ${when}`);
  });
}
