// The records of a closure as files: one file a kind, one line a record, in the canonical form of
// schemas/decode.ts. So the SHA-256 of a line is the digest that the ledger has. A refused
// take-back is the fields that could be read of it.
import { hash } from 'node:crypto';
import { z } from 'zod';
import { decode } from '../../../schemas/decode.ts';
import type { InputOf, Kind } from '../../../schemas/record.ts';
import type { Evidence, RefusedTakeBack } from '../../method/evidence.ts';
import { byBytes, inOrder } from '../../method/order.ts';
import { invariant } from '../../platform/failure.ts';
import type { CaseFile } from '../manifest.ts';
import { CaseFault } from './case-fault.ts';
import { MOST_LINES } from './limits.ts';

const KIND_FILES = {
  'flow.ndjson': 'flow',
  'site.ndjson': 'site',
  'account.ndjson': 'account',
  'network.ndjson': 'network',
  'panel.ndjson': 'panel',
  'observation.ndjson': 'observation',
} as const satisfies Partial<Record<CaseFile, Kind>>;

export type RecordFile = keyof typeof KIND_FILES | 'refused.ndjson';
type KindOfFile = (typeof KIND_FILES)[keyof typeof KIND_FILES];

function isKindFile(name: string): name is keyof typeof KIND_FILES {
  return Object.hasOwn(KIND_FILES, name);
}

const KIND_FILE_NAMES = Object.keys(KIND_FILES).filter(isKindFile);
export const RECORD_FILES: readonly RecordFile[] = [...KIND_FILE_NAMES, 'refused.ndjson'];

/** One line of a file of records. */
export interface RecordLine {
  readonly text: string;
  /** SHA-256 of the text. */
  readonly digest: string;
  /** Of a measurement: when its content was first known. Null: unknown, or not needed. */
  readonly knownAt: string | null;
}

export type RecordLines = Readonly<Record<RecordFile, readonly RecordLine[]>>;

/** The same evidence gives the same lines, in whatever order its records come. */
export function recordLines(evidence: Evidence): RecordLines {
  const plain = (kind: KindOfFile, records: readonly object[]) =>
    inLineOrder(records.map((record) => lineOf(kind, record, null)));
  return {
    'flow.ndjson': plain('flow', evidence.flows),
    'site.ndjson': plain('site', evidence.sites),
    'account.ndjson': plain('account', evidence.accounts),
    'network.ndjson': plain('network', evidence.networks),
    'panel.ndjson': inLineOrder(
      evidence.panels.map(({ known_at: knownAt, ...record }) => lineOf('panel', record, knownAt)),
    ),
    'observation.ndjson': plain('observation', evidence.observations),
    'refused.ndjson': inLineOrder(evidence.refused.map(refusedLine)),
  };
}

/** With what it is sorted by. */
interface SortedLine extends RecordLine {
  readonly source: string;
  readonly id: string;
  readonly revision: number;
}

function lineOf(kind: KindOfFile, record: object, knownAt: string | null): SortedLine {
  const decoded = decode(kind, Buffer.from(JSON.stringify(record)));
  invariant(decoded.outcome === 'valid', `a ${kind} of the warehouse is refused by its schema`);
  const { source, revision } = decoded.input.record;
  const id = 'flow_id' in decoded.input.record ? decoded.input.record.flow_id : idOf(decoded.input);
  const { canonical: text, digest } = decoded;
  return { text, digest, knownAt, source, id, revision };
}

function idOf(input: InputOf<Kind>): string {
  return input.kind === 'flow' ? input.record.flow_id : input.record.record_id;
}

function refusedLine(one: RefusedTakeBack): SortedLine {
  const text = refusedText(one);
  const digest = hash('sha256', text, 'hex');
  return { text, digest, knownAt: null, source: one.source, id: '', revision: 0 };
}

/** The line of a refused take-back. */
export function refusedText(one: RefusedTakeBack): string {
  const { source, network, site, publisher_account, period_start, period_end } = one;
  return JSON.stringify({ source, network, site, publisher_account, period_start, period_end });
}

