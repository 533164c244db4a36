// Recognises input that is not NDJSON before its first record is written. Otherwise a spreadsheet
// would become thousands of rejected records in the ledger. It looks at the first MiB of the input,
// unpacked if it is gzip; otherFormat() lists the rules.

/** A record has at most 1 MiB, so a first line that is a record ends within this. */
const HEAD_BYTES = 1_114_112;
const MOST_LINES = 200;

const MAGIC: readonly [string, Buffer][] = [
  ['a zip archive, as XLSX, ODS and DOCX files are', Buffer.from('PK\u0003\u0004')],
  ['an empty zip archive', Buffer.from('PK\u0005\u0006')],
  ['a PDF file', Buffer.from('%PDF-')],
  ['gzip data', Buffer.from([0x1f, 0x8b])],
  ['a Parquet file', Buffer.from('PAR1')],
  ['an Avro file', Buffer.from('Obj\u0001')],
  ['an ORC file', Buffer.from('ORC\u0008')],
  ['an Arrow file', Buffer.from('ARROW1')],
  ['a SQLite database', Buffer.from('SQLite format 3\0')],
  ['a file of old Excel or Word', Buffer.from([0xd0, 0xcf, 0x11, 0xe0])],
  ['Zstandard data', Buffer.from([0x28, 0xb5, 0x2f, 0xfd])],
  ['xz data', Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0])],
  ['bzip2 data', Buffer.from('BZh91AY&SY')],
  ['a 7z archive', Buffer.from([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c])],
  ['LZ4 data', Buffer.from([0x04, 0x22, 0x4d, 0x18])],
  ['an RTF file', Buffer.from('{\\rtf')],
];
/**
 * POSIX has a zero byte (and the version) after `ustar`, GNU two blanks and a zero byte. Text may
 * hold `ustar` at this position too, but never the zero byte.
 */
const TAR = { names: [Buffer.from('ustar\0'), Buffer.from('ustar  \0')], at: 257 };

const UTF_32 = 'text in UTF-32';
const UTF_16 = 'text in UTF-16';
const MARKS: readonly [string, Buffer][] = [
  [UTF_32, Buffer.from([0xff, 0xfe, 0, 0])],
  [UTF_32, Buffer.from([0, 0, 0xfe, 0xff])],
  [UTF_16, Buffer.from([0xff, 0xfe])],
  [UTF_16, Buffer.from([0xfe, 0xff])],
];

const ADVICE = new Map([
  [UTF_16, 'Convert it: iconv -f UTF-16 -t UTF-8'],
  [UTF_32, 'Convert it: iconv -f UTF-32 -t UTF-8'],
  ['gzip data', 'Unpack it: gunzip'],
  ['a JSON array', "Write one object a line: jq -c '.[]'"],
  ['JSON over several lines', 'Write one object a line: jq -c .'],
  ['records in the envelope of Kafka Connect', 'Take the records out of it: jq -c .payload'],
  ['records in the envelope of Debezium', 'Take the records out of it: jq -c .after'],
]);

export interface Head {
  bytes: Buffer;
  /** True: the input is not longer. */
  isAll: boolean;
}

/**
 * Applies these rules in order:
 *
 * 1. It begins with bytes that only another format has (zip, PDF, Parquet, UTF-16, ...).
 * 2. A line that begins at the margin is a JSON object: NDJSON, whatever the other lines are,
 *    unless every such line is an envelope.
 * 3. `<` and a name: HTML or XML. `[`: a JSON array. `{` alone, or one object over all lines: JSON
 *    over several lines.
 * 4. Two lines have the same number of separators, or one line holds separated names: CSV.
 * 5. It holds a zero byte: binary data.
 *
 * Anything else is taken in line by line; lines that are not records are rejected with a reason.
 * @returns what the content is and what to do; null: NDJSON, or an unknown format
 */
export function otherFormat(head: Head): { what: string; advice: string } | null {
  const what = binaryFormat(head.bytes) ?? textFormat(head);
  return what === null
    ? null
    : {
        what,
        advice: ADVICE.get(what) ?? 'Convert it to one JSON object a line (docs/records.md)',
      };
}

