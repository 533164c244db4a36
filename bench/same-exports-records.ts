// The records that bench/same-exports.ts gives to both checkouts, made once by the first of them.
// The demo, the examples of the schemas, and random worlds, each cut into batches by the day on
// which its records were known. The last batch corrects, disputes, reverses and repeats.
// Ten worlds share a warehouse, with names of their own: a warehouse takes minutes.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** What one batch is: its files stand beside `batch.json`. */
export const batchSchema = z.object({ at: z.string(), isBackfill: z.boolean() });
export type Batch = z.infer<typeof batchSchema>;

/** Days on which the batches of a world come in; the last one holds the corrections. */
const DAYS = ['2015-07-20', '2015-12-20', '2016-06-20', '2016-07-20'];
const DEMO_DAYS = ['2016-02-01', '2016-07-01', '2016-10-01'];
const BREAKS = [
  'rates_below_card',
  'contamination_above_card',
  'design_effect_understated',
  'heavy_users_above_card',
  'correlated_factors',
  'wrong_attribution',
  'unseen_reversals',
  'daily_rates',
  'duplicate_payments',
];
const WORLDS_TOGETHER = 10;
/** Every tenth world has plain payments only, and many. */
const PLAIN_EVERY = 10;

const anyRecord = z.record(z.string(), z.unknown());
type AnyRecord = z.infer<typeof anyRecord>;
const flowSchema = z.looseObject({
  flow_id: z.string(),
  revision: z.number(),
  amount: z.string(),
  status: z.string(),
  payee: anyRecord,
});
const panelSchema = z.looseObject({ revision: z.number(), unique_visitors: z.number().nullish() });
const cardSchema = z.looseObject({ version: z.string(), rows: z.array(anyRecord) });

/** What `simulate` is asked for, without the folder. */
export function worldArguments(seed: number): string[] {
  const common = ['simulate', '--seed', String(seed), '--operations', '6'];
  if (seed % PLAIN_EVERY === 0) return [...common, '--documented-only', '--flows', '6'];
  const broken = BREAKS[(seed % PLAIN_EVERY) - 1] ?? '';
  return seed > PLAIN_EVERY ? common : [...common, '--misspecify', broken];
}

/** @param checkout makes the worlds @param folder gets a folder a warehouse, with one a batch */
export function makeRecords(checkout: string, folder: string, worlds: number): void {
  const command = join(checkout, 'bin', 'plancher.js');
  execFileSync(process.execPath, [command, 'keys', 'create', '--out', join(folder, 'keys')]);
  demoRecords(checkout, folder);
  exampleRecords(checkout, folder);
  for (let seed = 1; seed <= worlds; seed += 1) {
    const made = join(folder, `made-${String(seed)}`);
    execFileSync(process.execPath, [command, ...worldArguments(seed), '--out', made]);
    worldRecords(made, folder, seed);
  }
  const card = cardSchema.parse(
    JSON.parse(readFileSync(join(checkout, 'reference', 'rate-card.json'), 'utf8')),
  );
  const lowered: Record<string, string> = { fill_rate: '0.15', publisher_share: '0.25' };
  const rows = card.rows.map((row) => ({
    ...row,
    low: lowered[String(row['factor'])] ?? row['low'],
  }));
  const changed = JSON.stringify({ ...card, version: `${card.version}-lower`, rows }, null, 1);
  writeFileSync(join(folder, 'rate-card-lower.json'), changed);
}

function demoRecords(checkout: string, folder: string): void {
  const from = join(checkout, 'reference', 'demo');
  const files = readdirSync(from).filter((name) => name.endsWith('.ndjson'));
  const parts = [/^(site|panel)/, /^(flow|observation)/, /^event/];
  for (const [index, at] of DEMO_DAYS.entries()) {
    const batch = beginBatch(join(folder, 'demo'), index, { at, isBackfill: false });
    for (const name of files.filter((one) => parts[index]?.test(one) === true))
      cpSync(join(from, name), join(batch, name));
  }
}

/** Records with everything that is unusual: other scripts, limits, historic codes; and bad ones. */
function exampleRecords(checkout: string, folder: string): void {
  const examples = join(checkout, 'schemas', 'examples', 'accepted.ndjson');
  const kept = linesOf(examples).map((line) =>
    z.object({ kind: z.string(), record: z.unknown() }).parse(JSON.parse(line)),
  );
  for (const [index, at] of DAYS.slice(0, 2).entries()) {
    const batch = beginBatch(join(folder, 'examples'), index, { at, isBackfill: index === 0 });
    const ours = kept.filter((_, position) => position % 2 === index);
    for (const kind of new Set(ours.map((one) => one.kind))) {
      const lines = ours
        .filter((one) => one.kind === kind)
        .map((one) => JSON.stringify(one.record));
      writeLines(join(batch, `${kind}.ndjson`), [...lines, '{"revision": 0}', 'no JSON']);
    }
  }
}

