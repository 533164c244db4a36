// What commands that take in records or reference data report at the end.

/** What follows from records or reference data that came in. */
export function followUpText({ changed, revised }: { changed: number; revised: number }): string {
  return `floors changed: ${String(changed)}\nalerts new or changed: ${String(revised)}\n`;
}
