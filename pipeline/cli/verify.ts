// plancher verify: an export, checked offline with the public key alone.
import type { Command } from 'commander';
import { readPublicKey } from '../export/signature.ts';
import { verifyExport } from '../export/verify.ts';
import { isoTime } from '../platform/clock.ts';
import { EXIT, Failure } from '../platform/failure.ts';
import { nameShown } from '../platform/harmless.ts';
import type { Row } from '../text/row.ts';
import type { Io } from './io.ts';
import { type ListOptions, listOfOne, listText, printsList } from './list.ts';
import { parseTime } from './time.ts';

interface VerifyOptions extends ListOptions {
  key: string;
  export?: string;
  notBefore?: string;
}

export function addVerify(program: Command, { write }: Io): void {
  printsList(program.command('verify'))
    .description(
      'check an export with the public key alone: exit 3 names the first file that differs',
    )
    .argument('<dir>', 'directory of one export')
    .requiredOption(
      '--key <publickey>',
      'file with the public key of the signer (export-public.pem)',
    )
    .option('--export <name>', 'it must be this export')
    .option(
      '--not-before <time>',
      'it must have been made then or later (ISO 8601; a day means its beginning)',
    )
    .action(async (directory: string, options: VerifyOptions) => {
      write(listText(listOfOne(await verified(directory, options)), options.format));
    });
}

async function verified(directory: string, options: VerifyOptions): Promise<Row> {
  const notBeforeMs =
    options.notBefore === undefined ? null : parseTime('--not-before', options.notBefore, 'start');
  const verification = await verifyExport(directory, readPublicKey(options.key));
  const where = nameShown(directory);
  if (!verification.isGood)
    throw failedCheck(
      'export_differs',
      `${where} is not what was signed: ${nameShown(verification.file)}: ` +
        `${verification.difference}.`,
    );
  const { manifest, manifestSha256, dates, keyId } = verification;
  // An older or another export in its place is whole and signed too, but is not the wanted one.
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
