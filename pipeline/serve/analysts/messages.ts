// The messages between the three processes of the analysts' endpoint, as JSON over Node's channel:
// the program that holds the warehouse, the front (HTTP), and the readers (one statement at a
// time).
import { z } from 'zod';
import { limitsSchema } from './statement/limits.ts';
import { ENCODINGS } from '../http/packing.ts';

/** Inside the directory of the warehouse, because a hard link cannot leave its file system. */
export const READERS_FOLDER = 'plancher-readers';

/** What the front is started with. */
export const frontSchema = z.strictObject({
  /** Directory of the embedded warehouse. */
  warehouse: z.string(),
  database: z.string(),
  /** File of the analysts. */
  file: z.string(),
  listen: z.string(),
  concurrent: z.number(),
  waiting: z.number(),
  refreshMs: z.number(),
  logLevel: z.string(),
});
export type FrontSettings = z.infer<typeof frontSchema>;

/** From the front to the program. */
export const fromFrontSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('listening'), address: z.string() }),
  z.strictObject({
    type: z.literal('failed'),
    code: z.string(),
    message: z.string(),
    exitCode: z.number(),
  }),
]);
export type FromFront = z.infer<typeof fromFrontSchema>;

/** What a reader is started with. */
export const readerSchema = z.strictObject({
  warehouse: z.string(),
  database: z.string(),
  /** The reader's own folder: its copy of the warehouse, and what it writes. */
  folder: z.string(),
  refreshMs: z.number(),
});
export type ReaderSettings = z.infer<typeof readerSchema>;

/** From the front to a reader: one statement. */
export const toReaderSchema = z.strictObject({
  /** In base64, because the text may not be UTF-8. */
  sql: z.string(),
  settings: z.array(z.tuple([z.string(), z.string()])),
  parameters: z.array(z.tuple([z.string(), z.string()])),
  format: z.string(),
  limits: limitsSchema,
  encoding: z.enum(ENCODINGS),
  /** File to write the compressed answer to. */
  file: z.string(),
});
export type ToReader = z.infer<typeof toReaderSchema>;

/** From a reader to the front. */
export const fromReaderSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('ready') }),
  /** The copy is too old, and the warehouse has changed since. Use another reader. */
  z.strictObject({ type: z.literal('stale') }),
  /** The statement passed the checks and runs now, within this limit. */
  z.strictObject({ type: z.literal('begun'), seconds: z.number() }),
  z.strictObject({
    type: z.literal('answered'),
    format: z.string(),
    rowsRead: z.number(),
    bytesRead: z.number(),
    /** Requested limits above the analyst's own, with the limit that applied instead. */
    clamped: z.array(z.tuple([z.string(), z.string()])),
    /** Size before compression. */
    byteCount: z.number(),
    asOfMs: z.number(),
  }),
  z.strictObject({
    type: z.literal('failed'),
    code: z.number(),
    message: z.string(),
    reason: z.string().nullable(),
  }),
]);
export type FromReader = z.infer<typeof fromReaderSchema>;
