// The command line: arguments in, exit code out. Data goes to stdout, logs and failures to stderr.
import { Command, CommanderError, Option } from 'commander';
import { KINDS } from '../../schemas/record.ts';
import { addAlerts } from './alerts.ts';
import { behindText } from './behind.ts';
import { addBacktest } from './backtest.ts';
import { demo } from './demo.ts';
import { addDiff } from './compare.ts';
import { addDoctor } from './doctor.ts';
import { addExport } from './export.ts';
import { addExplain } from './explain.ts';
import { ingest } from './ingest.ts';
import {
  type ListOptions,
  jsonOption,
  listOf,
  listOfOne,
  listText,
  printsList,
  settleFormat,
} from './list.ts';
import type { Write } from './io.ts';
import { addReference } from './reference.ts';
import { addRejected } from './rejected.ts';
import { addReplay } from './recompute.ts';
import { withSession } from './session.ts';
import { addSimulate } from './simulate.ts';
import { addStreaming } from './streaming.ts';
import { parseKnownAt, parseTime, refuseWrongMonth } from './time.ts';
import { describeConfig, loadConfig } from '../config/config.ts';
import { ASSUMPTIONS, askFloors } from '../estimate/floors.ts';
import { describeExports, loadExports } from '../export/definition.ts';
import { type Session, bringUpToDate } from '../path.ts';
import { sqlTime, systemClock } from '../platform/clock.ts';
import { EXIT, Failure, messageOf } from '../platform/failure.ts';
import { harmlessLines } from '../platform/harmless.ts';
import { VERSION } from '../platform/version.ts';
import { pendingStatements, schemaStatus } from '../warehouse/migrate.ts';
import { openWarehouse } from '../warehouse/open.ts';
import { sqlFile } from '../warehouse/sql-file.ts';

const FLOOR_COLUMNS = [
  'operation',
  'month',
  'floor_headline_eur',
  'floor_eur',
  'documented_eur',
  'apportioned_eur',
  'modelled_eur',
  'accrued_eur',
  'offshore_eur',
  'rung',
  'confidence',
  'status',
  'reason',
];
const FLAG_COLUMNS = [
  'place_day',
  'rule',
  'list',
  'country',
  'operation',
  'source',
  'flow_id',
  'amount_eur',
  'explanation',
];

/**
 * @param put where output goes, behind the gate that makes it harmless, whatever a command wrote
 * @returns the exit code
 */
export async function runCli(
  argv: readonly string[],
  put: Write,
  putError: Write,
): Promise<number> {
  const [write, writeError] = [gate(put), gate(putError)];
  let exitCode: number = EXIT.done;
  const program = commands(write, writeError, (code) => {
    exitCode = code;
  });
  for (const command of withSubcommands(program))
    command.exitOverride().configureOutput({ writeOut: write, writeErr: () => undefined });
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return exitCode;
  } catch (thrown) {
    return failed(thrown, writeError);
  }
}

function gate(put: Write): Write {
  return (text) => {
    if (text !== '') put(harmlessLines(text));
  };
}

/** A command and all below it. */
export function withSubcommands(command: Command): Command[] {
  return [command, ...command.commands.flatMap(withSubcommands)];
}

function failed(thrown: unknown, writeError: Write): number {
  if (thrown instanceof CommanderError) {
    if (thrown.exitCode === 0) return EXIT.done;
    const what =
      thrown.code === 'commander.help'
        ? 'no command was given'
        : thrown.message
            .replace(/^error: /, '')
            .replace(/\s*\n\s*/g, ' ')
            .replace(/\.$/, '');
    writeError(`plancher: ${what}. See plancher --help.\n`);
    return EXIT.usage;
  }
  writeError(`plancher: ${messageOf(thrown)}\n`);
  return thrown instanceof Failure ? thrown.exitCode : EXIT.failed;
}

/** The whole tree of commands. */
export function commands(
  write: Write,
  writeError: Write,
  setExitCode: (code: number) => void,
): Command {
  const program = new Command('plancher')
    .description('Minimum monthly revenue of an illicit site, every euro traced to a record.')
    .version(VERSION)
    .hook('preAction', (_, acting) => {
      settleFormat(acting);
    });
  addIntake(program, write, setExitCode);
  addFloors(program, write, writeError);
  addDiff(program, write);
  addReplay(program, write, setExitCode);
  addReference(program, write, setExitCode);
  addExport(program, write, writeError);
  addAlerts(program, write);
  addStreaming(program, write, writeError);
  addUpkeep(program, write);
  addDoctor(program, write, setExitCode);
  addBacktest(program, write, writeError, setExitCode);
  addSimulate(program, write);
  return program;
}

interface IngestOptions extends ListOptions {
  kind?: string;
  knownAt?: string;
  again?: true;
  strict?: true;
  backfill?: true;
  estimate: boolean;
}

