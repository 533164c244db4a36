// npm run bench:ingest [RECORDS]: this ingestion (decode, digest, typed rows, ledger, custody)
// against the engine's own insert of the same bytes with rawInsert into a table of the same shape,
// in turn, in one run. Prints both rates, the ratio, and peak memory of ingestion.
import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createChdbConnection } from 'chdb/connection';
import { z } from 'zod';
import { deleteFolder } from '../pipeline/platform/temporary-folder.ts';
import { writeFlows } from './records.ts';

const RAW_CHUNK_BYTES = 8 * 1_048_576;

/**
 * Seconds that the engine takes for the bytes alone. Runs in a child, because a process holds one
 * data directory.
 */
async function rawInsert(file: string, directory: string): Promise<number> {
  const connection = createChdbConnection({ path: directory });
  await connection.command({
    query: readFileSync(new URL('./raw-flow.sql', import.meta.url), 'utf8'),
  });
  const descriptor = openSync(file, 'r');
  const size = statSync(file).size;
  const started = performance.now();
  for (let at = 0; at < size; ) {
    const block = Buffer.allocUnsafe(Math.min(RAW_CHUNK_BYTES, size - at));
    readSync(descriptor, block, 0, block.length, at);
    const end = block.lastIndexOf(10) + 1;
    await connection.chdb.rawInsert({
      table: 'raw_flow',
      values: block.subarray(0, end),
      format: 'JSONEachRow',
      settings: { input_format_skip_unknown_fields: 0 },
    });
    at += end;
  }
  const seconds = (performance.now() - started) / 1000;
  closeSync(descriptor);
  await connection.close();
  return seconds;
}

interface Measured {
  seconds: number;
  /** Peak resident memory. */
  peakKb: number;
}

/**
 * What `plancher ingest` does with an open warehouse: identity of the file, decoding, writing,
 * custody, counting. Opening is not timed, as it is not for the engine. It runs in a process of its
 * own, from the compiled program, because decoding threads do not start from TypeScript.
 */
function ingest(file: string, directory: string): Measured {
  const module = (path: string) =>
    JSON.stringify(new URL(`../dist/pipeline/${path}`, import.meta.url).href);
  const script = `
    const { openSession, takeIn } = await import(${module('path.js')});
    const { decodeWorkers } = await import(${module('cli/decode-workers.js')});
    const { loadConfig } = await import(${module('config/config.js')});
    const { systemClock } = await import(${module('platform/clock.js')});
    const warehouse = ${JSON.stringify(`embedded:${directory}`)};
    const session = await openSession({ ...loadConfig({}), warehouse }, systemClock);
    const started = performance.now();
    const request = { path: ${JSON.stringify(file)}, kind: 'flow', knownAtMs: null };
    const tools = { decodeWorkers: decodeWorkers(null), stdin: process.stdin, onProgress() {} };
    const [report] = await takeIn(session, [request], tools);
    const seconds = (performance.now() - started) / 1000;
    if (report.rejected > 0) throw new Error('the bench writes valid records only');
    await session.warehouse.close();
    process.stdout.write(JSON.stringify({ seconds, peakKb: process.resourceUsage().maxRSS }));`;
  return measured.parse(
    JSON.parse(
      execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' }),
    ),
  );
}

const measured: z.ZodType<Measured> = z.object({ seconds: z.number(), peakKb: z.number() });

async function main(): Promise<void> {
  const [argument, file = '', directory = ''] = process.argv.slice(2);
  if (argument === '--raw') {
    console.log(String(await rawInsert(file, directory)));
    return;
  }
  const count = Number(argument ?? '2000000');
  const folder = mkdtempSync(join(tmpdir(), 'plancher-bench-'));
  try {
    const records = join(folder, 'flow.ndjson');
    await writeFlows(records, count, 7);
    const bytes = statSync(records).size;
    console.log(`${String(count)} flow records, ${String(Math.round(bytes / count))} bytes each`);
    const ratios: number[] = [];
    for (let round = 1; round <= 2; round += 1) {
      const rawSeconds = Number(
        execFileSync(
          process.execPath,
          [
            '--import',
            'tsx',
            fileURLToPath(import.meta.url),
            '--raw',
            records,
            join(folder, `raw-${String(round)}`),
          ],
          { encoding: 'utf8' },
        ),
      );
      const ours = ingest(records, join(folder, `ingest-${String(round)}`));
      ratios.push(rawSeconds / ours.seconds);
      const rate = (seconds: number) => `${String(Math.round(count / seconds))} rows/s`;
      console.log(
        `round ${String(round)}: rawInsert ${rate(rawSeconds)} (${rawSeconds.toFixed(1)} s); ` +
          `plancher ingest ${rate(ours.seconds)} (${ours.seconds.toFixed(1)} s); ratio ` +
          `${(rawSeconds / ours.seconds).toFixed(2)}; peak memory ` +
          `${String(Math.round(ours.peakKb / 1024))} MB`,
      );
    }
    console.log(
      `ratio, worst of ${String(ratios.length)} rounds: ${Math.min(...ratios).toFixed(2)} ` +
        '(at least 0.40 is promised)',
    );
  } finally {
    deleteFolder(folder);
  }
}

await main();
