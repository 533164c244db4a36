// The map (pipeline/path.ts) against the files of sql/, and against what each stage executes.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import {
  EVALUATION_BEGINS,
  EVALUATION_STAGES,
  evaluateAlerts,
} from '../../pipeline/alert/find/evaluate.ts';
import { rulesSchema } from '../../pipeline/config/alert-rules.ts';
import { RUN_BEGINS, RUN_STAGES, runEstimate } from '../../pipeline/estimate/run.ts';
import { PATH } from '../../pipeline/path.ts';
import { loadReference, readReference } from '../../pipeline/reference/load.ts';
import { KINDS, type Kind } from '../../schemas/record.ts';
import { publishedCase } from '../published-case.ts';
import { putRange, temporaryWarehouse, tickingClock } from '../warehouse/temporary.ts';

/** The files of sql/ that were read, under the stage that read them. */
const executed = vi.hoisted(() => ({ stage: '', files: new Map<string, Set<string>>() }));

vi.mock('../../pipeline/warehouse/sql-file.ts', async (original) => {
  const actual = await original<typeof import('../../pipeline/warehouse/sql-file.ts')>();
  const sqlFile: typeof actual.sqlFile = (path, ...rest) => {
    const files = executed.files.get(executed.stage) ?? new Set();
    executed.files.set(executed.stage, files.add(path));
    return actual.sqlFile(path, ...rest);
  };
  return { ...actual, sqlFile };
});

vi.mock('../../pipeline/platform/stage.ts', () => ({
  runStages: async <Context>(
    stages: readonly { name: string; act: (context: Context) => Promise<void> }[],
    context: Context,
  ) => {
    for (const stage of stages) {
      executed.stage = stage.name;
      await stage.act(context);
    }
  },
}));

const RUN = [RUN_BEGINS, ...RUN_STAGES];
const EVALUATION = [EVALUATION_BEGINS, ...EVALUATION_STAGES];

const numberedIn = (folder: string) =>
  readdirSync(join('sql', folder))
    .filter((name) => /^\d\d_.*\.sql$/.test(name))
    .map((name) => `${folder}/${name}`);

describe.each([
  { folder: 'estimate', stages: RUN },
  { folder: 'alert/find', stages: EVALUATION },
])('the stages of sql/$folder', ({ folder, stages }) => {
  const named = stages
    .flatMap(({ sql }) => sql)
    .filter((file) => file.startsWith(`${folder}/`) && !file.endsWith('/'));

  test('name each numbered file', () => {
    expect([...new Set(named)].sort()).toEqual(numberedIn(folder));
  });

  test('name them in the order of their numbers', () => {
    const first = [...new Set(named)].filter((file) => !/\/9\d_drop_/.test(file));
    expect(first).toEqual([...first].sort());
  });
});

test('the map has the stages of a run and of an evaluation, in order', () => {
  const start = PATH.findIndex(
    ({ name, act }) => name === RUN_BEGINS.name && act === RUN_BEGINS.act,
  );
  const stages = [...RUN, ...EVALUATION].map(({ name, does }) => ({ name, does }));
  expect(PATH.slice(start, start + stages.length)).toMatchObject(stages);
});

test('each file or folder that the map names exists', () => {
  for (const name of PATH.flatMap(({ sql }) => sql))
    expect(existsSync(join('sql', name)), name).toBe(true);
});

type Records = Partial<Record<Kind, Record<string, unknown>[]>>;

const demo = (kind: Kind) =>
  ['published', 'illustrative']
    .map((name) => join('reference/demo', `${kind}-${name}.ndjson`))
    .filter((file) => existsSync(file))
    .flatMap((file) => readFileSync(file, 'utf8').trim().split('\n'))
    .map((line) => z.record(z.string(), z.unknown()).parse(JSON.parse(line)));

const DEMO: Records = Object.fromEntries(KINDS.map((kind) => [kind, demo(kind)]));

/** Records that need the statements which the demo does not reach. */
const LATER: Records = {
  flow: [
    // Takes a payment back: linked flows are fetched.
    {
      ...demo('flow')[0],
      flow_id: 'taken-back',
      reverses: { flow_id: 'st-pop-2015-09' },
      amount: '10.0000',
    },
    // Older than anything the source was known to cover.
    {
      ...demo('flow')[0],
      flow_id: 'older',
      period_start: '2014-01-01',
      period_end: '2014-01-31',
      value_date: '2014-02-10',
      statement_date: '2014-02-05',
    },
  ],
  // A site that changes hands while it earns.
  site: [
    {
      record_id: 'sold',
      revision: 1,
      source: 'demo-case-file',
      site: 'planet-series.tv',
      operation: 'another',
      operator_country: 'FR',
      valid_from: '2014-01-15',
      valid_to: null,
    },
  ],
  // An act against an account, not a site.
  event: [
    {
      record_id: 'account-listed',
      revision: 1,
      source: 'demo-case-file',
      type: 'listing',
      site: null,
      operation: null,
      account: 'CY17002001280000001200527600',
      date: '2016-06-01',
    },
  ],
};

const NONE: Records = {};

describe('two runs and two evaluations', async () => {
  const clock = tickingClock();
  const { warehouse, remove } = await temporaryWarehouse('none');
  // A case that may be compared: without one no reference class is listed.
  const cases = { version: 'one case', rows: [publishedCase({})] };
  await loadReference(warehouse, { ...readReference(), cases }, clock);
  const rules = rulesSchema.parse({});
  afterAll(remove);
  executed.files.clear();
  for (const [topic, records, isComplete] of [
    ['demo', DEMO, false],
    ['later', LATER, false],
    // Twice over all operations: what the first run ruled is dropped with the second of them.
    ['none', NONE, true],
    ['none', NONE, true],
  ] as const) {
    for (const kind of KINDS)
      await putRange(warehouse, kind, records[kind] ?? [], `${topic}-${kind}`, 0);
    executed.stage = RUN_BEGINS.name;
    await runEstimate(warehouse, { clock, alpha: 0.05, isComplete });
    executed.stage = EVALUATION_BEGINS.name;
    await evaluateAlerts(warehouse, { clock, rules });
  }

  test.each([...new Set([...RUN, ...EVALUATION].map(({ name }) => name))])(
    'stage "%s" executes what the map says, all of it and nothing else',
    (name) => {
      const stages = [...RUN, ...EVALUATION].filter((stage) => stage.name === name);
      const said = [...new Set(stages.flatMap(({ sql }) => sql))];
      // Of a folder, what the records ask for is executed.
      const folders = said.filter((one) => one.endsWith('/'));
      const folderOf = (file: string) => folders.find((folder) => file.startsWith(folder));
      const files = [...(executed.files.get(name) ?? [])].map((file) => folderOf(file) ?? file);
      expect([...new Set(files)].sort()).toEqual(said.sort());
    },
  );
});
