// A file ads.txt on the web holds anything. An entry that is no line of ads.txt is left out and
// said: it never costs the whole crawl.
import type { z } from 'zod';
import type { Adjustment } from './adjustment.ts';
import { valueAt } from './json-path.ts';

/**
 * A copy of a crawl without the refused entries of ads_txt. Null when something else is wrong with
 * the record too: then the record is rejected, with paths into what was sent. An unknown field of
 * an entry is such a fault, because it may be a misspelt one.
 * @param issues what the schema found wrong
 */
export function dropAdsTxtLines(
  value: unknown,
  issues: readonly z.core.$ZodIssue[],
): { value: unknown; adjustments: Adjustment[] } | null {
  const lines = valueAt(value, ['ads_txt']);
  if (!Array.isArray(lines) || typeof value !== 'object') return null;
  const refused = new Set<number>();
  for (const { code, path } of issues) {
    const [list, index] = path;
    if (list !== 'ads_txt' || typeof index !== 'number' || code === 'unrecognized_keys')
      return null;
    refused.add(index);
  }
  return {
    value: { ...value, ads_txt: lines.filter((_, index) => !refused.has(index)) },
    adjustments: [...refused].map((index) => ({
      code: 'ads_txt_line_dropped',
      path: `$.ads_txt[${String(index)}]`,
    })),
  };
}
