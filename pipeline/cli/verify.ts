// plancher verify: an export or a case folder, checked offline with the public key alone. With
// --recompute the floors of a case folder are computed again from the folder alone.
import type { Command } from 'commander';
import { cellShown } from '../export/case/figure-difference.ts';
import { recomputeCase } from '../export/case/recompute-case.ts';
import { type Manifest, nameOfManifest } from '../export/manifest.ts';
import { readPublicKey } from '../export/signature.ts';
import { refuseNoExport, verifyExport } from '../export/verify.ts';
import { isoTime } from '../platform/clock.ts';
import { EXIT, Failure, usageFailure } from '../platform/failure.ts';
import { harmless, nameShown } from '../platform/harmless.ts';
import type { Row } from '../text/row.ts';
import type { Io } from './io.ts';
import { type ListOptions, listOfOne, listText, printsList } from './list.ts';
import { parseTime } from './time.ts';

interface VerifyOptions extends ListOptions {
  key: string;
  export?: string;
  notBefore?: string;
  recompute?: true;
}

export function addVerify(program: Command, { write }: Io): void {
  printsList(program.command('verify'))
    .description(
      'check an export or a case folder with the public key alone: exit 3 names the first file ' +
        'that differs',
    )
    .argument('<dir>', 'directory of one export or case')
    .requiredOption(
      '--key <publickey>',
      'file with the public key of the signer (export-public.pem)',
    )
    .option('--export <name>', 'it must be this export')
    .option(
      '--not-before <time>',
      'it must have been made then or later (ISO 8601; a day means its beginning)',
    )
    .option(
      '--recompute',
      'of a case folder: compute the floors again from it; exit 1 names the first figure that ' +
        'differs',
    )
    .action(async (directory: string, options: VerifyOptions) => {
      write(listText(listOfOne(await verified(directory, options)), options.format));
    });
}

async function verified(directory: string, options: VerifyOptions): Promise<Row> {
  const notBeforeMs =
    options.notBefore === undefined ? null : parseTime('--not-before', options.notBefore, 'start');
  const publicKey = readPublicKey(options.key);
  if (options.recompute === true) await refuseNoExport(directory);
  const verification = await verifyExport(directory, publicKey);
  const where = nameShown(directory);
  if (!verification.isGood)
    throw failedCheck(
      'export_differs',
      `${where} is not what was signed: ${nameShown(verification.file)}: ` +
        `${verification.difference}.`,
    );
  const { manifest, manifestSha256, dates, keyId } = verification;
  // An older or another export in its place is whole and signed too, but is not the wanted one.
  const name = nameOfManifest(manifest);
  if (options.export !== undefined && options.export !== name)
    throw failedCheck(
      'other_export',
      `${where} is export ${nameShown(name)}, not ${nameShown(options.export)}.`,
    );
  if (notBeforeMs !== null && Date.parse(dates.made_at) < notBeforeMs)
    throw failedCheck(
      'old_export',
      `${where} was made at ${dates.made_at}, before ${isoTime(notBeforeMs)}.`,
    );
  return {
    export: name,
    made_at: dates.made_at,
    as_of: dates.as_of,
    rows: rowsOf(manifest),
    files: manifest.files.length,
    key_id: keyId,
    manifest_sha256: manifestSha256,
    ...(options.recompute === true ? await recomputed(directory, manifest) : {}),
  };
}

/** Of a case: its lines and rows together. */
function rowsOf(manifest: Manifest): number {
  if (manifest.format === 'plancher-export/1') return manifest.rows;
  return manifest.files.reduce((all, { rows }) => all + rows, 0);
}

async function recomputed(directory: string, manifest: Manifest): Promise<Row> {
  if (manifest.format !== 'plancher-case/1')
    throw usageFailure(
      'no_case',
      `${nameShown(directory)} is export ${nameShown(manifest.export)}, and --recompute needs a ` +
        'case folder. Make one with: plancher export case OPERATION.',
    );
  const { difference, flows, months, figures } = await recomputeCase(directory, manifest);
  if (difference === null)
    return { operation: manifest.operation, flows, months, figures_recomputed: figures };
  const { file, row, column, one, other } = difference;
  throw new Failure(
    'figure_differs',
    `${nameShown(directory)}: operation ${nameShown(manifest.operation)}, ${file}, ` +
      `${harmless(row)}: ${column} is ${cellShown(one)} in the folder, and ${cellShown(other)} as ` +
      'computed again. Do not rely on it.',
  );
}

function failedCheck(code: string, what: string): Failure {
  return new Failure(code, `${what} Do not rely on it.`, { exitCode: EXIT.checkFailed });
}
