// clickhouse-go over HTTP works unchanged, and with it what is built on it (Grafana's data source).
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PUBLIC_TABLES } from '../../pipeline/serve/analysts/statement/public-names.ts';
import { goProgram } from '../cached.ts';
import { ANALYST, PASSWORD, type ServedAnalysts, serveDemo } from './served-analysts.ts';

const run = promisify(execFile);
const GO = goProgram(fileURLToPath(new URL('./go', import.meta.url)));
if ('why' in GO) console.warn(`clickhouse-go is not tried: ${GO.why}`);

let served: ServedAnalysts;

beforeAll(async () => {
  served = await serveDemo();
});

afterAll(async () => {
  await served.stop();
});

describe.skipIf('why' in GO)('clickhouse-go', () => {
  const program = 'program' in GO ? GO.program : '';
  const lines = async (...args: string[]) => (await run(program, args)).stdout.trim().split('\n');

  test.each(['none', 'lz4', 'zstd', 'gzip'])(
    'packed as %s: connects, pings, reads rows of every type and of every view, gives parameters, reads failures',
    async (packing) => {
      expect(
        await lines('ask', `127.0.0.1:${String(served.port)}`, ANALYST, PASSWORD, packing),
      ).toEqual([
        expect.stringMatching(/^server plancher \d+ \S*UTC$/),
        'types 22 | 1 | -2 | 3 | 0.5 | 4.25 | text | ab | 2026-01-02T00:00:00Z | 2026-01-02T00:00:00Z | 2026-01-02T03:04:05Z | ' +
          '2026-01-02T03:04:05.678Z | true | 61f0c404-5cb3-11e7-907b-a6006ad3dba0 | 192.0.2.1 | 2001:db8::1 | a | low | 7 | NULL | [1 2] | ' +
          'map[k:1] | [1 x]',
        `tables ${String(PUBLIC_TABLES.length)}`,
        'parameter 1 | 12',
        'bound 1 | 12',
        'nothing 1',
        'many 2 | 50000 | 1249975000',
        'streamed 50000 1249975000',
        'error 497',
        'error 395',
        'error 47',
        'hung up true',
        'database/sql true true',
      ]);
    },
  );

  test.each(['none', 'lz4', 'gzip', 'deflate', 'br'])(
    'packed as %s: inserts rows by the trusted endpoint',
    async (packing) => {
      const { host, username, password } = new URL(served.warehouse);
      expect(await lines('insert', host, username, password, packing)).toEqual([
        'inserted 5 | 20000 | 20000 | 19999 | 20000 | 2026-01-02T03:00:00.123Z',
      ]);
    },
  );
});
