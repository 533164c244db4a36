// A line of 1 GB is rejected, and memory stays bounded.
import { existsSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { type Ended, ask, plancher, reportsOf, startPlancher } from './plancher.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { flow, lineOf, ndjson } from '../records.ts';

const folder = temporaryFolder();
afterAll(folder.remove);
const at = (name: string) => join(folder.path, name);

function put(name: string, bytes: Buffer): string {
  writeFileSync(at(name), bytes);
  return at(name);
}

const good = (count: number, prefix: string) =>
  Array.from({ length: count }, (_, index) => lineOf(flow(`${prefix}-${String(index)}`)));

const GIB = 1_073_741_824;
const PEAK_LIMIT_MB = 1_200;

describe('a line of 1 GB', () => {
  async function expectOneRejected(where: string, ended: Ended): Promise<void> {
    const [report] = reportsOf(ended);
    expect(report).toMatchObject({ accepted: 2, repeated: 0, rejected: 1 });
    console.log(`peak memory ${String(Math.round(ended.peakMb))} MB`);
    if (existsSync('/proc/self/status')) expect(ended.peakMb).toBeGreaterThan(0);
    expect(ended.peakMb).toBeLessThan(PEAK_LIMIT_MB);
    const { rejected } = await ask(where, {
      rejected: 'SELECT reason, byte_count, offset, length(raw) AS kept FROM rejected_record',
    });
    expect(rejected).toEqual([
      { reason: 'record_too_large', byte_count: String(GIB), offset: '1', kept: '0' },
    ]);
  }

  test('from standard input: that line is rejected, its neighbours are taken in, memory stays bounded', async () => {
    const child = startPlancher(['ingest', '-', '--kind', 'flow', '--json'], {
      warehouse: at('long-stdin'),
    });
    const write = (bytes: Buffer) =>
      new Promise<void>((resolve) =>
        child.stdin.write(bytes, () => {
          resolve();
        }),
      );
    const [before = '', after = ''] = good(2, 'l');
    await write(ndjson([before]));
    const block = Buffer.alloc(4_194_304, 0x61);
    for (let sent = 0; sent < GIB; sent += block.length) await write(block);
    await write(Buffer.from('\n'));
    child.stdin.end(ndjson([after]));
    await expectOneRejected(at('long-stdin'), await child.ended);
  });

  test('from a file: the same', async () => {
    const [before = '', after = ''] = good(2, 'l');
    const path = put('flow-long.ndjson', ndjson([before]));
    truncateSync(path, ndjson([before]).length + GIB);
    writeFileSync(path, Buffer.concat([Buffer.from('\n'), ndjson([after])]), { flag: 'a' });
    await expectOneRejected(
      at('long-file'),
      await plancher(['ingest', path, '--json'], { warehouse: at('long-file') }),
    );
    rmSync(path);
  });
});
