// What every command prints over hostile records, files and names: nothing that a terminal obeys,
// no line that a value began, no cell that a spreadsheet runs. The test walks the tree of commands,
// so a new command is tried or named as missing.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { commands, runCli, withSubcommands } from '../../pipeline/cli/program.ts';
import { OBEYED } from '../obeyed.ts';
import { plancher, rowsOf } from './plancher.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { flow, ndjson, site } from '../records.ts';
import { EVIL, EVIL_FILE, EVIL_ID, type Names, hostileCalls } from './hostile-calls.ts';

const folder = temporaryFolder();
const at = (...names: string[]) => join(folder.path, ...names);
const ENVIRONMENT = {
  PLANCHER_WAREHOUSE: `embedded:${at('warehouse')}`,
  PLANCHER_KEYS_DIR: at('keys'),
  PLANCHER_EXPORTS_DIR: at('out'),
  PLANCHER_ANALYSTS_FILE: at('analysts.json'),
};
const place = { warehouse: null, environment: ENVIRONMENT };

interface Said {
  code: number;
  stdout: string;
  stderr: string;
}

/** In this process: a command takes as long as its work. */
async function say(...args: string[]): Promise<Said> {
  const said = { stdout: '', stderr: '' };
  const code = await runCli(
    args,
    (text) => (said.stdout += text),
    (text) => (said.stderr += text),
  );
  return { code, ...said };
}

const firstOf = (said: Said) =>
  z.array(z.record(z.string(), z.unknown())).parse(JSON.parse(said.stdout))[0] ?? {};
let names: Names;

beforeAll(async () => {
  Object.assign(process.env, ENVIRONMENT);
  const payee = { name: EVIL, country: 'KY', account: EVIL, account_type: 'other' };
  const flows = ['a', '=b', EVIL_ID].map((id, index) =>
    flow(id, {
      source: EVIL_ID,
      network: EVIL,
      publisher_account: EVIL,
      payee,
      amount: `${String(index + 1)}000`,
      impressions: 1_000_000,
      value_date: '2016-07-20',
    }),
  );
  const named = site(EVIL_ID, { source: EVIL_ID, operation: EVIL_ID });
  writeFileSync(at('site-evil.ndjson'), ndjson([named]));
  writeFileSync(at(EVIL_FILE), ndjson([...flows, `{"flow_id":${JSON.stringify(EVIL)},`]));
  rowsOf(await plancher(['keys', 'create', '--json'], place));
  const [registered, paid] = rowsOf(
    await plancher(
      ['ingest', at('site-evil.ndjson'), at(EVIL_FILE), '--known-at', '2016-08-01', '--json'],
      place,
    ),
  );
  expect([registered?.['accepted'], paid?.['accepted'], paid?.['rejected']]).toEqual([1, 3, 1]);
  const day = new Date(Date.now() - 2 * 86_400_000).toISOString().slice(0, 10);
  const fresh = { ...payee, name: `${EVIL}2`, account: `${EVIL}2` };
  const news = flow('new', {
    source: EVIL_ID,
    network: EVIL,
    payee: fresh,
    period_start: day,
    period_end: day,
    value_date: day,
  });
  writeFileSync(
    at('flow-new.ndjson'),
    ndjson([{ ...news, amount: '700.0000', publisher_account: `${EVIL}2` }]),
  );
  expect((await say('ingest', at('flow-new.ndjson'))).code).toBe(0);
  const written = firstOf(await say('export', 'flows', '--json'));
  names = {
    run: String(firstOf(await say('runs', '--json'))['run_id']),
    alert: String(firstOf(await say('alerts', '--json'))['alert_id']),
    directory: String(written['directory']),
  };
  expect(
    (await plancher(['analysts', 'add', 'anne'], place, 'correct horse battery staple\n')).code,
  ).toBe(0);
});
afterAll(folder.remove);

const { CALLS, OTHERS } = hostileCalls(at, () => names);

const everyCommand = withSubcommands(
  await commands({
    write: () => undefined,
    writeError: () => undefined,
    setExitCode: () => undefined,
  }),
);
const nameOf = (command: Command): string =>
  command.parent === null ? '' : `${nameOf(command.parent)} ${command.name()}`.trim();
