// Evidence from files of records, as intake would take them in.
import { readFileSync } from 'node:fs';
import { type Evidence, NO_EVIDENCE } from '../../pipeline/method/evidence.ts';
import { refusedTakeBack } from '../../pipeline/method/refused-record.ts';
import { decode } from '../../schemas/decode.ts';
import type { InputRecord } from '../../schemas/record.ts';

/** @param file named after its kind: `flow-0.ndjson` holds flows */
export function recordsIn(file: URL): { input: InputRecord | null; json: unknown }[] {
  const kind = /([a-z]+)[^/]*\.ndjson$/.exec(file.pathname)?.[1];
  if (kind !== 'flow' && kind !== 'site' && kind !== 'account' && kind !== 'network')
    throw new Error(`no kind of record: ${file.pathname}`);
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  return lines.map((line) => {
    const decoded = decode(kind, Buffer.from(line));
    const json: unknown = JSON.parse(line);
    return { input: decoded.outcome === 'valid' ? decoded.input : null, json };
  });
}

/** Records of several files as one body of evidence. */
export function evidenceIn(files: readonly URL[]): Evidence {
  const read = files.flatMap(recordsIn);
  const inputs = read.flatMap(({ input }) => input ?? []);
  return {
    ...NO_EVIDENCE,
    flows: inputs.flatMap((input) => (input.kind === 'flow' ? [input.record] : [])),
    sites: inputs.flatMap((input) => (input.kind === 'site' ? [input.record] : [])),
    accounts: inputs.flatMap((input) => (input.kind === 'account' ? [input.record] : [])),
    networks: inputs.flatMap((input) => (input.kind === 'network' ? [input.record] : [])),
    refused: read.flatMap(({ input, json }) =>
      input === null ? (refusedTakeBack(json) ?? []) : [],
    ),
  };
}
