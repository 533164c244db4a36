import { expect, test } from 'vitest';
import { killStatement } from '../../pipeline/serve/analysts/kill-query.ts';

test('a long run of blanks does not block the front process', () => {
  const startedMs = performance.now();
  expect(killStatement(`KILL QUERY WHERE query_id='a'${' '.repeat(960)}x`)).toBeNull();
  expect(performance.now() - startedMs).toBeLessThan(250);
});

test('blanks, the mode, the format and a semicolon are understood', () => {
  expect(killStatement(" KILL QUERY WHERE query_id = 'a' TEST FORMAT JSON ; ")).toEqual({
    queryId: 'a',
    isTest: true,
    format: 'JSON',
  });
  expect(killStatement("KILL QUERY WHERE query_id='a'")).toEqual({
    queryId: 'a',
    isTest: false,
    format: null,
  });
});
