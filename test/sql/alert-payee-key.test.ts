// The payee of two spellings is one (sql/alert/find/part/payee_key.sql): SQL gives the same key as
// the plain text of names at intake (schemas/plain-text.ts), in lower case.
import { afterAll, expect, test } from 'vitest';
import { z } from 'zod';
import { randomOf } from '../../pipeline/platform/random.ts';
import { sqlFile } from '../../pipeline/warehouse/sql-file.ts';
import { plainText } from '../../schemas/plain-text.ts';
import { temporaryWarehouse } from '../warehouse/temporary.ts';

const PIECES = [
  'Société',
  'SOCIE\u0301TE\u0301',
  'ＡＢＣ',
  'ﬁlm',
  'شركة',
  '\u200f',
  '\u202e',
  '\u2066',
  '\ufeff',
  '\u00ad',
  '\u034f',
  '\u3164',
  '\uffa0',
  '\u2800',
  '\ufe0f',
  '\u{e0041}',
  ' ',
  '\u00a0',
  '\u3000',
  '\t',
  '\n',
  '\u2028',
  '\u0000',
  'e',
  '\u0301',
  '.',
  'Ltd',
];
const NAMES = 5_000;

const { warehouse, remove } = await temporaryWarehouse('none');
afterAll(remove);

test('5000 names, with invisible marks and characters of several forms, have the key that intake would give them', async () => {
  const { below } = randomOf(8);
  const piece = () => PIECES[below(PIECES.length)] ?? '';
  const names = Array.from({ length: NAMES }, () =>
    Array.from({ length: 1 + below(6) }, piece).join(''),
  );
  const key = sqlFile('alert/find/part/payee_key.sql', { name: 'name' });
  const [found] = await warehouse.query(
    `SELECT groupArray(key) AS keys
     FROM (SELECT arrayJoin({names:Array(String)}) AS name, ${key} AS key)`,
    { names },
    z.object({ keys: z.array(z.string()) }),
  );
  const wanted = names.map((name) => plainText(plainText(name).toLowerCase()));
  expect(found?.keys).toEqual(wanted);
  expect(new Set(wanted).size).toBeLessThan(new Set(names).size);
});
