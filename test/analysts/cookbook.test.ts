// Every question of the cookbook, asked by @clickhouse/client as an analyst of the demo records.
import { type ClickHouseClient, createClient } from '@clickhouse/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { temporaryFolder } from '../integration/plancher.ts';
import { recipes } from './cookbook.ts';
import { ANALYST, PASSWORD, type ServedAnalysts, fillWithDemo, serveAnalysts } from './served-analysts.ts';

const folder = temporaryFolder();
let served: ServedAnalysts;
let client: ClickHouseClient;

beforeAll(async () => {
  await fillWithDemo(`${folder.path}/warehouse`);
  served = await serveAnalysts(`${folder.path}/warehouse`);
  client = createClient({ url: served.url, username: ANALYST, password: PASSWORD, database: 'plancher', compression: { response: true } });
});

afterAll(async () => {
  await client.close();
  await served.stop();
  folder.remove();
});

test('the cookbook holds at least 25 questions', () => {
  expect(recipes().length).toBeGreaterThanOrEqual(25);
});

const answerSchema = z.object({ meta: z.array(z.object({ name: z.string() })), rows: z.number() });

test.each(recipes())('$question', async ({ sql, columns, whyNone }) => {
  const answer = answerSchema.parse(await (await client.query({ query: sql, format: 'JSON' })).json());
  expect(answer.meta.map(({ name }) => name)).toEqual(columns);
  expect(answer.rows > 0).toBe(whyNone === null);
});