function worldRecords(made: string, folders: string, seed: number): void {
  const group = Math.ceil(seed / WORLDS_TOGETHER);
  const folder = join(folders, `worlds-${String(group)}`);
  const prefix = `w${String(seed)}-`;
  const kinds = readdirSync(made).filter((name) => name.endsWith('.ndjson'));
  const records = new Map(
    kinds.map((file) => {
      const lines = linesOf(join(made, file)).map((line) => line.replaceAll('op-', `${prefix}op-`));
      return [file.replace('.ndjson', ''), lines.map(recordOf)] as const;
    }),
  );
  const fileOf = (batch: string, kind: string) => join(batch, `${kind}-${String(seed)}.ndjson`);
  for (const [index, at] of DAYS.slice(0, -1).entries()) {
    const isBackfill = index === 0 && group % 2 === 0;
    const batch = beginBatch(folder, index, { at, isBackfill });
    const isLast = index === DAYS.length - 2;
    for (const [kind, all] of records) {
      const isOurs = (record: AnyRecord) => {
        const day = knownOn(record);
        return (isLast || day <= at) && (index === 0 || day > (DAYS[index - 1] ?? ''));
      };
      writeRecords(fileOf(batch, kind), all.filter(isOurs));
    }
    // A seizure between two batches: payments after it are told as grave.
    if (index === 1) writeRecords(fileOf(batch, 'event'), [seizure(prefix)]);
  }
  const last = beginBatch(folder, DAYS.length - 1, { at: DAYS.at(-1) ?? '', isBackfill: false });
  const flows = (records.get('flow') ?? []).map((record) => flowSchema.parse(record));
  const corrected = flows.flatMap(corrections).map((flow) => JSON.stringify(flow));
  const broken = ['{"flow_id": "half', '{"flow_id": "none", "revision": 1}'];
  writeLines(fileOf(last, 'flow'), [...corrected, ...broken]);
  const panels = (records.get('panel') ?? []).filter((_, index) => index % 9 === 0);
  writeRecords(fileOf(last, 'panel'), panels.map(lowerPanel));
  const sites = (records.get('site') ?? []).slice(0, 2);
  const moved = sites.flatMap((site, index) => movedSite(site, index, prefix));
  writeRecords(fileOf(last, 'site'), moved);
}

/** The day on which somebody had the record; empty: from the beginning. */
function knownOn(record: AnyRecord): string {
  for (const name of ['published_at', 'observed_at', 'value_date', 'statement_date', 'period_end'])
    if (typeof record[name] === 'string') return record[name].slice(0, 10);
  return '';
}

function seizure(prefix: string): AnyRecord {
  const head = { record_id: `${prefix}seized`, revision: 1, source: 'court' };
  const what = { type: 'seizure', site: null, operation: `${prefix}op-1`, account: null };
  return { ...head, ...what, date: '2015-10-05' };
}

/** What becomes of a flow later: most stay as they are. */
function corrections(flow: z.infer<typeof flowSchema>, index: number): AnyRecord[] {
  const amount = (factor: number) => (Number(flow.amount) * factor).toFixed(4);
  const next = { ...flow, revision: flow.revision + 1 };
  if (index % 7 === 0) return [{ ...next, amount: amount(1.25) }];
  if (index % 11 === 1) return [{ ...flow, amount: amount(0.5) }];
  if (index % 13 === 2) return [flow, flow];
  if (index % 5 === 3) {
    const payee = { ...flow.payee, name: 'Moved Money Ltd', country: 'VG', account: 'acc-vg' };
    return [{ ...next, payee }];
  }
  if (index % 6 === 4 && flow.status === 'paid') {
    const flowId = `${flow.flow_id}/back`;
    return [
      {
        ...flow,
        flow_id: flowId,
        amount: amount(0.4),
        status: 'reversed',
        reverses: { flow_id: flow.flow_id },
      },
    ];
  }
  if (index % 8 === 5) {
    const upstream = { upstream: [{ flow_id: flow.flow_id, source: flow['source'] }] };
    return [{ ...flow, ...upstream, flow_id: `${flow.flow_id}/hop`, source: 'aggregator' }];
  }
  return [];
}

function lowerPanel(record: AnyRecord): AnyRecord {
  const panel = panelSchema.parse(record);
  const visitors = panel.unique_visitors ?? null;
  const fewer = visitors === null ? null : Math.floor(visitors * 0.8);
  return { ...panel, revision: panel.revision + 1, unique_visitors: fewer };
}

/** The first goes to another operation in the middle of the year, the second is claimed twice. */
function movedSite(record: AnyRecord, index: number, prefix: string): AnyRecord[] {
  if (index === 1) {
    const claim = { record_id: `${prefix}claim`, operation: `${prefix}op-claimed` };
    return [{ ...record, ...claim, source: 'other-case' }];
  }
  const moved = { record_id: `${prefix}moved`, operation: `${prefix}op-moved` };
  return [
    { ...record, revision: 2, valid_to: '2015-06-30' },
    { ...record, ...moved, valid_from: '2015-07-01' },
  ];
}

function beginBatch(folder: string, index: number, batch: Batch): string {
  const path = join(folder, `batch-${String(index + 1)}`);
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, 'batch.json'), JSON.stringify(batch));
  return path;
}

const linesOf = (path: string) =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
const recordOf = (line: string) => anyRecord.parse(JSON.parse(line));

/** No file at all when there are no lines. */
function writeLines(path: string, lines: readonly string[]): void {
  if (lines.length > 0) writeFileSync(path, `${lines.join('\n')}\n`);
}

function writeRecords(path: string, records: readonly AnyRecord[]): void {
  writeLines(
    path,
    records.map((record) => JSON.stringify(record)),
  );
}
