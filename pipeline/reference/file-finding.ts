// What a check of a reference file found. Only an error keeps the file from being loaded.

export interface FileFinding {
  severity: 'error' | 'warning' | 'note';
  /** Id or line of the row. */
  row: string;
  field: string;
  message: string;
}

export function isError({ severity }: FileFinding): boolean {
  return severity === 'error';
}
