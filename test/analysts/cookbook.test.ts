// Every question of the cookbook, asked by @clickhouse/client as an analyst of the demo records.
import { type ClickHouseClient, createClient } from '@clickhouse/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { recipes } from './cookbook.ts';
import { ANALYST, PASSWORD, type ServedAnalysts, serveDemo } from './served-analysts.ts';

let served: ServedAnalysts;
let client: ClickHouseClient;

beforeAll(async () => {
  served = await serveDemo();
  client = createClient({
    url: served.url,
    username: ANALYST,
    password: PASSWORD,
    database: 'plancher',
    compression: { response: true },
  });
});

afterAll(async () => {
  await client.close();
  await served.stop();
});

test('the cookbook holds at least 25 questions', () => {
  expect(recipes().length).toBeGreaterThanOrEqual(25);
});

const answerSchema = z.object({ meta: z.array(z.object({ name: z.string() })), rows: z.number() });

test.each(recipes())('$question', async ({ sql, columns, whyNone }) => {
  const answer = answerSchema.parse(
    await (await client.query({ query: sql, format: 'JSON' })).json(),
  );
  expect(answer.meta.map(({ name }) => name)).toEqual(columns);
  expect(answer.rows > 0).toBe(whyNone === null);
});