function addIntake(program: Command, write: Write, setExitCode: (code: number) => void): void {
  program
    .command('demo')
    .description('the main job on the shipped records, in a throw-away warehouse')
    .option('--export <dir>', 'write a signed export of its floors there')
    .addOption(
      new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text'),
    )
    .addOption(jsonOption())
    .action((options: { export?: string; format: 'text' | 'json' }) =>
      demo(
        loadConfig(),
        systemClock,
        { json: options.format === 'json', exportTo: options.export ?? null },
        write,
      ),
    );
  printsList(program.command('ingest'))
    .description(
      'take in records from NDJSON files (or - for standard input), then bring floors and alerts up to date',
    )
    .argument('<file...>', 'KIND*.ndjson, KIND*.ndjson.gz, or -')
    .option('--kind <kind>', `kind of the records: ${KINDS.join(', ')}`)
    .option('--known-at <time>', 'when the records were known (ISO 8601); default: now')
    .option(
      '--again',
      'write the records of files that are in custody once more, known since they were first known: for a warehouse that lost some',
    )
    .option(
      '--backfill',
      'records of the past: alerts that they give are told in one digest for each operation',
    )
    .option('--no-estimate', 'do not compute floors, nor look for alerts')
    .option('--strict', 'exit 3 when a record was rejected')
    .action(async (files: string[], options: IngestOptions) => {
      const knownAtMs =
        options.knownAt === undefined ? null : parseKnownAt('--known-at', options.knownAt);
      const given = {
        files,
        kind: options.kind ?? null,
        knownAtMs,
        isAgain: options.again === true,
        isStrict: options.strict === true,
        isBackfill: options.backfill === true,
        withEstimate: options.estimate,
        format: options.format,
      };
      await withSession(async (session) => {
        setExitCode(await ingest(session, given, write));
      });
    });
  addRejected(program, write);
}

interface FloorOptions extends ListOptions {
  operation?: string;
  month?: string;
  asOf?: string;
  without: string[];
}

function addFloors(program: Command, write: Write, writeError: Write): void {
  printsList(program.command('estimate'))
    .description('compute floors again')
    .option('--all', 'every floor, and not only those that new records can touch')
    .action((options: ListOptions & { all?: true }) =>
      withSession(async (session) => {
        write(
          listText(
            listOfOne({ ...(await bringUpToDate(session, options.all === true)) }),
            options.format,
          ),
        );
      }),
    );
  printsList(program.command('floor'))
    .description('minimum revenue of each operation and month')
    .option('--operation <operation>', 'only this operation')
    .option('--month <month>', 'only this month, YYYY-MM')
    .option('--as-of <time>', 'from the records known then (ISO 8601; a day means its end)')
    .option(
      '--without <assumption>',
      `leave out an assumption; may be repeated: ${ASSUMPTIONS.join(', ')}`,
      (value: string, before: string[]) => [...before, value],
      [],
    )
    .action((options: FloorOptions) =>
      withSession((session) => floor(session, options, write, writeError)),
    );
  addExplain(program, write);
  printsList(program.command('flags'))
    .description('offshore flags')
    .option('--operation <operation>', 'only this operation')
    .action(({ operation = '', format }: ListOptions & { operation?: string }) =>
      withSession(async ({ warehouse }) => {
        write(
          listText(
            await warehouse.list(sqlFile('flag/flags.sql'), { operation }),
            format,
            FLAG_COLUMNS,
          ),
        );
      }),
    );
}

async function floor(
  { warehouse, config }: Session,
  options: FloorOptions,
  write: Write,
  writeError: Write,
): Promise<void> {
  if (options.month !== undefined) refuseWrongMonth('--month', options.month);
  const asOf =
    options.asOf === undefined ? null : sqlTime(parseTime('--as-of', options.asOf, 'end'));
  const question = {
    operation: options.operation ?? null,
    month: options.month ?? null,
    asOf,
    without: options.without,
    alpha: config.alpha,
  };
  const list = await askFloors(warehouse, question, ({ sql, parameters }) =>
    warehouse.list(sql, parameters),
  );
  write(listText(list, options.format, FLOOR_COLUMNS));
  const behind = asOf === null && options.without.length === 0 ? await behindText(warehouse) : '';
  writeError(
    list.rows.length === 0 && behind === '' ? nothingText(warehouse.name, options) : behind,
  );
}

function nothingText(name: string, { operation, month, asOf }: FloorOptions): string {
  if ([operation, month, asOf].some((chosen) => chosen !== undefined))
    return 'plancher: No floor matches. List what there is with: plancher floor\n';
  return `plancher: There is no floor in ${name}. Take records in with: plancher ingest FILE. If there should be some, look at PLANCHER_WAREHOUSE.\n`;
}

function addUpkeep(program: Command, write: Write): void {
  printsList(program.command('migrate'))
    .description('bring the schema of the warehouse up to date')
    .option('--status', 'list the statements and whether they are applied')
    .option('--dry-run', 'print the statements that would be executed')
    .action((options: MigrateOptions) => migrateCommand(options, write));
  printsList(program.command('check-config'))
    .description(
      'every setting, its value in force and what it means; secrets and addresses masked',
    )
    .action(({ format }: ListOptions) => {
      const rows = [
        ...describeConfig(),
        ...describeExports(loadExports(loadConfig().exportsFile)),
      ].map((row) => ({ ...row }));
      write(listText(listOf(rows, ['setting', 'value', 'from', 'about']), format));
    });
}

interface MigrateOptions extends ListOptions {
  status?: true;
  dryRun?: true;
}

async function migrateCommand(
  { status, dryRun, format }: MigrateOptions,
  write: Write,
): Promise<void> {
  const config = loadConfig();
  if (status !== true && dryRun !== true) {
    await withSession(({ warehouse }) => {
      write(listText(listOfOne({ warehouse: warehouse.name, state: 'up to date' }), format));
    });
    return;
  }
  const warehouse = await openWarehouse(config.warehouse);
  try {
    if (dryRun === true) {
      const pending = await pendingStatements(warehouse, config.cluster);
      const rows = pending.map((statement) => ({ statement }));
      write(
        format === 'table'
          ? pending.map((statement) => `${statement};\n`).join('\n')
          : listText(listOf(rows, ['statement']), format),
      );
      return;
    }
    const steps = (await schemaStatus(warehouse)).map((step) => ({ ...step }));
    write(listText(listOf(steps, ['migration', 'statement', 'state', 'checksum']), format));
  } finally {
    await warehouse.close();
  }
}
