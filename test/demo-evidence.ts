// The demo records as evidence, with measurements and crawls.
import { readFileSync, readdirSync } from 'node:fs';
import { type Evidence, NO_EVIDENCE } from '../pipeline/method/evidence.ts';
import { decode } from '../schemas/decode.ts';
import { KINDS } from '../schemas/record.ts';

const DEMO = new URL('../reference/demo/', import.meta.url);

export function demoEvidence(): Evidence {
  const inputs = readdirSync(DEMO)
    .filter((name) => name.endsWith('.ndjson'))
    .flatMap((name) => {
      const kind = KINDS.find((one) => name.startsWith(`${one}-`));
      const lines = readFileSync(new URL(name, DEMO), 'utf8').trim().split('\n');
      return kind === undefined ? [] : lines.map((line) => decode(kind, Buffer.from(line)));
    })
    .flatMap((decoded) => (decoded.outcome === 'valid' ? [decoded.input] : []));
  return {
    ...NO_EVIDENCE,
    flows: inputs.flatMap((input) => (input.kind === 'flow' ? [input.record] : [])),
    sites: inputs.flatMap((input) => (input.kind === 'site' ? [input.record] : [])),
    accounts: inputs.flatMap((input) => (input.kind === 'account' ? [input.record] : [])),
    networks: inputs.flatMap((input) => (input.kind === 'network' ? [input.record] : [])),
    panels: inputs.flatMap((input) =>
      input.kind === 'panel' ? [{ ...input.record, known_at: '2026-11-28T10:00:00Z' }] : [],
    ),
    observations: inputs.flatMap((input) => (input.kind === 'observation' ? [input.record] : [])),
  };
}
