// An evaluation of alerts after a batch of new flows, against the first one over all flows, in one
// run. A warehouse of its own, no Kafka. 5000000 20000 10000 is the size that is promised about.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '../pipeline/config/config.ts';
import { findAlerts, takeIn } from '../pipeline/path.ts';
import { openSession } from '../pipeline/open-session.ts';
import { systemClock } from '../pipeline/platform/clock.ts';
import { deleteFolder } from '../pipeline/platform/temporary-folder.ts';
import { flow } from '../test/records.ts';
import { writeLines } from './records.ts';

const YEARS = 4;
/** From here on each operation is paid through another name: an alert each. */
const NEW_PAYEE_YEAR = 2022;

function record(index: number, operations: number, isNew: boolean): string {
  // A batch touches few operations, as a statement of one network does.
  const site = index % operations;
  const month = String(1 + (Math.floor(index / operations) % 12)).padStart(2, '0');
  const year = 2020 + (isNew ? YEARS : Math.floor(index / operations / 12) % YEARS);
  const name = isNew ? 'new' : year < NEW_PAYEE_YEAR ? 'first' : 'second';
  const paid = flow(`${isNew ? 'n' : 'f'}-${String(index)}`, {
    network: `network-${String(site % 24)}.example`,
    publisher_account: `pub-${String(site)}`,
    site: `site-${String(site)}.tv`,
    period_start: `${String(year)}-${month}-01`,
    period_end: `${String(year)}-${month}-28`,
    value_date: `${String(year)}-${month}-28`,
    amount: '120',
    payee: {
      name: `Payee ${name} ${String(site)}`,
      country: 'CY',
      account: `acc-${String(site)}`,
      account_type: 'other',
    },
  });
  return JSON.stringify(paid);
}

export async function measureEvaluation([
  flows = 200_000,
  operations = 5_000,
  batch = 2_000,
]: readonly number[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'plancher-bench-'));
  try {
    const [all, few] = [join(folder, 'flow-all.ndjson'), join(folder, 'flow-few.ndjson')];
    await writeLines(all, 0, flows, (index) => record(index, operations, false));
    await writeLines(few, 0, batch, (index) =>
      record(index, Math.max(1, Math.floor(operations / 40)), true),
    );
    const session = await openSession(
      { ...loadConfig({}), warehouse: `embedded:${join(folder, 'warehouse')}` },
      systemClock,
    );
    const tools = { decodeWorkers: 0, stdin: process.stdin, onProgress: () => undefined };
    for (const path of [all, few]) {
      await takeIn(session, [{ path, kind: 'flow', knownAtMs: null }], tools);
      const started = performance.now();
      const report = await findAlerts(session);
      const seconds = (performance.now() - started) / 1000;
      console.log(
        `${String(report.records)} new of ${String(flows)} flows: ${seconds.toFixed(2)} s; ` +
          `${String(report.operations)} operations with ${String(report.payments)} payments ` +
          `looked at, ${String(report.revised)} alerts new or changed`,
      );
    }
    console.log(`peak memory ${String(Math.round(process.resourceUsage().maxRSS / 1024))} MB`);
    await session.warehouse.close();
  } finally {
    deleteFolder(folder);
  }
}
