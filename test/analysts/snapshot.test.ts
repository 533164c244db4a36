// A copy of a warehouse in use is complete in itself.
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { WRITE_ORDER, fingerprint, takeSnapshot } from '../../pipeline/serve/analysts/snapshot.ts';
import { ask, plancher, startPlancher } from '../integration/plancher.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { flow, ndjson } from '../records.ts';

const folder = temporaryFolder();
afterAll(folder.remove);
const at = (...names: string[]) => join(folder.path, ...names);

const RECORDS = 2_000;
const FILES = 12;
const MOST_COPIES = 6;

/** What would be a hole: rows that say that others are there. */
const HOLES = {
  custody: `SELECT c.topic, c.records, l.records FROM
    (SELECT topic, sum(last_offset - first_offset + 1) AS records
     FROM custody_range FINAL GROUP BY topic) AS c
    LEFT JOIN (SELECT topic, uniqExact(offset) AS records FROM input_record GROUP BY topic) AS l
    USING (topic)
    WHERE l.records < c.records`,
  ledger: `SELECT source, record_id FROM input_record WHERE reason = '' AND record_id NOT IN (SELECT flow_id FROM flow_record)`,
  floors:
    'SELECT run_id FROM estimate_run WHERE run_id NOT IN (SELECT run_id FROM floor_revision) AND sequence = 1',
  records: 'SELECT count() AS records FROM flow_record',
};

test('a copy holds no row without the rows that it relies on, whenever it is taken', async () => {
  const files = Array.from({ length: FILES }, (_, file) => {
    const records = Array.from({ length: RECORDS }, (__, index) =>
      flow(`f-${String(file)}-${String(index)}`),
    );
    writeFileSync(at(`flow-${String(file)}.ndjson`), ndjson(records));
    return at(`flow-${String(file)}.ndjson`);
  });
  await plancher(['migrate'], { warehouse: at('warehouse') });
  const ingest = startPlancher(['ingest', ...files], { warehouse: at('warehouse') });
  ingest.stdin.end();
  const copies: string[] = [];
  let seen = '';
  while (ingest.isRunning() && copies.length < MOST_COPIES) {
    const now = fingerprint(at('warehouse'), 'plancher');
    if (now === seen) {
      await wait(5);
      continue;
    }
    seen = now;
    copies.push(at(`copy-${String(copies.length)}`));
    takeSnapshot(at('warehouse'), copies.at(-1) ?? '', 'plancher');
  }
  expect((await ingest.ended).code).toBe(0);
  copies.push(at('copy-last'));
  takeSnapshot(at('warehouse'), at('copy-last'), 'plancher');
  expect(copies.length).toBeGreaterThan(2);
  const found = await Promise.all(copies.map((copy) => ask(copy, HOLES)));
  expect(found.map(({ custody, ledger, floors }) => ({ custody, ledger, floors }))).toEqual(
    copies.map(() => ({ custody: [], ledger: [], floors: [] })),
  );
  expect(found.at(-1)?.records).toEqual([{ records: String(RECORDS * FILES) }]);
});

test('reading and merging in a copy changes nothing in the warehouse', async () => {
  const digests = await ask(at('warehouse'), {
    all: 'SELECT count() AS records, sum(cityHash64(*)) AS digest FROM flow_record',
  });
  // After the query: an engine that opens a warehouse may merge its parts.
  const before = fingerprint(at('warehouse'), 'plancher');
  const last = at('copy-last');
  await ask(last, { merged: 'SELECT 1 AS one' });
  expect(fingerprint(at('warehouse'), 'plancher')).toBe(before);
  expect(
    await ask(at('warehouse'), {
      all: 'SELECT count() AS records, sum(cityHash64(*)) AS digest FROM flow_record',
    }),
  ).toEqual(digests);
});

test('every table that keeps rows has its place in the order of writing', () => {
  const definitions = readdirSync(at('copy-last', 'metadata', 'plancher'));
  for (const name of WRITE_ORDER) expect(definitions).toContain(`${name}.sql`);
  const kept = fingerprint(at('copy-last'), 'plancher')
    .split('\n')
    .flatMap((line) => (/^\w+ [0-9a-f]{3}\//.test(line) ? [line.split(' ')[0] ?? ''] : []));
  expect(kept.filter((name) => !WRITE_ORDER.includes(name))).toEqual([]);
});
