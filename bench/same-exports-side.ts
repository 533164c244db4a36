// Everything that one checkout shows of given records, as files: KIND/WORLD/NAME. The checkout is a
// black box: only its command and its endpoint for analysts are used. See bench/same-exports.ts.
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { type Server, createServer } from 'node:http';
import { dirname, join } from 'node:path';
import { freePort } from '../test/free-port.ts';
import { batchSchema, worldArguments } from './same-exports-records.ts';
import {
  type Side,
  World,
  prepare,
  rowsOf,
  rowsSchema,
  served,
  textOf,
} from './same-exports-world.ts';

/**
 * A world that is done is not done again.
 * @returns how many commands were run, and how many ended with another code than 0
 */
export async function makeArtefacts(side: Side): Promise<{ commands: number; failed: number }> {
  const isThere = (name: string) => existsSync(join(side.records, name, 'batch-1'));
  const all = ['once', ...readdirSync(side.records).filter(isThere)];
  const wanted = all.filter((name) => side.only?.includes(name) ?? true);
  const waiting = wanted.filter((name) => !existsSync(doneFile(side, name)));
  if (waiting.length === 0) return { commands: 0, failed: 0 };
  prepare(side);
  const template = new World(side, 'template', null);
  await template.run(['migrate']);
  // Loads the reference data, so that each world begins with it.
  await template.run(['floor', '--json']);
  const done: World[] = [];
  const work = async () => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      const world = new World(side, name, template.warehouse);
      await (name === 'once' ? onceArtefacts(world, side) : worldArtefacts(world, side));
      done.push(world);
      mkdirSync(dirname(doneFile(side, name)), { recursive: true });
      writeFileSync(doneFile(side, name), '');
      process.stderr.write(`${name} `);
    }
  };
  await Promise.all(Array.from({ length: side.jobs }, work));
  process.stderr.write('\n');
  const sum = (of: (world: World) => number) => done.reduce((total, world) => total + of(world), 0);
  return { commands: sum((world) => world.commands), failed: sum((world) => world.failed) };
}

const doneFile = ({ out }: Side, name: string) => join(`${out}-done`, name);

/** What needs no records. */
async function onceArtefacts(world: World, { records }: Side): Promise<void> {
  await world.shown('demo', 'demo.txt', ['demo']);
  await world.shown('backtest', 'backtest.json', ['backtest', '--json']);
  await world.shown('backtest', 'backtest.csv', ['backtest', '--format', 'csv']);
  await world.shown('lists', 'reference.json', ['reference', 'list', '--json']);
  const card = join(records, 'rate-card-lower.json');
  await world.shown('lists', 'card-checked.json', [
    'reference',
    'rates',
    card,
    '--check',
    '--json',
  ]);
  for (const seed of [3, 10, 15]) {
    const made = join(world.folder, `made-${String(seed)}`);
    await world.run([...worldArguments(seed), '--out', made]);
    for (const file of readdirSync(made))
      world.keepBytes('simulated', `${String(seed)}-${file}`, readFileSync(join(made, file)));
  }
}

async function worldArtefacts(world: World, side: Side): Promise<void> {
  const messages: string[] = [];
  const receiver = await receive(world, messages);
  const number = Number(world.name.replace(/\D/g, ''));
  const folder = join(side.records, world.name);
  const batches = readdirSync(folder).toSorted();
  for (const [index, batch] of batches.entries()) {
    const { at, isBackfill } = batchSchema.parse(
      JSON.parse(readFileSync(join(folder, batch, 'batch.json'), 'utf8')),
    );
    world.goTo(at);
    if (index === 3) await actOnAlerts(world);
    const files = readdirSync(join(folder, batch)).filter((name) => name.endsWith('.ndjson'));
    const paths = files.map((name) => join(folder, batch, name));
    const ingest = ['ingest', '--json', ...(isBackfill ? ['--backfill'] : []), ...paths];
    await world.shown('ingest', `${batch}.json`, ingest);
    if (index % 2 === 1)
      await world.shown('lists', `sent-${batch}.json`, ['alerts', 'send', '--json']);
  }
  await world.run(['rejected', 'replay', '--json']);
  if (number % 2 === 0)
    await world.run(['reference', 'rates', join(side.records, 'rate-card-lower.json'), '--json']);
  receiver.close();
  world.keep('messages', 'messages.txt', messages.toSorted().join('\n'));
  await lists(world);
  await explanations(world, number);
  const shipped = rowsOf(await world.shown('lists', 'exports.json', ['export', 'list', '--json']));
  for (const row of shipped) await writeExport(world, textOf(row['export']));
  const tables = await views(world);
  if (world.name === 'demo') await ownExports(world, tables);
}

