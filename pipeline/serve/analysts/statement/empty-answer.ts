// An answer without rows in the Native format. ClickHouse sends one block with column names and
// types. chDB sends nothing, and a pandas table made from nothing has no columns.
import { z } from 'zod';
import type { Answer, Connected } from '../../../warehouse/statement.ts';
import { nativeText, varint } from '../../../warehouse/native-format.ts';

const IS_SELECT = /^(\(|SELECT\b|WITH\b)/;
const describedRow = z.tuple([z.string(), z.string()]).rest(z.unknown());

/** @param sql the checked statement, without FORMAT */
export async function withColumns(
  connected: Pick<Connected, 'ask'>,
  answer: Answer,
  { sql, format }: { sql: string; format: string },
): Promise<Answer> {
  if (answer.bytes.length > 0 || format.toLowerCase() !== 'native' || !IS_SELECT.test(sql))
    return answer;
  const { bytes } = await connected.ask(`DESCRIBE TABLE (${sql})`, 'JSONCompactEachRow');
  const columns = Buffer.from(bytes)
    .toString()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => describedRow.parse(JSON.parse(line)));
  const texts = columns.flatMap(([name, type]) => [nativeText(name), nativeText(type)]);
  return { ...answer, bytes: Buffer.concat([varint(columns.length), varint(0), ...texts]) };
}
