// Findings as lines, for tests.
import type { FileFinding } from '../../pipeline/reference/file-finding.ts';

export const flattened = (findings: readonly FileFinding[]): string[] =>
  findings.map(({ severity, row, field, message }) => `${severity} ${row} ${field} ${message}`);
