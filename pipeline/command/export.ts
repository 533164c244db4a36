// plancher export, verify and keys: signed exports, written now or listed, and checked offline.
import { randomBytes } from 'node:crypto';
import type { Command, Option } from 'commander';
import { z } from 'zod';
import { loadConfig } from '../config.ts';
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
import { sqlFile } from '../warehouse/sql-file.ts';
import { behindText } from './behind.ts';
import { outOption } from './folder.ts';
import { type Write, rowsText } from './print.ts';
import { withSession } from './session.ts';

export function addExport(program: Command, write: Write, writeError: Write, json: () => Option): void {
  const command = program.command('export').description('signed exports: `export NAME` writes one now, `export list` shows them all');
  command
    .command('list')
    .description('every export, when it is due next, and how its last run ended')
    .addOption(json())
    .action((options: { json?: true }) => {
      const set = loadExports(loadConfig().exportsFile);
      return withSession(async (session) => {
        write(rowsText(await listed(session, set), LIST_COLUMNS, options.json === true));
      });
    });
  command
    .command('write', { isDefault: true })
    .description('write a signed export now (the default)')
    .argument('<name>', 'name of the export')
    .addOption(outOption('where its folder is; default: PLANCHER_EXPORTS_DIR'))
    .addOption(json())
    .action(async (name: string, options: { out?: string; json?: true }) => {
      const config = loadConfig();
      const set = loadExports(config.exportsFile);
      const definition = exportNamed(set, name);
      const key = readSigningKey(config.keysDirectory);
      await withSession(async (session) => {
        const tools = exportTools(session, set, key, options.out ?? config.exportsDirectory);
        const occasion = { reason: 'command' as const, plannedMs: session.clock(), attempt: 1 };
        const ran = await alone(tools, definition, () => runExport(tools, definition, occasion, session.log));
        if (!('value' in ran)) throw busyFailure(name, ran.holder);
        write(writtenText(ran.value, options.json === true));
        writeError(await behindText(session.warehouse));
      });
    });
  program
    .command('verify')
    .description('check an export with the public key alone: exit 3 names the first file that differs')
    .argument('<dir>', 'directory of one export')
    .requiredOption('--key <publickey>', 'file with the public key of who signed (export-public.pem)')
    .addOption(json())
    .action(async (directory: string, options: { key: string; json?: true }) => {
      write(await verifiedText(directory, options.key, options.json === true));
    });
  program
    .command('keys')
    .description('keys that exports are signed with')
    .command('create')
    .description('make a pair of Ed25519 keys; an existing one is never overwritten')
    .addOption(outOption('folder of the keys; default: PLANCHER_KEYS_DIR'))
    .addOption(json())
    .action((options: { out?: string; json?: true }) => {
      const created = { ...createKeys(options.out ?? loadConfig().keysDirectory) };
      write(rowsText([created], Object.keys(created), options.json === true));
    });
}

/** @param directory where folders of exports are */
export function exportTools({ warehouse, config, clock }: Session, set: ExportSet, key: SigningKey, directory: string): ExportTools {
  const { cluster, alpha } = config;
  const token = () => randomBytes(16).toString('hex');
  return { warehouse, cluster, alpha, disk: systemDisk, clock, key, definedIn: set.file, directory, token };
}

const WRITTEN_COLUMNS = ['export', 'rows', 'files', 'manifest_sha256', 'directory'];

function writtenText(written: WrittenExport, isJson: boolean): string {
  return rowsText([{ ...written }], WRITTEN_COLUMNS, isJson);
}

const LIST_COLUMNS = ['export', 'schedule', 'time_zone', 'next_due', 'formats', 'last_started', 'last_outcome', 'last_error'];
const lastRow = z.object({ export: z.string(), started_at: z.string(), outcome: z.string(), error: z.string(), directory: z.string() });

async function listed({ warehouse, clock }: Session, { exports }: ExportSet): Promise<Record<string, unknown>[]> {
  const last = new Map((await warehouse.query(sqlFile('export/last_runs.sql'), {}, lastRow)).map((row) => [row.export, row]));
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

async function verifiedText(directory: string, keyFile: string, isJson: boolean): Promise<string> {
  const verdict = await verifyExport(directory, readPublicKey(keyFile));
  if (!verdict.isGood)
    throw new Failure('export_differs', `${directory} is not what was signed: ${verdict.file}: ${verdict.difference}. Do not rely on it.`, {
      exitCode: EXIT.checkFailed,
    });
  const { manifest, manifestSha256, keyId } = verdict;
  const row = {
    export: manifest.export,
    rows: manifest.rows,
    files: manifest.files.length,
    key_id: keyId,
    manifest_sha256: manifestSha256,
  };
  return rowsText([row], Object.keys(row), isJson);
}
