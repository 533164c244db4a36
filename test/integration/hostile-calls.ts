// Calls of every command, with texts of strangers as arguments and in the records.

/** Ends a line, goes up and rewrites it, turns the rest around, and is a formula. */
export const EVIL =
  '=HYPERLINK("http://x.example","y")\r\nplancher: FORGED\u001b[1A\u001b[2K\u009b2K\u202eFORGED\u2066\u200b\u2028FORGED\n+cmd|x';
/** The same as an identifier can be: one with a character that is not seen is rejected. */
export const EVIL_ID = EVIL.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Default_Ignorable_Code_Point}]/gu, '');
export const EVIL_FILE = 'flow-\u001b[2K\u202e\nFORGED: verified, all is well \u009b1m.ndjson';

/** What a warehouse with hostile records gave: a run, an alert, and the folder of an export. */
export interface Names {
  run: string;
  alert: string;
  directory: string;
}

type Calls = Record<string, () => string[][]>;

/** @param at a path in the folder of the test */
export function hostileCalls(
  at: (...names: string[]) => string,
  names: () => Names,
): { CALLS: Calls; OTHERS: Calls } {
  /**
   * Every command but those that run until stopped, with arguments by which it prints something.
   * What it is given may be hostile.
   */
  const CALLS: Calls = {
    ingest: () => [
      [at(EVIL_FILE), '--again'],
      [at('nowhere', EVIL_FILE)],
      [EVIL],
      [at(EVIL_FILE), '--kind', EVIL],
    ],
    'rejected list': () => [[], ['--reason', EVIL], ['--limit', EVIL]],
    'rejected retry': () => [
      ['--topic', EVIL_FILE],
      ['--reason', 'invalid_json'],
    ],
    estimate: () => [['--all']],
    floor: () => [
      [],
      ['--operation', EVIL],
      ['--as-of', EVIL],
      ['--without', EVIL],
      ['--month', EVIL],
    ],
    'class check': () => [[], ['--operation', EVIL]],
    flags: () => [[]],
    migrate: () => [[], ['--status'], ['--dry-run']],
    'check-config': () => [[]],
    compare: () => [
      ['--from', '2016-01-01', '--to', '2016-12-31'],
      ['--from', EVIL, '--to', EVIL],
    ],
    runs: () => [[]],
    recompute: () => [[names().run], [EVIL]],
    'reference list': () => [['--all'], [EVIL]],
    'reference fx': () => [
      ['--check', at(EVIL_FILE)],
      ['--check', at(EVIL_FILE), '--source', EVIL],
      ['--check', EVIL],
    ],
    'reference rates load': () => [
      ['--check', at(EVIL_FILE)],
      ['--check', EVIL],
    ],
    'reference rates propose': () => [
      [],
      ['--out', at('card', EVIL.replaceAll('/', ''))],
      ['--out', at(EVIL_FILE)],
      [EVIL],
    ],
    'reference pegs': () => [
      ['--check', at(EVIL_FILE)],
      ['--check', EVIL],
    ],
    'reference lists': () => [
      ['--check', at(EVIL_FILE)],
      ['--check', EVIL, at(EVIL_FILE)],
    ],
    'reference withdraw': () => [[EVIL, '--reason', EVIL]],
    'export list': () => [[]],
    'export write': () => [['floors'], [EVIL]],
    'export case': () => [[EVIL_ID], [EVIL]],
    verify: () => [
      [names().directory, '--key', at('keys', 'export-public.pem')],
      [names().directory, '--key', at('keys', 'export-public.pem'), '--export', EVIL],
      [EVIL, '--key', at('keys', 'export-public.pem')],
      [names().directory, '--key', EVIL],
      [names().directory, '--key', at('keys', 'export-public.pem'), '--recompute'],
    ],
    'keys create': () => [['--out', at('made', EVIL.replaceAll('/', ''))], []],
    'alerts list': () => [[], ['--wide'], ['--operation', EVIL]],
    'alerts baseline': () => [[]],
    'alerts ack': () => [
      [names().alert, '--reason', EVIL, '--by', EVIL],
      [EVIL, '--reason', 'x'],
    ],
    'alerts snooze': () => [
      [names().alert, '--reason', EVIL, '--until', EVIL],
      [names().alert, '--reason', 'x', '--until-eur', EVIL],
    ],
    'alerts close': () => [[names().alert, '--reason', EVIL, '--by', EVIL]],
    'alerts reopen': () => [[names().alert, '--reason', EVIL, '--by', EVIL]],
    'alerts deliveries': () => [[]],
    'alerts dead': () => [[]],
    'alerts resend': () => [[], [EVIL]],
    'alerts send': () => [[]],
    'analysts list': () => [[]],
    'analysts remove': () => [[EVIL]],
    topics: () => [[], ['--partitions', EVIL]],
    doctor: () => [[]],
    backtest: () => [['--cases', EVIL]],
    simulate: () => [
      [
        '--seed',
        '1',
        '--operations',
        '1',
        '--months',
        '1',
        '--out',
        at('sim', EVIL.replaceAll('/', '')),
      ],
      ['--seed', EVIL, '--operations', '1', '--out', 'x'],
    ],
  };
  /** They print no list, or run until stopped; `analysts add` reads standard input. */
  const OTHERS: Calls = {
    demo: () => [],
    explain: () => [
      [EVIL, '2015-11', '--threshold', '6000.0000'],
      [EVIL, '2015-11', '--json'],
      [EVIL, EVIL],
      [EVIL, '2015-11', '--threshold', EVIL],
    ],
    'alerts show': () => [[names().alert], [EVIL]],
    'analysts add': () => [],
    up: () => [['--roles', EVIL]],
    warehouse: () => [],
  };
  return { CALLS, OTHERS };
}
