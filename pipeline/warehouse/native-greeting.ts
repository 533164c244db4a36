// Answers the query for the protocol revision. Over HTTP a driver sends it once, in Native, and
// decodes the answer by its own revision: clickhouse-go since 2.35, and Grafana with it. The engine
// writes only plain Native, which is revision 0. So this one answer is rewritten in the driver's
// revision and says 0; the driver then reads everything after it as plain Native.
import type { Answer } from './statement.ts';
import { nativeText } from './native-format.ts';

const COLUMNS: readonly (readonly [name: string, type: string])[] = [
  ['displayName()', 'String'],
  ['version()', 'String'],
  ['revision()', 'UInt32'],
  ['timezone()', 'String'],
];
/** From these revisions on, a block begins with a description, and a column with a marker byte. */
const REVISION_WITH_BLOCK_INFO = 1;
const REVISION_WITH_COLUMN_MARK = 54_454;
/** Field 1: no overflow; field 2: bucket -1; end of fields. */
const BLOCK_INFO = Buffer.from([1, 0, 2, 0xff, 0xff, 0xff, 0xff, 0]);
const DISPLAY_NAME = 'plancher';

/** Rewrites that one answer for the client's revision, and returns any other unchanged. */
export function greeted(
  answer: Answer,
  format: string,
  settings: ReadonlyMap<string, string>,
): Answer {
  const revision = Number(settings.get('client_protocol_version') ?? 0);
  if (!(revision >= REVISION_WITH_BLOCK_INFO) || format.toLowerCase() !== 'native') return answer;
  const values = greetingIn(answer.bytes);
  if (values === null) return answer;
  const mark = revision >= REVISION_WITH_COLUMN_MARK ? [Buffer.from([0])] : [];
  const columns = COLUMNS.flatMap(([name, type], index) => {
    const value = values[index] ?? Buffer.alloc(0);
    return [nativeText(name), nativeText(type), ...mark, value];
  });
  return {
    ...answer,
    bytes: Buffer.concat([BLOCK_INFO, Buffer.from([COLUMNS.length, 1]), ...columns]),
  };
}

/** The four values of the row; null when the block is anything else. */
function greetingIn(bytes: Uint8Array): Buffer[] | null {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const take = (length: number) => all.subarray(at, (at += length));
  const takeText = () => take(take(1)[0] ?? 0).toString();
  if (!take(2).equals(Buffer.from([COLUMNS.length, 1]))) return null;
  const values: string[] = [];
  for (const [name, type] of COLUMNS) {
    if (takeText() !== name || takeText() !== type) return null;
    values.push(type === 'UInt32' ? take(4).toString() : takeText());
  }
  const [, version = '', , timezone = ''] = values;
  // The display name of a server would be the name of its machine. Revision 0 is four zero bytes.
  return [nativeText(DISPLAY_NAME), nativeText(version), Buffer.alloc(4), nativeText(timezone)];
}
