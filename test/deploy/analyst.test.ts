// The rights of an analyst on a server are those of the endpoint over the embedded engine.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { PUBLIC_TABLES } from '../../pipeline/serve/analysts/statement/public-names.ts';

test('a server grants an analyst what the endpoint serves, and nothing else', () => {
  const users = readFileSync(
    new URL('../../deploy/clickhouse/users.d/plancher.xml', import.meta.url),
    'utf8',
  );
  const granted = [...users.matchAll(/GRANT (.*?)<\/query>/g)].map(([, grant]) => grant);
  expect(granted).toEqual(PUBLIC_TABLES.map((name) => `SELECT ON plancher.${name}`));
});
