// plancher demo: the main job on the shipped records, in a throw-away embedded warehouse.
import { type Command, Option } from 'commander';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { loadConfig } from '../config/config.ts';
import { exportNamed, loadExports } from '../export/definition.ts';
import { createKeys, hasSigningKey, publicKeyIn, readSigningKey } from '../export/signature.ts';
import { writeExport } from '../export/write-export.ts';
import { kindOfFile } from '../ingest/file/ingest-file.ts';
import { bringUpToDate, findAlerts, takeIn } from '../path.ts';
import { type Session, withThrowAwaySession } from '../open-session.ts';
import { systemClock } from '../platform/clock.ts';
import { harmlessJson, nameShown } from '../platform/harmless.ts';
import { PACKAGE_ROOT } from '../platform/package-root.ts';
import { standardInput } from '../platform/standard-input.ts';
import { type Row, anyRow, shown } from '../text/row.ts';
import { table } from '../text/table.ts';
import { sqlFile } from '../warehouse/sql-file.ts';
import type { Parameters } from '../warehouse/warehouse.ts';
import { exportTools } from './export-tools.ts';
import type { Io, Write } from './io.ts';
import { jsonOption } from './list.ts';

const FLOOR_COLUMNS = [
  'operation',
  'month',
  'floor_headline_eur',
  'floor_eur',
  'documented_eur',
  'modelled_eur',
  'offshore_eur',
  'rung',
  'status',
  'reason',
];
const ALERT_COLUMNS = [
  'first_value_date',
  'severity',
  'kind',
  'level',
  'status',
  'operation',
  'payee',
  'account_country',
  'amount_eur',
];
const PROOF_COLUMNS = [
  'value_date',
  'source',
  'flow_id',
  'amount_eur',
  'payee',
  'account',
  'input',
  'partition',
  'offset',
];
const FLAG_COLUMNS = ['place_day', 'rule', 'list', 'country', 'operation', 'flow_id', 'amount_eur'];

export function addDemo(program: Command, { write }: Io): void {
  program
    .command('demo')
    .description('the main job on the shipped records, in a throw-away warehouse')
    .option('--export <dir>', 'write a signed export of its floors there')
    .addOption(
      new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text'),
    )
    .addOption(jsonOption())
    .action((options: { export?: string; format: 'text' | 'json' }) =>
      demo(options.format === 'json', options.export ?? null, write),
    );
}

/** @param exportTo folder for a signed export of the floors; null: none */
async function demo(isJson: boolean, exportTo: string | null, write: Write): Promise<void> {
  const place = { config: loadConfig(), clock: systemClock, purpose: 'demo' };
  await withThrowAwaySession(place, async (session) => {
    const read = (file: string, parameters: Parameters) =>
      session.warehouse.query(sqlFile(file), parameters, anyRow);
    const records = await takeInShipped(session);
    const run = await bringUpToDate(session);
    const floors = await read('estimate/floors/in_force.sql', { operation: '', month: '' });
    const flags = await read('flag/flags.sql', { operation: '' });
    await findAlerts(session);
    const alerts = await read('alert/list.sql', {
      operation: '',
      status: '',
      kind: '',
      severity: '',
    });
    const [seized] = alerts.filter(
      ({ event_type: event, severity }) => event === 'seizure' && severity === 'high',
    );
    const proofs = await read('alert/show_flows.sql', {
      alert_id: shown(seized?.['alert_id'] ?? 'none'),
    });
    const exported = exportTo === null ? [] : await demoExports(session, exportTo);
    write(
      isJson
        ? `${harmlessJson([{ records, run, floors, flags, alerts, proofs, exported }], 1)}\n`
        : story({ records, floors, flags, alerts, seized, proofs, exported }),
    );
  });
}

/** @returns what became of the records of each file */
async function takeInShipped(session: Session): Promise<Row[]> {
  const shipped = join(PACKAGE_ROOT, 'reference', 'demo');
  const requests = readdirSync(shipped)
    .sort()
    .flatMap((name) => {
      const kind = name.endsWith('.ndjson') ? kindOfFile(name) : null;
      return kind === null ? [] : [{ path: join(shipped, name), kind, knownAtMs: null }];
    });
  const reports = await takeIn(session, requests, {
    decodeWorkers: 0,
    stdin: standardInput(),
    onProgress: () => undefined,
  });
  return reports.map(({ file, kind, accepted, repeated, rejected }) => ({
    file: file.split('/').at(-1),
    kind,
    accepted,
    repeated,
    rejected,
  }));
}

interface DemoExport {
  directory: string;
  public_key: string;
}

/**
 * Floors and alerts, signed with a key next to them. The first demo makes the key, later ones use
 * it.
 */
async function demoExports(session: Session, exportTo: string): Promise<DemoExport[]> {
  const keys = join(exportTo, 'keys');
  if (!hasSigningKey(keys)) createKeys(keys);
  const set = loadExports(null);
  const tools = exportTools(session, set, readSigningKey(keys), exportTo);
  const exported: DemoExport[] = [];
  for (const name of ['floors', 'alerts'])
    exported.push({
      directory: (await writeExport(tools, exportNamed(set, name))).directory,
      public_key: publicKeyIn(keys),
    });
  return exported;
}

interface DemoResult {
  records: Row[];
  floors: Row[];
  flags: Row[];
  alerts: Row[];
  /** The alert of the site that was seized. */
  seized: Row | undefined;
  proofs: Row[];
  exported: readonly DemoExport[];
}

function story({ records, floors, flags, alerts, seized, proofs, exported }: DemoResult): string {
  const november = floors.find(
    (floor) => floor['operation'] === 'planet-series' && floor['month'] === '2015-11',
  );
  return [
    'The case: Planet-Series, 2016. Published: 450,000 visitors a month (Mediametrie), ' +
      'a minimum revenue of about 3,000 EUR a month.',
    'Files named "published" hold published figures; files named "illustrative" hold invented ' +
      'ones. Sources: reference/demo/README.md',
    '',
    '1. Records taken in',
    table(records),
    '2. What each operation earned at least, each month',
    table(floors, FLOOR_COLUMNS),
    '   Planet-Series in November 2015: ' +
      `at least ${String(november?.['floor_headline_eur'])} EUR, from the illustrative flows ` +
      'alone.',
    '',
    '3. Where the money went: accounts in listed places (R01) and offshore centres (R02)',
    table(flags, FLAG_COLUMNS),
    '4. What is new: alerts',
    table(alerts, ALERT_COLUMNS),
    '   A site is seized, and its payout moves within weeks. ' +
      'The alert, in English and French, and the flows that prove it:',
    `   ${shown(seized?.['explanation'])}`,
    `   ${shown(seized?.['explanation_fr'])}`,
    '',
    table(proofs, PROOF_COLUMNS),
    ...(exported.length === 0 ? [] : ['5. Floors and alerts as signed files']),
    ...exported.map(
      ({ directory, public_key: key }) =>
        `   plancher verify ${nameShown(directory)} --key ${nameShown(key)}\n`,
    ),
    `${exported.length === 0 ? '5' : '6'}. What to do next`,
    '   plancher ingest FILE...                    ' +
      'take in your own records; the kinds are in docs/records.md',
    '   plancher floor --operation planet-series   the floors again, from your warehouse',
    '   plancher explain planet-series 2015-11     one floor, down to the line of the file',
    '   plancher alerts                            ' +
      'the alerts; alerts show ID has the flows that prove one',
    '   (with the demo records: plancher ingest reference/demo/*.ndjson)',
    '',
  ].join('\n');
}
