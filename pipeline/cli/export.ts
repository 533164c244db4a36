// plancher export: signed exports, written now or listed, and case folders.
import type { Command } from 'commander';
import { z } from 'zod';
import { loadConfig } from '../config/config.ts';
import { writeCase } from '../export/case/write-case.ts';
import { type ExportSet, exportNamed, loadExports } from '../export/definition.ts';
import { alone, busyFailure, runExport } from '../export/run-export.ts';
import { nextDue } from '../export/schedule.ts';
import { readSigningKey } from '../export/signature.ts';
import type { WrittenExport } from '../export/write-export.ts';
import type { Session } from '../open-session.ts';
import { isoTime } from '../platform/clock.ts';
import { sqlFile } from '../warehouse/sql-file.ts';
import { behindText } from './behind.ts';
import { exportTools, signingTools } from './export-tools.ts';
import { outOption } from './folder.ts';
import type { Io, Write } from './io.ts';
import { type ListFormat, type ListOptions, listOf, listText, printsList } from './list.ts';
import { withSession } from './session.ts';

export function addExport(program: Command, { write, writeError }: Io): void {
  const command = program
    .command('export')
    .description(
      'signed exports: `export NAME` writes one now, `export list` shows them all, `export case ' +
        'OPERATION` writes all that the floors of an operation are computed from',
    );
  printsList(command.command('list'))
    .description('every export, when it is due next, and how its last run ended')
    .action(({ format }: ListOptions) => {
      const set = loadExports(loadConfig().exportsFile);
      return withSession(async (session) => {
        write(listText(listOf(await listed(session, set), ALL_LISTED), format, LIST_COLUMNS));
      });
    });
  printsList(command.command('write', { isDefault: true }))
    .description('write a signed export now (the default)')
    .argument('<name>', 'name of the export')
    .addOption(outOption('where its folder is; default: PLANCHER_EXPORTS_DIR'))
    .action(async (name: string, options: ListOptions & { out?: string }) => {
      const config = loadConfig();
      const set = loadExports(config.exportsFile);
      const definition = exportNamed(set, name);
      const key = readSigningKey(config.keysDirectory);
      await withSession(async (session) => {
        const tools = exportTools(session, set, key, options.out ?? config.exportsDirectory);
        const occasion = { reason: 'command' as const, plannedMs: session.clock(), attempt: 1 };
        const ran = await alone(tools, definition, () =>
          runExport(tools, definition, occasion, session.log),
        );
        if (!('value' in ran)) throw busyFailure(name, ran.holder);
        write(writtenText(ran.value, options.format));
        writeError(await behindText(session.warehouse, session.config.alpha));
      });
    });
  addCase(command, write);
}

/** For the expert of the other side (docs/recompute.md). */
function addCase(exports: Command, write: Write): void {
  printsList(exports.command('case'))
    .description(
      'write a signed folder with the floors of an operation and all that they are computed ' +
        'from; `verify --recompute` computes them again from it',
    )
    .argument('<operation>')
    .addOption(outOption('where its folder is; default: PLANCHER_EXPORTS_DIR'))
    .action(async (operation: string, options: ListOptions & { out?: string }) => {
      const config = loadConfig();
      const key = readSigningKey(config.keysDirectory);
      await withSession(async (session) => {
        const tools = signingTools(session, key, options.out ?? config.exportsDirectory);
        const written = await writeCase(tools, operation);
        session.log.info({ ...written }, 'case folder written');
        write(listText(listOf([{ ...written }], CASE_COLUMNS), options.format));
      });
    });
}

const CASE_COLUMNS = [
  'operation',
  'made_at',
  'months',
  'flows',
  'records',
  'manifest_sha256',
  'directory',
];

const WRITTEN_COLUMNS = ['export', 'made_at', 'rows', 'files', 'manifest_sha256', 'directory'];

function writtenText(written: WrittenExport, format: ListFormat): string {
  return listText(listOf([{ ...written }], WRITTEN_COLUMNS), format);
}

const LIST_COLUMNS = [
  'export',
  'schedule',
  'time_zone',
  'next_due',
  'formats',
  'last_started',
  'last_outcome',
  'last_error',
];
const ALL_LISTED = ['export', 'about', ...LIST_COLUMNS.slice(1), 'last_directory'];
const lastRow = z.object({
  export: z.string(),
  started_at: z.string(),
  outcome: z.string(),
  error: z.string(),
  directory: z.string(),
});

async function listed(
  { warehouse, clock }: Session,
  { exports }: ExportSet,
): Promise<Record<string, unknown>[]> {
  const last = new Map(
    (await warehouse.query(sqlFile('export/last_runs.sql'), {}, lastRow)).map((row) => [
      row.export,
      row,
    ]),
  );
  return exports.map(({ name, about, schedule, time_zone: timeZone, formats }) => {
    const dueMs = schedule === null ? null : nextDue(schedule, timeZone, clock());
    const run = last.get(name);
    return {
      export: name,
      about,
      schedule: schedule ?? 'on demand',
      time_zone: timeZone,
      next_due: dueMs === null ? null : isoTime(dueMs),
      formats: formats.join(' '),
      last_started: run?.started_at ?? null,
      last_outcome: run?.outcome ?? null,
      last_error: run?.error ?? null,
      last_directory: run?.directory ?? null,
    };
  });
}
