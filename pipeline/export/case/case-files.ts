// A case as files, and back: what the floors of one operation are computed from, in the words of
// the record schemas, and the figures.
import { hash } from 'node:crypto';
import { comparablesOf } from '../../method/class/comparable.ts';
import { closureOf } from '../../method/closure.ts';
import type { Evidence } from '../../method/evidence.ts';
import { type FloorsWithModel, floorsWithModel } from '../../method/model/floors-with-model.ts';
import { Failure, invariant } from '../../platform/failure.ts';
import type { CaseFile } from '../manifest.ts';
import { CaseFault } from './case-fault.ts';
import { csvBytes, csvRows } from './csv-table.ts';
import { firstDifference } from './figure-difference.ts';
import { FIGURE_TABLES, figuresOf } from './figures.ts';
import { type CopiesOf, type LedgerRow, ledgerBytes, ledgerRows } from './ledger-file.ts';
import { MOST_FILE_BYTES, MOST_LINES } from './limits.ts';
import { withNeededRates } from './needed-rates.ts';
import {
  RECORD_FILES,
  type RecordFile,
  type RecordLines,
  earlier,
  evidenceOf,
  linesBytes,
  recordLines,
  textLines,
} from './record-files.ts';
import { type CaseRatio, ratioBytes, ratiosIn } from './ratio-file.ts';
import { type References, referenceBytes, referencesIn } from './reference-file.ts';
import type { Figures } from './table-form.ts';

/** All files of a case but the README, by name. */
export type CaseBytes = ReadonlyMap<CaseFile, Buffer>;

export interface Case {
  readonly operation: string;
  readonly evidence: Evidence;
  readonly references: References;
  readonly alphaPpm: number;
  /** Of members of the class that are not the operation, nor related with it. */
  readonly ratios: readonly CaseRatio[];
}

export interface MadeCase {
  readonly files: CaseBytes;
  readonly lines: RecordLines;
  readonly floors: FloorsWithModel;
  readonly figures: readonly Figures[];
}

/**
 * The closure of the operation, the reference data and the figures. The figures are computed from
 * what the files say, as their reader will.
 * @param given its evidence may hold more than the closure
 */
export async function filesOfCase(
  given: Case,
  copiesOf: (lines: RecordLines) => Promise<CopiesOf>,
): Promise<MadeCase> {
  const { operation, references } = given;
  const closure = closureOf(operation, given.evidence, references.documented);
  const lines = recordLines(closure);
  const copies = await copiesOf(lines);
  const ledger = ledgerBytes(lines, copies);
  const records = new Map<CaseFile, Buffer>([
    ...RECORD_FILES.map((file): [CaseFile, Buffer] => [file, linesBytes(lines[file])]),
    ['ledger.csv', ledger],
  ]);
  const evidence = evidenceIn(records, ledgerRows(ledger));
  const ratioFile = ratioBytes(given.ratios);
  const ratios = ratiosIn(ratioFile);
  const computed = (from: References) =>
    computedFigures({ ...given, evidence, ratios, references: from });
  const expected = computed(references);
  const saysTheSame = (bytes: Buffer) =>
    firstDifference(computed(referencesIn(bytes)).figures, expected.figures) === null;
  const needed = referenceBytes(withNeededRates(references, closure), true);
  const reference = saysTheSame(needed) ? needed : referenceBytes(references, false);
  invariant(
    reference === needed || saysTheSame(reference),
    'reference.json does not say what it was made from',
  );
  const { floors, figures } = expected;
  const files = new Map<CaseFile, Buffer>([
    ...records,
    ['comparable-ratios.ndjson', ratioFile],
    ['reference.json', reference],
    ...figures.map(({ file, columns, rows }): [CaseFile, Buffer] => [
      file,
      csvBytes(columns, rows),
    ]),
  ]);
  refuseTooLarge(files, [...Object.values(lines), ratios, ...figures.map(({ rows }) => rows)]);
  return { files, lines, floors, figures };
}

