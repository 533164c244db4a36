// What a command of the command line works with, and how it answers.

export type Write = (text: string) => void;

export interface Io {
  /** Data, to stdout. */
  write: Write;
  /** Notes for people, to stderr. */
  writeError: Write;
  setExitCode: (code: number) => void;
}
