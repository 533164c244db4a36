// plancher class check and plancher backtest --class, as the commands print them, over documented
// operations in the real engine. Names are hostile.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { backtestClass } from '../../pipeline/cli/backtest-class.ts';
import { classCheck } from '../../pipeline/cli/class.ts';
import { runCli } from '../../pipeline/cli/program.ts';
import { loadConfig } from '../../pipeline/config/config.ts';
import { runEstimate } from '../../pipeline/estimate/run.ts';
import { createLog } from '../../pipeline/platform/log.ts';
import { caseSpread } from '../case-spread.ts';
import type { Fields } from '../records.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { putRange, temporaryWarehouse, tickingClock } from '../warehouse/temporary.ts';
import { ALPHA } from './figures.ts';

const [OPERATIONS, MONTHS] = [30, 6];
const HOSTILE = '=1+1,"<script>alert(1)</script>&';
const PANEL = '+cmd|"<i>';

const clock = tickingClock();
const { warehouse, remove } = await temporaryWarehouse('monthly', clock);
const { path: folder, remove: removeFolder } = temporaryFolder();
afterAll(async () => {
  removeFolder();
  await remove();
});
const session = {
  warehouse,
  config: loadConfig({ PLANCHER_ALPHA: String(ALPHA) }),
  clock,
  log: createLog('silent'),
};

const { sites, flows, panels } = caseSpread(OPERATIONS, PANEL);
const keyOf = ({ site, month }: Fields) => `${String(site).replace('.tv', '')} ${String(month)}`;
const audienceOf = new Map(panels.map((row) => [keyOf(row), Number(row['unique_visitors'])]));
const moneyOf = new Map(
  flows.map((row) => [
    keyOf({ ...row, month: String(row['period_start']).slice(0, 7) }),
    String(row['amount']),
  ]),
);
const heldRow = z.object({
  operation: z.string(),
  month: z.string(),
  documented_eur: z.coerce.number(),
  class_eur: z.coerce.number(),
  verdict: z.string(),
});

beforeAll(async () => {
  const [first, ...others] = sites;
  await putRange(
    warehouse,
    'site',
    [{ ...first, operation: HOSTILE }, ...others],
    'site.ndjson',
    0,
  );
  await putRange(warehouse, 'flow', flows, 'flow.ndjson', 0);
  await putRange(warehouse, 'panel', panels, 'panel.ndjson', 0);
  await runEstimate(warehouse, { clock, alpha: ALPHA, isComplete: true });
});

type Command = (io: {
  write: (text: string) => void;
  writeError: (text: string) => void;
  setExitCode: (code: number) => void;
}) => Promise<void>;

async function printed(command: Command) {
  const [out, errors] = [new Array<string>(), new Array<string>()];
  await command({
    write: (text) => void out.push(text),
    writeError: (text) => void errors.push(text),
    setExitCode: () => undefined,
  });
  return { out: out.join(''), errors: errors.join('') };
}

describe('class check', () => {
  test('prints one JSON list, and the strata on stderr', async () => {
    const { out, errors } = await printed((io) => classCheck(session, { format: 'json' }, io));
    const rows: unknown = JSON.parse(out);
    expect(rows).toContainEqual({
      operation: HOSTILE,
      case_id: '',
      panel: PANEL,
      unit: 'visitors',
      country: 'FR',
      verdict: 'in',
      ratios: MONTHS,
      member: HOSTILE,
      members: OPERATIONS,
    });
    expect(errors).toMatch(/least_members +speaks_at/);
    // 1 - 1 / (30 + 1), and 24 are needed at 0.04.
    expect(errors).toMatch(/visitors +FR +180 .* +30 +24 +0\.967741 +a class/);
  });

  test('in CSV no name is a formula', async () => {
    const { out } = await printed((io) => classCheck(session, { format: 'csv' }, io));
    expect(out).toContain(HOSTILE.replaceAll('"', '""'));
    expect(out).not.toMatch(/(^|[,"\n])[=+]/m);
  });

  test('one operation by its hostile name', async () => {
    const { out } = await printed((io) =>
      classCheck(session, { format: 'json', operation: HOSTILE }, io),
    );
    expect(JSON.parse(out)).toMatchObject([{ operation: HOSTILE }]);
  });
});

describe('backtest --class', () => {
  const backtest = (format: 'json' | 'table', plot: string | null = null) =>
    printed((io) => backtestClass(session, { format, plot }, io));

  test('holds each month of each operation against the class of the others', async () => {
    const { out, errors } = await backtest('json');
    const rows: unknown = JSON.parse(out);
    expect(rows).toHaveLength(OPERATIONS * MONTHS);
    expect(rows).toContainEqual(expect.objectContaining({ operation: HOSTILE, verdict: 'below' }));
    expect(errors).toMatch(/share_above +interval_95/);
    expect(errors).toContain('a class above it does not show that a floor is too high');
  });

  test('is the second lowest ratio of the others, times the audience: by hand', async () => {
    const { out } = await backtest('json');
    const found = z.array(heldRow).parse(JSON.parse(out));
    const months = found.map(({ operation, month }) => {
      const name = operation === HOSTILE ? 'documented-0' : operation;
      const audience = BigInt(audienceOf.get(`${name} ${month}`) ?? 0);
      const documented = BigInt((moneyOf.get(`${name} ${month}`) ?? '').replace('.', ''));
      return { operation, audience, documented, ratio: (documented * 10n ** 6n) / audience };
    });
    for (const [at, { operation, audience, documented }] of months.entries()) {
      // 0.04 x 30 - 1 = 0.2: one ratio of six of a member may lie below, two may not.
      const [, second] = months
        .filter((one) => one.operation !== operation)
        .map(({ ratio }) => ratio)
        .toSorted((a, b) => (a < b ? -1 : 1));
      const units = ((second ?? 0n) * audience) / 10n ** 6n;
      expect(found[at]).toMatchObject({
        class_eur: Number(units) / 10_000,
        documented_eur: Number(documented) / 10_000,
        verdict: units <= documented ? 'below' : 'above_documented',
      });
    }
    const above = found.filter(({ verdict }) => verdict === 'above_documented').length;
    expect(above).toBeGreaterThan(0);
    // The table has the same count.
    expect((await backtest('table')).out).toMatch(
      new RegExp(` ${String(OPERATIONS)} +180 +180 +${String(above)} `),
    );
  });

  test('the plot has no name of a record, and no file is overwritten', async () => {
    const path = join(folder, 'plot.svg');
    await backtest('json', path);
    const svg = readFileSync(path, 'utf8');
    expect(svg).toContain('30 members left out in turn');
    expect(svg).not.toMatch(/alert|cmd|documented-/);
    writeFileSync(path, 'mine');
    await expect(backtest('json', path)).rejects.toMatchObject({ code: 'no_plot', exitCode: 2 });
    expect(readFileSync(path, 'utf8')).toBe('mine');
    await expect(backtest('json', join(folder, 'none', 'plot.svg'))).rejects.toThrow(
      'cannot be written (ENOENT)',
    );
  });

  test.each([
    [['--class', '--cases', 'x.json'], 'Give --cases or --class: not both.'],
    [['--plot', 'refused.svg'], '--plot needs --class.'],
  ])('%j is refused', async (options, words) => {
    const errors = new Array<string>();
    const exitCode = await runCli(
      ['backtest', ...options],
      () => undefined,
      (text) => void errors.push(text),
    );
    expect(exitCode).toBe(2);
    expect(errors.join('')).toContain(words);
    expect(existsSync('refused.svg')).toBe(false);
  });
});
