// plancher export, verify and keys: signed exports, written now or listed, and checked offline.
import { randomBytes } from 'node:crypto';
import type { Command } from 'commander';
import { z } from 'zod';
import { loadConfig } from '../config/config.ts';
import { type ExportSet, exportNamed, loadExports } from '../export/definition.ts';
import { systemDisk } from '../export/disk.ts';
import { alone, busyFailure, runExport } from '../export/run-export.ts';
import { nextDue } from '../export/schedule.ts';
import { type SigningKey, createKeys, readPublicKey, readSigningKey } from '../export/signature.ts';
import { verifyExport } from '../export/verify.ts';
import type { ExportTools, WrittenExport } from '../export/write-export.ts';
import type { Session } from '../path.ts';
import { isoTime } from '../platform/clock.ts';
import { EXIT, Failure } from '../platform/failure.ts';
import { nameShown } from '../platform/harmless.ts';
import { sqlFile } from '../warehouse/sql-file.ts';
import { behindText } from './behind.ts';
import { outOption } from './folder.ts';
import {
  type ListFormat,
  type ListOptions,
  listOf,
  listOfOne,
  listText,
  printsList,
} from './list.ts';
import type { Row } from '../text/row.ts';
import type { Write } from './io.ts';
import { withSession } from './session.ts';
import { parseTime } from './time.ts';

export function addExport(program: Command, write: Write, writeError: Write): void {
  const command = program
    .command('export')
    .description('signed exports: `export NAME` writes one now, `export list` shows them all');
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
        writeError(await behindText(session.warehouse));
      });
    });
  printsList(program.command('verify'))
    .description(
      'check an export with the public key alone: exit 3 names the first file that differs',
    )
    .argument('<dir>', 'directory of one export')
    .requiredOption(
      '--key <publickey>',
      'file with the public key of who signed (export-public.pem)',
    )
    .option('--export <name>', 'it must be this export')
    .option(
      '--not-before <time>',
      'it must have been made then or later (ISO 8601; a day means its beginning)',
    )
    .action(async (directory: string, options: VerifyOptions) => {
      write(listText(listOfOne(await verified(directory, options)), options.format));
    });
  printsList(
    program.command('keys').description('keys that exports are signed with').command('create'),
  )
    .description('make a pair of Ed25519 keys; an existing one is never overwritten')
    .addOption(outOption('folder of the keys; default: PLANCHER_KEYS_DIR'))
    .action((options: ListOptions & { out?: string }) => {
      const created = { ...createKeys(options.out ?? loadConfig().keysDirectory) };
      write(listText(listOfOne(created), options.format));
    });
}

/** @param directory where folders of exports are */
export function exportTools(
  { warehouse, config, clock }: Session,
  set: ExportSet,
  key: SigningKey,
  directory: string,
): ExportTools {
  const { cluster, alpha } = config;
  const token = () => randomBytes(16).toString('hex');
  return {
    warehouse,
    cluster,
    alpha,
    disk: systemDisk,
    clock,
    key,
    definedIn: set.file,
    directory,
    token,
  };
}

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

interface VerifyOptions extends ListOptions {
  key: string;
  export?: string;
  notBefore?: string;
}

async function verified(directory: string, options: VerifyOptions): Promise<Row> {
  const notBeforeMs =
    options.notBefore === undefined ? null : parseTime('--not-before', options.notBefore, 'start');
  const verdict = await verifyExport(directory, readPublicKey(options.key));
  const where = nameShown(directory);
  if (!verdict.isGood)
    throw failedCheck(
      'export_differs',
      `${where} is not what was signed: ${nameShown(verdict.file)}: ${verdict.difference}.`,
    );
  const { manifest, manifestSha256, dates, keyId } = verdict;
  // Both are signed: an older or another export that was put in its place is whole, and is not what
  // was asked for.
  if (options.export !== undefined && options.export !== manifest.export)
    throw failedCheck(
      'other_export',
      `${where} is export ${nameShown(manifest.export)}, not ${nameShown(options.export)}.`,
    );
  if (notBeforeMs !== null && Date.parse(dates.made_at) < notBeforeMs)
    throw failedCheck(
      'old_export',
      `${where} was made at ${dates.made_at}, before ${isoTime(notBeforeMs)}.`,
    );
  return {
    export: manifest.export,
    made_at: dates.made_at,
    as_of: dates.as_of,
    rows: manifest.rows,
    files: manifest.files.length,
    key_id: keyId,
    manifest_sha256: manifestSha256,
  };
}

function failedCheck(code: string, what: string): Failure {
  return new Failure(code, `${what} Do not rely on it.`, { exitCode: EXIT.checkFailed });
}
