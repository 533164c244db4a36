// Rows that follow a statement in one body are not parsed as SQL, and blanks cost no time.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { temporaryFolder } from '../temporary-folder.ts';
import { type ServedWarehouse, serveWarehouse } from '../warehouse/served.ts';

const folder = temporaryFolder();
let served: ServedWarehouse;

beforeAll(async () => {
  served = await serveWarehouse(`${folder.path}/warehouse`);
  await post('CREATE TABLE text_row (a String) ENGINE = Memory');
});
afterAll(async () => {
  await served.stop();
  folder.remove();
});

async function post(body: string): Promise<number> {
  const response = await fetch(`${served.url}/?database=plancher`, {
    method: 'POST',
    body,
    headers: served.authorization,
  });
  await response.text();
  return response.status;
}

test.each([
  ['JSONEachRow', `{"a":"l'un \\n\`file\`"}`],
  ['CSV', `it's`],
  ['TabSeparated', `FORMAT 'x`],
])('rows in %s may hold quotes and words of SQL', async (format, row) => {
  expect(await post(`INSERT INTO text_row (a) FORMAT ${format}\n${row}\n`)).toBe(200);
  expect(await served.ask('SELECT count() FROM text_row')).toHaveLength(1);
});

// A pattern that goes back over them took a quarter of an hour for the first.
test('long runs of blanks delay nobody', async () => {
  const blanks = ' '.repeat(1_000_000);
  await Promise.all([
    post(`SELECT ' FORMAT a${blanks}'`),
    post(`INSERT INTO text_row${' '.repeat(60_000)}x FORMAT Native`),
  ]);
  expect(await post('SELECT 1')).toBe(200);
}, 60_000);
