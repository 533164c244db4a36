// manifest.json: what an export or a case folder holds, and which records and versions it was made
// from. It has no time of day and no name of a machine, so that the same state gives the same
// bytes.
import { z } from 'zod';
import { identifier } from '../../schemas/field.ts';
import { EXPORT_FORMATS, FORMAT_NAMES } from './formats/registry.ts';

export const MANIFEST = 'manifest.json';
export const SIGNATURE = 'manifest.sig';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in hexadecimal');
const whole = z.number().int().min(0);

export const partitionRow = z.strictObject({
  topic: z.string(),
  partition: whole,
  last_offset: z.string().regex(/^\d+$/, 'must be an offset'),
  chain_sha256: sha256,
});

const EXTENSIONS = FORMAT_NAMES.map((name) => EXPORT_FORMATS[name].extension);
/** Never a path: `plancher verify` opens the files that a manifest names. */
const FILE_NAME = new RegExp(`^[a-z0-9][a-z0-9-]*\\.(?:${EXTENSIONS.join('|')})$`);

const fileEntry = z.strictObject({
  name: z.string().regex(FILE_NAME, 'must be a plain file name'),
  format: z.enum(FORMAT_NAMES),
  rows: whole,
  bytes: whole,
  sha256,
});

const exportManifest = z.strictObject({
  format: z.literal('plancher-export/1'),
  export: z.string(),
  about: z.string(),
  /** The view, or the digest of the SQL file. */
  source: z.string(),
  filters: z.array(
    z.strictObject({ column: z.string(), is: z.string(), values: z.array(z.string()) }),
  ),
  rows: whole,
  columns: z.array(z.strictObject({ name: z.string(), type: z.string(), comment: z.string() })),
  files: z.array(fileEntry).min(1),
  method_version: z.string(),
  reference_versions: z.record(z.string(), z.string()),
  made_by: z.strictObject({ plancher: z.string(), engine: z.string() }),
  /** The last complete run of the estimate, which the floors are from; null: there was none. */
  floors: z
    .strictObject({
      run_id: z.string(),
      covers_all_input: z.boolean(),
      input: z.array(partitionRow),
    })
    .nullable(),
  /**
   * How far the input was taken in. Not settled: records came in while the rows were read, so rows
   * may be from more input than `partitions` says.
   */
  input: z.strictObject({ settled: z.boolean(), partitions: z.array(partitionRow) }),
});

/** The files of a case folder, in the order of docs/recompute.md. All of them are there. */
export const CASE_FILES = [
  'README.md',
  'floors.csv',
  'floor-lines.csv',
  'modelled.csv',
  'sources.csv',
  'parts.csv',
  'take-backs.csv',
  'left-out.csv',
  'flow.ndjson',
  'site.ndjson',
  'account.ndjson',
  'network.ndjson',
  'panel.ndjson',
  'observation.ndjson',
  'refused.ndjson',
  'ledger.csv',
  'comparable-ratios.ndjson',
  'reference.json',
] as const;

export type CaseFile = (typeof CASE_FILES)[number];

const caseFileEntry = z.strictObject({
  name: z.enum(CASE_FILES),
  about: z.string(),
  /** Of a table, in order; else empty. */
  columns: z.array(z.strictObject({ name: z.string(), about: z.string() })),
  /** Rows of a table without its header, lines of other files. */
  rows: whole,
  bytes: whole,
  sha256,
});

/** All that the floors of one operation are computed from, and these floors (docs/recompute.md). */
const caseManifest = z.strictObject({
  format: z.literal('plancher-case/1'),
  operation: identifier,
  method_version: z.string(),
  reference_versions: z.record(z.string(), z.string()),
  made_by: z.strictObject({ plancher: z.string(), engine: z.string() }),
  /** Millionths: error probability of all limits of a month together. */
  alpha_ppm: z.number().int().min(0).max(1_000_000),
  run: z.strictObject({
    run_id: z.string(),
    /** How far the run had read each input that a record of the folder is from. */
    input: z.array(partitionRow),
  }),
  files: z
    .array(caseFileEntry)
    .refine(
      (files) => CASE_FILES.join() === files.map(({ name }) => name).join(),
      'must be the files of a case folder, each once and in order',
    ),
});

const manifest = z.discriminatedUnion('format', [exportManifest, caseManifest]);

export type ExportManifest = z.infer<typeof exportManifest>;
export type CaseManifest = z.infer<typeof caseManifest>;
export type Manifest = z.infer<typeof manifest>;
export type FileEntry = z.infer<typeof fileEntry>;
export type CaseFileEntry = z.infer<typeof caseFileEntry>;

/** The name of what a manifest is of. */
export function nameOfManifest(content: Manifest): string {
  return content.format === 'plancher-case/1' ? `case ${content.operation}` : content.export;
}

/** The bytes of the file, which are what is signed. */
export function manifestBytes(content: Manifest): Buffer {
  return Buffer.from(`${JSON.stringify(manifest.parse(content), null, 1)}\n`);
}

/** @returns the manifest, or what is wrong with it */
export function readManifest(bytes: Buffer): Manifest | string {
  try {
    const checked = manifest.safeParse(JSON.parse(bytes.toString('utf8')));
    if (checked.success) return checked.data;
    const issue = checked.error.issues[0];
    return `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'wrong'}`;
  } catch {
    return 'it is not JSON';
  }
}
