// What a check of a reference file found. An error keeps the file out; a warning and a note do not.

export interface Finding {
  severity: 'error' | 'warning' | 'note';
  /** Row of the file: its id, or its line. */
  row: string;
  field: string;
  message: string;
}

export function isError({ severity }: Finding): boolean {
  return severity === 'error';
}
