// npm run bench:answers [ROUNDS]: how long a reader waits for an answer about the demo's records,
// from the start of the process to its end: medians, the commands in turn.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deleteFolder } from '../pipeline/platform/temporary-folder.ts';
import { table } from '../pipeline/text/table.ts';
import { COMMAND } from '../test/integration/plancher.ts';
import { median, secondsOf } from './measure.ts';

const ASKED = [
  { command: 'floor', most: 0.6 },
  { command: 'flags', most: 0.8 },
  { command: 'alerts', most: 0.8 },
  { command: 'explain planet-series 2015-11', most: 1 },
] as const;
const DEMO = 'reference/demo';

function run(warehouse: string, argv: readonly string[]): void {
  const { status, stderr } = spawnSync(process.execPath, [COMMAND, ...argv], {
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      PLANCHER_WAREHOUSE: `embedded:${warehouse}`,
      PLANCHER_LOG_LEVEL: 'silent',
    },
  });
  if (status !== 0) throw new Error(`plancher ${argv.join(' ')}: ${stderr}`);
}

async function main(): Promise<void> {
  const rounds = Number(process.argv[2] ?? '7');
  const folder = mkdtempSync(join(tmpdir(), 'plancher-bench-'));
  const warehouse = join(folder, 'warehouse');
  try {
    const files = readdirSync(DEMO).filter((name) => name.endsWith('.ndjson'));
    run(warehouse, ['ingest', ...files.sort().map((name) => join(DEMO, name))]);
    const seconds = new Map<string, number[]>(ASKED.map(({ command }) => [command, []]));
    for (let round = 0; round < rounds; round += 1)
      for (const [command, own] of seconds)
        own.push(
          await secondsOf(() => {
            run(warehouse, command.split(' '));
            return Promise.resolve();
          }),
        );
    const rows = ASKED.map(({ command, most }) => {
      const own = seconds.get(command) ?? [];
      const middle = median(own);
      return {
        command,
        median_s: middle.toFixed(2),
        least_s: Math.min(...own).toFixed(2),
        goal_s: most.toFixed(1),
        holds: middle < most ? 'yes' : 'no',
      };
    });
    console.log(table(rows));
  } finally {
    deleteFolder(folder);
  }
}

await main();