const leaves = () => everyCommand.filter((command) => command.commands.length === 0);
const choicesOf = (command: Command) =>
  command.options.find(({ long }) => long === '--format')?.argChoices ?? [];

/** Nothing is obeyed, and no line begins with what a value held. */
function expectHarmless({ stdout, stderr }: Said, what: string): void {
  for (const text of [stdout, stderr]) {
    expect.soft(text.replaceAll('\r\n', '\n'), what).not.toMatch(OBEYED);
    expect.soft(text, what).not.toMatch(/^\s*(?:plancher: )?FORGED/m);
  }
  expect.soft(stderr, what).toMatch(/^(?:plancher: [^\n]*\n)*$/);
}

test('the test knows every command', () => {
  expect(leaves().map(nameOf).sort()).toEqual(
    [...Object.keys(CALLS), ...Object.keys(OTHERS)].sort(),
  );
});

test('every command that prints a list has --format table|json|csv, and --json for short', () => {
  for (const command of leaves().filter((one) => nameOf(one) in CALLS)) {
    expect
      .soft([nameOf(command), ...choicesOf(command)])
      .toEqual([nameOf(command), 'table', 'json', 'csv']);
    expect
      .soft(
        command.options.some(({ long }) => long === '--json'),
        nameOf(command),
      )
      .toBe(true);
  }
});

test('--json beside another format is refused, on every command, before anything is done', async () => {
  for (const command of leaves().filter((one) => choicesOf(one).length > 0)) {
    const required = command.registeredArguments
      .map(() => 'x')
      .concat(
        command.options.flatMap(({ mandatory, long }) =>
          mandatory && long !== undefined ? [long, 'x'] : [],
        ),
      );
    for (const format of choicesOf(command).filter((one) => one !== 'json')) {
      const { code, stdout, stderr } = await say(
        ...nameOf(command).split(' '),
        ...required,
        '--json',
        '--format',
        format,
      );
      expect
        .soft([code, stdout, stderr], nameOf(command))
        .toEqual([
          2,
          '',
          `plancher: --json and --format ${format} exclude each other. Give one of them.\n`,
        ]);
    }
  }
});

