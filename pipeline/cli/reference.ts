// plancher reference: versions in force; checks and loads exchange rates, rate cards, pegs and
// lists; takes a table of daily rates out again.
import type { Command } from 'commander';
import { withdrawDailyTable } from '../reference/daily-tables.ts';
import { type FileFinding, isError } from '../reference/file-finding.ts';
import { LIST_NAMES } from '../reference/lists.ts';
import { followUp } from '../path.ts';
import type { Session } from '../open-session.ts';
import { EXIT } from '../platform/failure.ts';
import { sqlFile } from '../warehouse/sql-file.ts';
import { type ListOptions, listOf, listOfOne, listText, printsList } from './list.ts';
import type { Row } from '../text/row.ts';
import type { Io, Write } from './io.ts';
import { addProposal } from './reference-proposal.ts';
import {
  type Examined,
  type FileOptions,
  examineDailyRates,
  examineList,
  examinePegs,
  examineRateCard,
} from './reference-files.ts';
import { table } from '../text/table.ts';
import { withSession } from './session.ts';

const LIST_COLUMNS = [
  'name',
  'version',
  'origin',
  'in_force',
  'row_count',
  'draft_count',
  'source',
  'first',
  'last',
  'loaded_at',
  'reason',
];
const FINDING_COLUMNS = ['severity', 'row', 'field', 'message'];

interface LoadOptions extends ListOptions, FileOptions {
  check?: true;
  estimate: boolean;
}

interface FileCommand {
  name: string;
  loads: string;
  examine: (path: string) => Examined;
}

const RATE_CARD: FileCommand = {
  name: 'load',
  loads: 'a rate card, in the shape of reference/rate-card.json; it takes the place of the last',
  examine: examineRateCard,
};

const PEGS: FileCommand = {
  name: 'pegs',
  loads: 'assets that are worth an amount of a currency; the file takes the place of the last',
  examine: examinePegs,
};

export function addReference(program: Command, io: Io): void {
  const reference = program
    .command('reference')
    .description('reference data: list versions (the default), check and load files');
  printsList(reference.command('list', { isDefault: true }))
    .description('versions in force, and where they came from')
    .option('--all', 'also those no longer in force')
    .action((options: ListOptions & { all?: true }) =>
      withSession(async ({ warehouse }) => {
        const list = await warehouse.list(sqlFile('reference/list.sql'), {
          every: options.all === true ? 1 : 0,
        });
        io.write(listText(list, options.format, LIST_COLUMNS));
      }),
    );
  loads(reference.command('fx'))
    .description(
      "check and load exchange rates by day: the ECB's eurofxref-hist or eurofxref (.csv, .gz, " +
        '.zip), or a list day,code,eur_per_unit; they are joined with those in force',
    )
    .argument('<file>')
    .option('--source <name>', 'who published the rates; a table of the ECB needs none')
    .action(async (path: string, options: LoadOptions) => {
      io.setExitCode(await load([examineDailyRates(path, options)], options, io.write));
    });
  const rates = reference
    .command('rates')
    .description('the rate card: check and load a file (the default), or propose drafts');
  addFileCommand(rates, RATE_CARD, io, { isDefault: true });
  addProposal(rates, io);
  addFileCommand(reference, PEGS, io);
  loads(reference.command('lists'))
    .description(
      `check and load dated lists (${LIST_NAMES.join(', ')}); each takes the place of the last`,
    )
    .argument('<file...>')
    .action(async (paths: string[], options: LoadOptions) => {
      io.setExitCode(await load(paths.map(examineList), options, io.write));
    });
  addWithdraw(reference, io);
}

/** @param place `isDefault`: it acts where no command of its parent is named */
function addFileCommand(
  parent: Command,
  { name, loads: what, examine }: FileCommand,
  io: Io,
  place: { isDefault?: true } = {},
): void {
  loads(parent.command(name, place))
    .description(`check and load ${what}`)
    .argument('<file>')
    .action(async (path: string, options: LoadOptions) => {
      io.setExitCode(await load([examine(path)], options, io.write));
    });
}

function loads(command: Command): Command {
  return printsList(command)
    .option('--check', 'only check it; exit 3 when there is an error')
    .option('--no-estimate', 'do not compute floors again and do not look for alerts');
}

function addWithdraw(reference: Command, { write }: Io): void {
  printsList(reference.command('withdraw'))
    .description('take a table of daily rates out of those in force; its rows are kept')
    .argument('<version>', 'as plancher reference list names it')
    .requiredOption('--reason <text>', 'why, for whoever asks later')
    .option('--no-estimate', 'do not compute floors again and do not look for alerts')
    .action((version: string, options: ListOptions & { reason: string; estimate: boolean }) =>
      withSession(async (session) => {
        const { reason } = options;
        await withdrawDailyTable(session.warehouse, { version, reason }, session.clock);
        if (options.estimate) await followUp(session);
        write(listText(listOfOne({ version, withdrawn: true, reason }), options.format));
      }),
    );
}

interface Outcome {
  row: Row;
  findings: readonly FileFinding[];
}

/** Loads the files when none has an error. */
async function load(
  files: readonly Examined[],
  options: LoadOptions,
  write: Write,
): Promise<number> {
  const isWrong = files.some(({ load: put }) => put === null);
  const outcomes: Outcome[] = [];
  if (isWrong || options.check === true)
    for (const { facts, findings } of files) outcomes.push(outcomeOf(facts, findings, false));
  else
    await withSession(async (session) => {
      for (const file of files) outcomes.push(await loaded(file, session));
      if (options.estimate) await followUp(session);
    });
  write(outcomesText(outcomes, options));
  return isWrong ? EXIT.checkFailed : EXIT.done;
}

async function loaded(file: Examined, session: Session): Promise<Outcome> {
  const result = await file.load?.(session);
  const findings = [...file.findings, ...(result?.findings ?? [])];
  return outcomeOf({ ...file.facts, ...result?.facts }, findings, true);
}

function outcomeOf(facts: Row, findings: readonly FileFinding[], isLoaded: boolean): Outcome {
  const errors = findings.filter(isError).length;
  const warnings = findings.filter(({ severity }) => severity === 'warning').length;
  return { row: { ...facts, errors, warnings, loaded: isLoaded }, findings };
}

function outcomesText(outcomes: readonly Outcome[], { format }: LoadOptions): string {
  const columns = Object.keys(outcomes[0]?.row ?? {});
  if (format !== 'table')
    return listText(
      listOf(
        outcomes.map(({ row, findings }) => ({ ...row, findings })),
        [...columns, 'findings'],
      ),
      format,
    );
  const found = outcomes.flatMap(({ findings }) => findings.map((finding) => ({ ...finding })));
  const rows = outcomes.map(({ row }) => row);
  return `${found.length === 0 ? '' : `${table(found, FINDING_COLUMNS)}\n`}${table(rows, columns)}`;
}