function binaryFormat(bytes: Buffer): string | null {
  const begins = ([, magic]: [string, Buffer]) => bytes.subarray(0, magic.length).equals(magic);
  const [what] = [...MAGIC, ...MARKS].find(begins) ?? [];
  if (what !== undefined) return what;
  if (TAR.names.some((name) => bytes.subarray(TAR.at, TAR.at + name.length).equals(name)))
    return 'a tar archive';
  // A brace or bracket next to zero bytes, which never occurs in UTF-8.
  const start = bytes.subarray(0, 4).toString('latin1');
  if (/^(\0\0\0[[{]|[[{]\0\0\0)/.test(start)) return UTF_32;
  if (/^(\0[[{<]\0[^\0]|[[{<]\0[^\0]\0)/.test(start)) return UTF_16;
  // A zero byte and the id of a schema, followed by Avro or JSON.
  if (bytes[0] === 0 && bytes.length > 5)
    return 'records in the envelope of a schema registry, or other binary data';
  return null;
}

function textFormat({ bytes, isAll }: Head): string | null {
  const text = bytes.toString('utf8').replace(/^\ufeff/, '');
  const lines = text.split('\n', MOST_LINES).filter((line) => line.trim() !== '');
  // The last line may continue after the head.
  const isCut = !isAll && text.split('\n', MOST_LINES + 1).length <= MOST_LINES;
  const whole = isCut ? lines.slice(0, -1) : lines;
  const parsed = whole.map((line, index) => (isElement(whole, index) ? null : objectOf(line)));
  const objects = parsed.filter((one) => one !== null);
  if (objects.length > 0) return envelopeOf(objects);
  const start = text.trimStart();
  if (/^<(!doctype html|html)/i.test(start)) return 'HTML';
  if (/^<[A-Za-z!?]/.test(start)) return 'XML';
  if (start.startsWith('[')) return isArray(start, lines, isCut) ? 'a JSON array' : null;
  if (start.startsWith('{'))
    return isOverLines(start, whole, isAll) ? 'JSON over several lines' : null;
  if (isCsv(whole)) return 'CSV';
  return bytes.includes(0) ? 'binary data' : null;
}

/**
 * The object on a line that begins with its brace. An element of an array or of indented JSON has
 * something before the brace, so it is not a record.
 */
function objectOf(line: string): Record<string, unknown> | null {
  if (!line.startsWith('{')) return null;
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? { ...value } : null;
  } catch {
    return null;
  }
}

/**
 * True for the last element of an array with one element a line: no comma follows it, so it parses
 * as an object, but the next line closes the array.
 */
function isElement(lines: readonly string[], index: number): boolean {
  return lines[0]?.trimStart().startsWith('[') === true && /^\s*\]/.test(lines[index + 1] ?? '');
}

function envelopeOf(objects: readonly Record<string, unknown>[]): string | null {
  if (objects.every((one) => hasKeys(one, ['schema', 'payload'])))
    return 'records in the envelope of Kafka Connect';
  if (objects.every((one) => hasKeys(one, ['before', 'after', 'op'])))
    return 'records in the envelope of Debezium';
  return null;
}

function hasKeys(value: Record<string, unknown>, keys: readonly string[]): boolean {
  return keys.every((key) => Object.hasOwn(value, key));
}

/** True for one array over the whole input, but not for NDJSON with a line that is an array. */
function isArray(start: string, lines: readonly string[], isCut: boolean): boolean {
  const [first = ''] = lines;
  if (lines.length === 1) return isCut || /^\s*\[\s*([{[\]]|$)/.test(first);
  return /^\s*\[\s*$/.test(first) || (/^\s*\[\s*\{/.test(first) && !isJson(first)) || isJson(start);
}

function isOverLines(start: string, lines: readonly string[], isAll: boolean): boolean {
  if (lines.length < 2) return false;
  const [first = '', second = ''] = lines;
  if (isAll && isJson(start)) return true;
  return /^\{\s*$/.test(first) && /^\s*["}]/.test(second);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const SEPARATORS = [',', ';', '\t', '|'];
/** A word, as a name of a column is. */
const NAMES = /^"?[\p{L}_][\p{L}\p{N}_ .()/-]*"?$/u;

function isCsv(lines: readonly string[]): boolean {
  const [first = '', second] = lines;
  return SEPARATORS.some((separator) => {
    const fields = fieldsOf(first, separator);
    if (fields.length < 2) return false;
    if (second !== undefined) return fieldsOf(second, separator).length === fields.length;
    return fields.every((field) => NAMES.test(field.trim()));
  });
}

/** Ignores separators between quotation marks. */
function fieldsOf(line: string, separator: string): string[] {
  return line.replace(/"[^"]*"/g, '""').split(separator);
}

/**
 * Reads the head of a stream, and returns it with a stream of everything. A failure of the source
 * meanwhile is thrown later by that stream, after the bytes that came before it.
 */
export async function peek(
  stream: AsyncIterable<Buffer>,
): Promise<{ head: Head; stream: AsyncIterable<Buffer> }> {
  const blocks = stream[Symbol.asyncIterator]();
  const read: Buffer[] = [];
  let [byteCount, isAll] = [0, false];
  let rest: Pick<AsyncIterator<Buffer>, 'next' | 'return'> = blocks;
  try {
    while (byteCount < HEAD_BYTES && !isAll) {
      const next = await blocks.next();
      if (next.done === true) isAll = true;
      else {
        read.push(next.value);
        byteCount += next.value.length;
      }
    }
  } catch (thrown) {
    rest = { next: () => Promise.reject(asError(thrown)) };
  }
  const bytes = Buffer.concat(read);
  return {
    head: { bytes: bytes.subarray(0, HEAD_BYTES), isAll: isAll && bytes.length <= HEAD_BYTES },
    stream: rejoined(bytes, rest),
  };
}

const asError = (thrown: unknown) => (thrown instanceof Error ? thrown : new Error(String(thrown)));

async function* rejoined(
  head: Buffer,
  rest: Pick<AsyncIterator<Buffer>, 'next' | 'return'>,
): AsyncGenerator<Buffer> {
  try {
    if (head.length > 0) yield head;
    for (let next = await rest.next(); next.done !== true; next = await rest.next())
      yield next.value;
  } finally {
    await rest.return?.();
  }
}