const cellsOf = (line: string) =>
  [...`${line},`.matchAll(/("(?:[^"]|"")*"|[^,]*),/g)].map(([, cell = '']) => cell);

/**
 * Each line is a row of as many cells as the header: a text in quotes that nothing runs, a plain
 * number, a date, or nothing.
 */
function expectCsv(text: string, what: string): void {
  const lines = text.split('\r\n');
  expect.soft(lines.pop(), what).toBe('');
  const width = cellsOf(lines[0] ?? '').length;
  for (const line of lines) {
    const cells = cellsOf(line);
    expect.soft(cells.length, `${what}: ${line}`).toBe(width);
    for (const cell of cells)
      expect
        .soft(cell, what)
        .toMatch(
          /^(?:"(?![=+\-@\t\r＝＋－＠]|\\N")(?:[^"\n]|"")*"|-?\d+(?:\.\d+)?|\d{4}-\d\d-\d\d|)$/,
        );
  }
}

describe.each(Object.entries({ ...CALLS, ...OTHERS }))('%s', (name, calls) => {
  test('prints nothing that a terminal obeys and no forged line, in any format', async () => {
    // What the first call prints, in every format; the others are mostly refused, and that is the
    // same in all.
    for (const [index, args] of calls().entries())
      for (const format of name in OTHERS
        ? ['']
        : index === 0
          ? (['table', 'csv'] as const)
          : (['table'] as const)) {
        const what = JSON.stringify([name, ...args, format]);
        const said = await say(
          ...name.split(' '),
          ...args,
          ...(format === '' ? [] : ['--format', format]),
        );
        expectHarmless(said, what);
        if (said.code === 2) expect.soft(said.stdout, what).toBe('');
        if (said.code === 1) expect.soft(said.stderr, what).toMatch(/^plancher: /);
        if (format === 'csv' && said.stdout !== '') expectCsv(said.stdout, what);
      }
  });
});

/** Whatever a test before did to the alert. */
const reopen = () => say('alerts', 'reopen', names.alert, '--reason', 'test', '--by', 'test');

test('the hostile texts of the records reach the output, or these tests would prove nothing', async () => {
  await reopen();
  for (const command of [['floor'], ['alerts', 'list', '--wide'], ['flags'], ['rejected', 'list']])
    expect((await say(...command)).stdout).toContain('FORGED');
  const rows = z
    .array(z.object({ operation: z.string() }))
    .parse(JSON.parse((await say('floor', '--json')).stdout));
  expect(rows.map(({ operation }) => operation)).toContain(EVIL_ID);
});

test('alerts list fits 100 columns where there is no terminal, and --wide shows every text whole', async () => {
  await reopen();
  const lines = (await say('alerts', 'list')).stdout.trimEnd().split('\n');
  expect(lines.length).toBeGreaterThan(1);
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(100);
  expect(lines[1]).toMatch(/^[0-9a-f]{12} /);
  expect((await say('alerts', 'list', '--wide')).stdout).toContain(names.alert);
});

describe('verify', () => {
  const verify = (...args: string[]) =>
    say('verify', names.directory, '--key', at('keys', 'export-public.pem'), ...args);

  test('says what it verified: which export, when it was made, as of when, rows and key', async () => {
    const row = firstOf(await verify('--json'));
    expect(row).toMatchObject({ export: 'flows', rows: 4 });
    expect([row['made_at'], row['as_of'], row['key_id']].join(' ')).toMatch(
      /^(20\d\d-\d\d-\d\dT[\d:.]{12}Z ){2}[0-9a-f]{16}$/,
    );
  });

  test('an older export, or another one, does not pass in its place', async () => {
    expect((await verify('--export', 'flows', '--not-before', '2016-01-01')).code).toBe(0);
    const other = await verify('--export', 'floors');
    expect([other.code, other.stderr]).toEqual([
      3,
      expect.stringContaining('is export flows, not floors. Do not rely on it.'),
    ]);
    const old = await verify('--not-before', '2199-01-01');
    expect([old.code, old.stderr]).toEqual([
      3,
      expect.stringMatching(/was made at [^ ]+Z, before 2199-01-01T00:00:00\.000Z\. Do not/),
    ]);
    expect((await verify('--not-before', 'monday')).code).toBe(2);
  });

  test('written again, the same state is the same directory, and its signed date is the new one', async () => {
    const before = firstOf(await verify('--json'));
    const manifest = readFileSync(join(names.directory, 'manifest.json'));
    expect(firstOf(await say('export', 'flows', '--json'))['directory']).toBe(names.directory);
    const after = firstOf(await verify('--json'));
    expect(String(after['made_at']) > String(before['made_at'])).toBe(true);
    expect(readFileSync(join(names.directory, 'manifest.json'))).toEqual(manifest);
    expect({ ...after, made_at: '' }).toEqual({ ...before, made_at: '' });
  });

  test('a file that is named like an answer is not taken for one', async () => {
    const evil = '\u001b[2K\rexport  rows\nflows  FORGED ok \u202e';
    writeFileSync(join(names.directory, evil), '');
    const said = await verify();
    expect([said.code, said.stdout]).toEqual([3, '']);
    expectHarmless(said, 'verify');
    mkdirSync(at('aside'), { recursive: true });
    renameSync(join(names.directory, evil), at('aside', 'evil'));
    expect((await verify()).code).toBe(0);
  });
});

test('a log line is harmless JSON on one line, whatever failed', async () => {
  const environment = {
    ...ENVIRONMENT,
    PLANCHER_EXPORTS_FILE: at('exports.json'),
    PLANCHER_LOG_LEVEL: 'debug',
  };
  writeFileSync(
    at('exports.json'),
    JSON.stringify({
      exports: [
        {
          name: 'broken',
          about: EVIL,
          view: 'flow_current',
          filters: [{ column: 'amount', is: 'equal', value: EVIL }],
          formats: ['csv'],
        },
      ],
    }),
  );
  const { code, stderr } = await plancher(['export', 'broken'], { warehouse: null, environment });
  expect(code).toBe(1);
  expect(stderr).toContain('"export":"broken"');
  expect(stderr).not.toMatch(OBEYED);
  for (const line of stderr.trimEnd().split('\n'))
    expect(line).toMatch(/^(?:\{.*\}|plancher: .*)$/);
});
