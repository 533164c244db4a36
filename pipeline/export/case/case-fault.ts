// What is wrong with the files of a case folder, so that they cannot be read as one.
import type { CaseFile } from '../manifest.ts';

export class CaseFault extends Error {
  readonly file: CaseFile;
  /** Counted from 1; null: the fault is in no one line. */
  readonly line: number | null;

  constructor(file: CaseFile, line: number | null, what: string) {
    super(what);
    this.name = 'CaseFault';
    this.file = file;
    this.line = line;
  }
}
