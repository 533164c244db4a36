// Computes the floors of a case folder again, from the folder alone: no warehouse, no engine, no
// configuration. Figures come first, so that a record that somebody changed is shown by what it
// does.
import { METHOD_VERSION } from '../../estimate/run.ts';
import { type Failure, usageFailure } from '../../platform/failure.ts';
import { nameShown } from '../../platform/harmless.ts';
import { CASE_FILES, type CaseFile, type CaseManifest } from '../manifest.ts';
import { signedBytes } from '../verify.ts';
import { caseIn, figuresIn, refuseUntraced, writtenFigures } from './case-files.ts';
import { CaseFault } from './case-fault.ts';
import { type FigureDifference, firstDifference } from './figure-difference.ts';
import { MOST_FILE_BYTES } from './limits.ts';

export interface Recomputed {
  /** `one` is the figure of the folder. */
  readonly difference: FigureDifference | null;
  readonly flows: number;
  readonly months: number;
  /** Figures that are the same. */
  readonly figures: number;
}

/**
 * @param manifest of the folder, checked (pipeline/export/verify.ts)
 * @throws Failure (exit 2) when what is in the folder cannot be read as a case
 */
export async function recomputeCase(
  directory: string,
  manifest: CaseManifest,
): Promise<Recomputed> {
  if (manifest.method_version !== METHOD_VERSION)
    throw usageFailure(
      'other_method',
      `The floors of ${nameShown(directory)} are by version ` +
        `${nameShown(manifest.method_version)} of the method, and this program computes version ` +
        `${METHOD_VERSION}. Use plancher ${nameShown(manifest.made_by.plancher)}.`,
    );
  const files = await readFiles(directory, manifest);
  try {
    const given = caseIn(manifest.operation, files, manifest.alpha_ppm);
    const told = figuresIn(files);
    const difference = firstDifference(told, writtenFigures(given));
    if (difference === null) refuseUntraced(files);
    return {
      difference,
      flows: given.evidence.flows.length,
      months: told.find(({ file }) => file === 'floors.csv')?.rows.length ?? 0,
      figures: told.reduce((all, { rows, columns }) => all + rows.length * columns.length, 0),
    };
  } catch (thrown) {
    if (thrown instanceof CaseFault) throw unreadable(directory, thrown);
    throw thrown;
  }
}

async function readFiles(
  directory: string,
  manifest: CaseManifest,
): Promise<ReadonlyMap<CaseFile, Buffer>> {
  const files = new Map<CaseFile, Buffer>();
  for (const name of CASE_FILES) {
    const entry = manifest.files.find((one) => one.name === name);
    if (entry === undefined) continue;
    if (entry.bytes > MOST_FILE_BYTES)
      throw unreadable(directory, new CaseFault(name, null, 'it is too large'));
    const bytes = await signedBytes(directory, entry);
    // It was changed since it was checked.
    if (typeof bytes === 'string') throw unreadable(directory, new CaseFault(name, null, bytes));
    files.set(name, bytes);
  }
  return files;
}

function unreadable(directory: string, { file, line, message }: CaseFault): Failure {
  const where = line === null ? file : `${file}, line ${String(line)}`;
  return usageFailure(
    'no_case',
    `${nameShown(directory)} cannot be read as a case folder: ${where}: ${nameShown(message)}. ` +
      'Give a folder that plancher export case made.',
  );
}