/** Takes the messages about alerts. */
async function receive(world: World, messages: string[]): Promise<Server> {
  const port = await freePort();
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const { 'idempotency-key': key, 'x-plancher-signature': signature } = request.headers;
      messages.push([key, signature, Buffer.concat(parts).toString('utf8')].join(' '));
      response.end();
    });
  }).listen(port, '127.0.0.1');
  const desk = { name: 'desk', type: 'webhook', url: `http://127.0.0.1:${String(port)}/alerts` };
  const rules = {
    ...{ materiality_eur: '1', baseline_days: 30, floor_thresholds_eur: ['10', '100', '1000'] },
    ...{ floor_correction_eur: '5', floor_correction_percent: 5 },
  };
  const settings = {
    rules,
    destinations: [desk],
    routes: [{ to: ['desk'] }],
    allow_addresses: ['127.0.0.0/8'],
  };
  writeFileSync(join(world.folder, 'alerts.json'), JSON.stringify(settings));
  world.set('PLANCHER_ALERTS_FILE', join(world.folder, 'alerts.json'));
  return server;
}

async function actOnAlerts(world: World): Promise<void> {
  const alerts = rowsOf(await world.run(['alerts', '--json']))
    .map((row) => textOf(row['alert_id']))
    .toSorted();
  const acts = [['ack'], ['close'], ['snooze', '--until-eur', '100000']];
  for (const [index, [act = '', ...more]] of acts.entries()) {
    const id = alerts[index * 2];
    if (id !== undefined)
      await world.run(['alerts', act, id, '--reason', 'looked at', '--by', 'anne', ...more]);
  }
}

/** What views do not show; of the demo all lists in every form. */
async function lists(world: World): Promise<void> {
  const all = {
    floor: ['floor'],
    'floor-as-of': ['floor', '--as-of', '2015-12-31'],
    'floor-without': ['floor', '--without', 'even_spread', '--without', 'rung:L3'],
    diff: ['diff', '--from', '2015-12-31', '--to', '2016-12-31'],
    runs: ['runs'],
    alerts: ['alerts'],
    deliveries: ['alerts', 'deliveries'],
  };
  const ofDemo = {
    flags: ['flags'],
    baseline: ['alerts', 'baseline'],
    rejected: ['rejected'],
    reference: ['reference', 'list'],
  };
  const isDemo = world.name === 'demo';
  for (const [name, args] of Object.entries({ ...all, ...(isDemo ? ofDemo : {}) })) {
    await world.shown('lists', `${name}.json`, [...args, '--format', 'json']);
    if (!isDemo) continue;
    await world.shown('lists', `${name}.csv`, [...args, '--format', 'csv']);
    await world.shown('tables', `${name}.txt`, [...args, '--format', 'table']);
  }
  const read = (name: string) =>
    rowsSchema.parse(
      JSON.parse(readFileSync(join(world.side.out, 'lists', world.name, `${name}.json`), 'utf8')),
    );
  const ids = read('alerts')
    .map((row) => textOf(row['alert_id']))
    .toSorted();
  for (const id of ids.slice(0, isDemo ? 4 : 1)) {
    await world.shown('alert-shown', `${id}.json`, ['alerts', 'show', id, '--json']);
    await world.shown('alert-shown', `${id}.txt`, ['alerts', 'show', id]);
  }
  const run = read('runs').at(isDemo ? 0 : 1);
  if (run !== undefined)
    await world.shown('replayed', 'replay.json', ['replay', textOf(run['run_id']), '--json']);
}

const LANGUAGES = ['en', 'fr'];
const PAPERS = ['text', 'html', 'markdown'].flatMap((format) =>
  LANGUAGES.map((language) => [format, language] as const),
);