/** @throws Failure when a reader would refuse a file */
function refuseTooLarge(files: CaseBytes, lists: readonly (readonly unknown[])[]): void {
  const isTooLarge =
    [...files.values()].some((bytes) => bytes.length > MOST_FILE_BYTES) ||
    lists.some(({ length }) => length > MOST_LINES);
  if (isTooLarge)
    throw new Failure(
      'case_too_large',
      `A file of the case would have more than ${String(MOST_LINES)} lines or ` +
        `${String(MOST_FILE_BYTES)} bytes, and nobody could read it. Nothing was written.`,
    );
}

interface Computed {
  readonly floors: FloorsWithModel;
  readonly figures: readonly Figures[];
}

function computedFigures({ operation, evidence, references, alphaPpm, ratios }: Case): Computed {
  const floors = floorsWithModel(operation, evidence, references, {
    alphaPpm,
    comparables: comparablesOf(ratios),
    without: [],
  });
  return { floors, figures: figuresOf(floors) };
}

/** A case as its files say. @throws CaseFault */
export function caseIn(operation: string, files: CaseBytes, alphaPpm: number): Case {
  const ledger = ledgerRows(bytesOf(files, 'ledger.csv'));
  const references = referencesIn(bytesOf(files, 'reference.json'));
  return {
    operation,
    evidence: evidenceIn(files, ledger),
    references,
    alphaPpm,
    ratios: ratiosIn(bytesOf(files, 'comparable-ratios.ndjson')),
  };
}

/** The figures of a case as they are written: no text of a stranger is a formula. */
export function writtenFigures(given: Case): Figures[] {
  return computedFigures(given).figures.map((table) => ({
    ...table,
    rows: csvRows(table.file, table.columns, csvBytes(table.columns, table.rows)),
  }));
}

/** The figures that a folder says. @throws CaseFault */
export function figuresIn(files: CaseBytes): Figures[] {
  return FIGURE_TABLES.map((form) => ({
    ...form,
    rows: csvRows(form.file, form.columns, bytesOf(files, form.file)),
  }));
}

function evidenceIn(files: CaseBytes, ledger: readonly LedgerRow[]): Evidence {
  const known = new Map<string, string | null>();
  for (const { file, sha256, knownAt } of ledger)
    if (file === 'panel.ndjson') known.set(sha256, earlier(known.get(sha256) ?? null, knownAt));
  return evidenceOf(
    (file) => textLines(file, bytesOf(files, file)),
    (digest) => known.get(digest) ?? null,
  );
}

/**
 * The first line of the files of records that the ledger of the folder does not have, or has with
 * another digest. @throws CaseFault
 */
export function refuseUntraced(files: CaseBytes): void {
  const rows = ledgerRows(bytesOf(files, 'ledger.csv'));
  const digests = new Map(rows.map(({ file, line, sha256 }) => [placeOf(file, line), sha256]));
  for (const file of RECORD_FILES)
    for (const [index, text] of textLines(file, bytesOf(files, file)).entries()) {
      const digest = digests.get(placeOf(file, index + 1));
      if (digest === undefined) throw new CaseFault(file, index + 1, 'ledger.csv does not have it');
      if (file !== 'refused.ndjson' && digest !== hash('sha256', text, 'hex'))
        throw new CaseFault(file, index + 1, 'its SHA-256 is not the one in ledger.csv');
      digests.delete(placeOf(file, index + 1));
    }
  const [left] = digests.keys();
  if (left !== undefined)
    throw new CaseFault('ledger.csv', null, `it has a line that is not there: ${left}`);
}

const placeOf = (file: RecordFile, line: number) => `${file} line ${String(line)}`;

function bytesOf(files: CaseBytes, name: CaseFile): Buffer {
  const bytes = files.get(name);
  if (bytes === undefined) throw new CaseFault(name, null, 'it is missing');
  return bytes;
}
