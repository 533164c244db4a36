// Finds what is ambiguous in valid JSON, for files that figures are taken from. The rules are those
// for records (docs/records.md).
import { duplicateKeyPath } from './duplicate-key.ts';

/** @param text valid JSON, decoded from UTF-8. @returns what is ambiguous in it; null: nothing */
export function ambiguityOf(text: string): string | null {
  if (text.includes('\uFFFD')) return 'a character is not UTF-8; save the file as UTF-8';
  const path = duplicateKeyPath(text);
  return path === null ? null : `${path} occurs twice, so its value is ambiguous; keep one`;
}
