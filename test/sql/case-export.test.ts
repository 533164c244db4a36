// Case folders from a warehouse: the floors in them are those in force, every record is traced to
// the ledger, and where one of both does not hold nothing is written.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runEstimate } from '../../pipeline/estimate/run.ts';
import { folderName } from '../../pipeline/export/case/publish-case.ts';
import { recomputeCase } from '../../pipeline/export/case/recompute-case.ts';
import { type WrittenCase, writeCase } from '../../pipeline/export/case/write-case.ts';
import { readPublicKey } from '../../pipeline/export/signature.ts';
import { verifyExport } from '../../pipeline/export/verify.ts';
import { flow, panel, site } from '../records.ts';
import { NO_EVIDENCE } from '../../pipeline/method/evidence.ts';
import { manifestIn } from '../case-folder.ts';
import { putEvidence } from '../warehouse/put-evidence.ts';
import { putRange, temporaryWarehouse, tickingClock } from '../warehouse/temporary.ts';
import { ALPHA } from './figures.ts';
import { exportPlace } from './written-export.ts';

const OPERATION = 'films';
const clock = tickingClock();
const { warehouse, remove } = await temporaryWarehouse('shipped', clock);
afterAll(remove);
const place = exportPlace();
afterAll(() => {
  place.remove();
});

const estimate = () => runEstimate(warehouse, { clock, alpha: ALPHA, isComplete: false });
const write = (operation = OPERATION) => writeCase(place.tools(warehouse), operation);
const failure = (operation?: string) =>
  write(operation).then(
    () => null,
    (thrown: unknown) => thrown,
  );

beforeAll(async () => {
  const paid = { site: 'films.example', currency: 'USD', amount: '100.00' };
  await putRange(
    warehouse,
    'flow',
    [
      flow('f1', paid),
      flow('f2', { ...paid, amount: '30', period_start: '2015-12-01', period_end: '2015-12-31' }),
      flow('f1-back', { ...paid, amount: '12.5', status: 'reversed', reverses: { flow_id: 'f1' } }),
      flow('elsewhere', { site: 'elsewhere.example' }),
    ],
    'flow.ndjson',
    0,
  );
  const films = site('r1', { site: 'films.example', operation: OPERATION });
  await putRange(warehouse, 'site', [films], 'site.ndjson', 0);
  await putRange(warehouse, 'panel', [panel('p1', { site: 'films.example' })], 'panel.ndjson', 0);
  const iban = {
    record_id: 'a1',
    source: 'case-file',
    account: 'FR7630006000011234567890189',
    operation: 'others',
  };
  await putRange(warehouse, 'account', [iban], 'account.ndjson', 0);
  // The same record once more: it has two places.
  await putRange(warehouse, 'flow', [flow('f1', paid)], 'again.ndjson', 7);
  const refused = {
    source: 'statement',
    network: 'popads.net',
    site: 'films.example',
    publisher_account: null,
    period_start: '2015-11-01',
    period_end: '2015-11-30',
  };
  await putEvidence(warehouse, { ...NO_EVIDENCE, refused: [refused] });
  await estimate();
});

const textIn = ({ directory }: WrittenCase, name: string) =>
  readFileSync(join(directory, name), 'utf8');

test('the folder is signed, holds the closure alone, and gives its floors again', async () => {
  const written = await write();
  expect(written).toMatchObject({ operation: OPERATION, flows: 3, months: 2 });
  const verified = await verifyExport(written.directory, readPublicKey(place.publicKey));
  expect(verified).toMatchObject({ isGood: true });
  const manifest = manifestIn(written.directory);
  expect(manifest.run.input.map(({ topic }) => topic).sort()).toEqual([
    'again.ndjson',
    'flow.ndjson',
    'panel.ndjson',
    'site.ndjson',
  ]);
  expect(await recomputeCase(written.directory, manifest)).toMatchObject({ difference: null });
  expect(textIn(written, 'flow.ndjson')).not.toContain('elsewhere');
  expect(textIn(written, 'account.ndjson')).toBe('');
});

test('every line is traced: each copy of a record, what was refused, and when it was known', async () => {
  const written = await write();
  const ledger = textIn(written, 'ledger.csv');
  const line = textIn(written, 'flow.ndjson')
    .split('\n')
    .findIndex((one) => one.includes('"flow_id":"f1",'));
  const copies = ledger.match(new RegExp(`"flow.ndjson",${String(line + 1)},"[a-z.]+",0,\\d`, 'g'));
  expect(copies).toEqual([
    `"flow.ndjson",${String(line + 1)},"again.ndjson",0,7`,
    `"flow.ndjson",${String(line + 1)},"flow.ndjson",0,0`,
  ]);
  expect(ledger).toContain('"refused.ndjson",1,"refused.ndjson",0,0,');
  expect(textIn(written, 'refused.ndjson')).toContain('"site":"films.example"');
  expect(ledger).toMatch(
    /"panel.ndjson",1,"panel.ndjson",0,0,"[0-9a-f]{64}","2026-01-02T00:00:00Z"/,
  );
});

test('the same state gives the same folder', async () => {
  const [first, second] = [await write(), await write()];
  expect(second.directory).toBe(first.directory);
  expect(second.made_at > first.made_at).toBe(true);
  expect(textIn(second, 'manifest.sig')).toContain(second.made_at);
});

test('an operation without a floor is refused, with exit 2', async () => {
  expect(await failure('nobody')).toMatchObject({ code: 'unknown_operation', exitCode: 2 });
});

test('records that no run has seen are refused', async () => {
  const late = flow('f3', { site: 'films.example', amount: '1', currency: 'USD' });
  await putRange(warehouse, 'flow', [late], 'late.ndjson', 0);
  expect(await failure()).toMatchObject({ code: 'floors_behind', exitCode: 1 });
  await estimate();
  expect(await write()).toMatchObject({ flows: 4 });
});

test('a floor in force that the records do not give is refused, with both figures', async () => {
  const before = readdirSync(join(place.folder, folderName(OPERATION)));
  const { directory } = await write();
  const [, floor = ''] = /"2015-11","ok",.*?,(\d+\.\d{4}),/.exec(
    readFileSync(join(directory, 'floors.csv'), 'utf8'),
  ) ?? [''];
  await warehouse.command(
    `INSERT INTO floor_revision
     SELECT * REPLACE (toDecimal64(77.7777, 4) AS floor_eur, known_at + 1 AS known_at)
     FROM floor_revision
     WHERE operation = '${OPERATION}' AND month = '2015-11'`,
  );
  const thrown = await failure();
  expect(thrown).toMatchObject({ code: 'floors_differ', exitCode: 1 });
  expect(String(thrown)).toContain(
    `month 2015-11: floor_eur is 77.7777 in force, and ${floor} as computed`,
  );
  expect(readdirSync(join(place.folder, folderName(OPERATION)))).toEqual(before);
});

test('no name of an operation leads out of the folder or into that of another one', () => {
  const names = [
    'films',
    '../films',
    '..',
    '.',
    'Films',
    'films/x',
    'a..b',
    '',
    '\u202efilms',
    'ﬁlms',
  ];
  const folders = names.map(folderName);
  expect(new Set(folders).size).toBe(names.length);
  for (const name of folders) expect(name).toMatch(/^case-[a-z0-9_.-]+$/);
  for (const name of folders) expect(name).not.toContain('..');
  expect(existsSync(join(place.folder, folderName('films')))).toBe(true);
});