/** Of each warehouse four floors as JSON, two also on paper; the first of the demo in all forms. */
async function explanations(world: World, number: number): Promise<void> {
  const path = join(world.side.out, 'lists', world.name, 'floor.json');
  const floors = rowsSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  const modelled = floors.find((row) => row['rung'] === 'L3' && row['status'] === 'ok');
  const spread = [0.2, 0.5, 0.9].map((part) => floors[Math.floor(floors.length * part)]);
  const chosen = [modelled, ...spread].filter((row) => row !== undefined);
  for (const [index, row] of chosen.entries()) {
    const [operation, month] = [textOf(row['operation']), textOf(row['month'])];
    const explain = (format: string, language: string) =>
      world.shown(
        `explain-${format}`,
        `${String(index + 1)}-${language}.${format}`,
        ['explain', operation, month].concat('--format', format, '--lang', language),
      );
    const isWhole = world.name === 'demo' && index === 0;
    const turn = (number + 2 * index) % PAPERS.length;
    for (const language of isWhole ? LANGUAGES : [LANGUAGES[index % 2] ?? 'en'])
      await explain('json', language);
    const papers = isWhole ? PAPERS : PAPERS.slice(turn, index < 2 ? turn + 1 : turn);
    for (const [format, language] of papers) await explain(format, language);
  }
}

const FORMATS = ['csv', 'jsonl', 'parquet', 'xlsx'];
const OWN_SQL =
  'SELECT network, count() AS flows, sum(amount_eur) AS eur FROM flow_current GROUP BY network';

/** Every public table in every format, a filter, French numbers, and the SQL of a person. */
async function ownExports(world: World, tables: readonly string[]): Promise<void> {
  // Names of folders and processes cannot be normalised in signed files.
  const exported = ['export', 'reason', 'planned_at', 'attempt', 'outcome', 'row_count'];
  const all = tables.map((view) => ({
    name: `all-${view.replaceAll('_', '-')}`.slice(0, 31),
    view,
    formats: FORMATS,
    ...(view === 'export_run' ? { columns: exported } : {}),
  }));
  const csv = { bom: true, separators: 'french' };
  const filters = [{ column: 'floor_eur', is: 'at_least', value: '100' }];
  const french = { name: 'french', view: 'revenue_floor', formats: ['csv'], csv, filters };
  const exports = [...all, french, { name: 'own-sql', sql: 'own.sql', formats: FORMATS }];
  writeFileSync(join(world.folder, 'own.sql'), OWN_SQL);
  writeFileSync(join(world.folder, 'exports.json'), JSON.stringify({ exports }));
  world.set('PLANCHER_EXPORTS_FILE', join(world.folder, 'exports.json'));
  for (const { name } of exports) await writeExport(world, name);
}

async function writeExport(world: World, name: string): Promise<void> {
  const written = await world.shown('export-written', `${name}.json`, ['export', name, '--json']);
  if (written.code !== 0) return;
  const [row] = rowsOf(written);
  const directory = textOf(row?.['directory']);
  for (const file of readdirSync(directory)) {
    const kind = file.startsWith('manifest')
      ? file.replace('.', '-')
      : (file.split('.').at(-1) ?? '');
    world.keepBytes(`export-${kind}`, `${name}/${file}`, readFileSync(join(directory, file)));
  }
  if (world.name !== 'demo' || name.startsWith('all-')) return;
  const key = join(world.side.records, 'keys', 'export-public.pem');
  const verify = ['verify', directory, '--key', key, '--json'];
  await world.shown('export-written', `${name}-verified.json`, verify);
}

/** Every public view and table in full, as an analyst reads it; of the demo also the cookbook. */
async function views(world: World): Promise<string[]> {
  return served(world, async (ask) => {
    const keep = async (kind: string, file: string, sql: string) => {
      const answer = await ask(sql);
      world.keep(kind, `${file}.tsv`, answer);
      return answer;
    };
    const shown = await keep('views', 'tables', 'SHOW TABLES FORMAT TSV');
    const tables = shown.split('\n').filter((name) => name !== '');
    const all = 'ORDER BY ALL FORMAT TSVWithNamesAndTypes';
    for (const table of tables) await keep('views', table, `SELECT * FROM ${table} ${all}`);
    if (world.name !== 'demo') return tables;
    for (const table of tables)
      await keep('view-columns', table, `DESCRIBE TABLE ${table} FORMAT TSVWithNames`);
    const comments = 'SELECT name, comment FROM system.tables ORDER BY name FORMAT TSVWithNames';
    await keep('view-columns', 'tables', comments);
    const cookbook = readFileSync(join(world.side.questions, 'docs', 'queries.md'), 'utf8');
    // The engine has a clock of its own.
    const questions = [...cookbook.matchAll(/```sql\n(.*?)```/gs)]
      .map(([, sql = '']) => sql.trim())
      .filter((sql) => !sql.includes('now()'));
    for (const [index, sql] of questions.entries())
      await keep('cookbook', String(index + 1), `${sql}\nFORMAT TSVWithNamesAndTypes`);
    return tables;
  });
}
