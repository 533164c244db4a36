// The records of the cases from real documents (test/cases/).
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Kind } from '../schemas/record.ts';
import type { Fields } from './records.ts';

const record = z.record(z.string(), z.unknown());

export function caseRecords(name: string, kind: Kind): Fields[] {
  return readFileSync(new URL(`cases/${name}/${kind}.ndjson`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => record.parse(JSON.parse(line)));
}