/** By source, id, revision and text; a line that is there twice is once, as first known. */
function inLineOrder(lines: readonly SortedLine[]): RecordLine[] {
  const once = new Map<string, SortedLine>();
  for (const line of lines) {
    const other = once.get(line.text);
    if (other === undefined) once.set(line.text, line);
    else once.set(line.text, { ...other, knownAt: earlier(other.knownAt, line.knownAt) });
  }
  return [...once.values()]
    .sort(
      inOrder(
        ({ source }) => source,
        ({ id }) => id,
        ({ revision }) => revision,
        ({ text }) => text,
      ),
    )
    .map(({ text, digest, knownAt }) => ({ text, digest, knownAt }));
}

/** Null: unknown. Times of one form, so that their order is that of texts. */
export function earlier(one: string | null, other: string | null): string | null {
  if (one === null || other === null) return one ?? other;
  return byBytes(one, other) <= 0 ? one : other;
}

export function linesBytes(lines: readonly RecordLine[]): Buffer {
  return Buffer.from(lines.map(({ text }) => `${text}\n`).join(''));
}

/** The lines of a file of records, as texts. @throws CaseFault */
export function textLines(file: RecordFile, bytes: Buffer): string[] {
  if (bytes.length === 0) return [];
  const lines = bytes.toString('utf8').split('\n');
  if (lines.pop() !== '') throw new CaseFault(file, lines.length + 1, 'it has no line end');
  if (lines.length > MOST_LINES)
    throw new CaseFault(file, null, `it has more than ${String(MOST_LINES)} lines`);
  return lines;
}

export type TextsOf = (file: RecordFile) => readonly string[];

/**
 * The evidence that the lines of a folder hold.
 * @param knownAt when the content of a measurement, by digest, was first known
 * @throws CaseFault
 */
export function evidenceOf(texts: TextsOf, knownAt: (digest: string) => string | null): Evidence {
  const flows = recordsOf('flow.ndjson', texts);
  const sites = recordsOf('site.ndjson', texts);
  const accounts = recordsOf('account.ndjson', texts);
  const networks = recordsOf('network.ndjson', texts);
  const panels = recordsOf('panel.ndjson', texts);
  const observations = recordsOf('observation.ndjson', texts);
  return {
    flows: flows.flatMap(({ input }) => (input.kind === 'flow' ? [input.record] : [])),
    sites: sites.flatMap(({ input }) => (input.kind === 'site' ? [input.record] : [])),
    accounts: accounts.flatMap(({ input }) => (input.kind === 'account' ? [input.record] : [])),
    networks: networks.flatMap(({ input }) => (input.kind === 'network' ? [input.record] : [])),
    panels: panels.flatMap(({ input, digest }) =>
      input.kind === 'panel' ? [{ ...input.record, known_at: knownAt(digest) }] : [],
    ),
    observations: observations.flatMap(({ input }) =>
      input.kind === 'observation' ? [input.record] : [],
    ),
    refused: texts('refused.ndjson').map(refusedIn),
  };
}

function recordsOf(file: keyof typeof KIND_FILES, texts: TextsOf) {
  return texts(file).map((text, index) => {
    const decoded = decode(KIND_FILES[file], Buffer.from(text));
    if (decoded.outcome === 'rejected')
      throw new CaseFault(file, index + 1, `${decoded.reason} at ${decoded.path}`);
    if (decoded.canonical !== text)
      throw new CaseFault(file, index + 1, 'it is not in the canonical form of a record');
    return decoded;
  });
}

const TEXT = z.string().min(1).max(1_048_576).nullable();
const DAY = z.iso.date().nullable();
const refusedSchema = z.strictObject({
  source: z.string().max(1_048_576),
  network: TEXT,
  site: TEXT,
  publisher_account: TEXT,
  period_start: DAY,
  period_end: DAY,
});

function refusedIn(text: string, index: number): RefusedTakeBack {
  const read = refusedSchema.safeParse(jsonOf(text));
  if (read.success && JSON.stringify(read.data) === text) return read.data;
  throw new CaseFault('refused.ndjson', index + 1, 'it is not what is readable of a take-back');
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
