// plancher backtest: floors against established revenue, one row for each case, then how often they
// held; with --class, the class of comparable operations against its own members.
import type { Command } from 'commander';
import { type UnknownKey, readCases } from '../trial/backtest/case-file.ts';
import { type CaseRow, VERDICTS } from '../trial/backtest/judge.ts';
import { clopperPearson } from '../trial/backtest/proportion.ts';
import { backtest } from '../trial/backtest/run.ts';
import { loadConfig } from '../config/config.ts';
import { systemClock } from '../platform/clock.ts';
import { EXIT, usageFailure } from '../platform/failure.ts';
import { backtestClass } from './backtest-class.ts';
import { type ListOptions, listOf, listText, printsList } from './list.ts';
import { withSession } from './session.ts';
import { type Row, shown } from '../text/row.ts';
import type { Io } from './io.ts';
import { table } from '../text/table.ts';

interface BacktestOptions extends ListOptions {
  cases?: string;
  class?: true;
  plot?: string;
}

export function addBacktest(program: Command, io: Io): void {
  printsList(program.command('backtest'))
    .description('floor against established revenue for each case; exit 3 when a floor is above it')
    .option(
      '--cases <file>',
      'a JSON array of cases in the form of reference/cases.json (reference/README.md says ' +
        'what each field means); default: that file',
    )
    .option(
      '--class',
      'instead of cases: what the class of comparable operations would have said of each of its ' +
        'members in the warehouse, left out in turn, against their documented money (M-CLASS)',
    )
    .option('--plot <file>', 'with --class: a calibration plot as SVG; the file must be new')
    .action((options: BacktestOptions) => {
      if (options.class === true && options.cases !== undefined)
        throw usageFailure('cases_and_class', 'Give --cases or --class: not both.');
      if (options.plot !== undefined && options.class !== true)
        throw usageFailure('plot_without_class', '--plot needs --class.');
      if (options.class !== true) return backtestCases(options, io);
      const asked = { format: options.format, plot: options.plot ?? null };
      return withSession((session) => backtestClass(session, asked, io));
    });
}

async function backtestCases(
  options: BacktestOptions,
  { write, writeError, setExitCode }: Io,
): Promise<void> {
  const { cases, unknownKeys } = readCases(options.cases ?? null);
  writeError(unknownKeysText(unknownKeys));
  const rows = await backtest(loadConfig(), systemClock, cases);
  const all = rows.map((row) => ({ ...row }));
  write(
    options.format === 'table'
      ? `${table(rows.map(shownRow))}\n${table(reliability(rows))}`
      : listText(listOf(all, Object.keys(all[0] ?? {}), NUMBERS), options.format),
  );
  if (rows.some(({ verdict }) => verdict === 'not_sound')) setExitCode(EXIT.checkFailed);
}

const NUMBERS = ['floor_eur', 'established_eur', 'tightness'];
const MOST_SHOWN = 20;

/** One line for each unknown key, up to a limit. */
function unknownKeysText(keys: readonly UnknownKey[]): string {
  const lines = keys
    .slice(0, MOST_SHOWN)
    .map(
      ({ where, key }) =>
        `${shown(where)}: unknown key "${shown(key)}" is ignored; reference/README.md lists ` +
        'the keys.\n',
    );
  const more = keys.length - lines.length;
  return `${lines.join('')}${more > 0 ? `${String(more)} more unknown keys are ignored.\n` : ''}`;
}

function shownRow({
  row,
  case_id,
  site,
  verdict,
  month,
  floor_eur,
  established_eur,
  tightness,
  audience_unit,
  reason,
}: CaseRow): Row {
  return {
    row: String(row),
    case_id,
    site,
    verdict,
    month,
    floor_eur,
    established_eur,
    tightness,
    audience_unit,
    reason,
  };
}

/**
 * How many cases have each verdict, and which share of the decided cases is sound, with its exact
 * 95 % interval.
 */
function reliability(rows: readonly CaseRow[]): Row[] {
  const count = (verdict: string) => rows.filter((row) => row.verdict === verdict).length;
  const [sound, notSound] = [count('sound'), count('not_sound')];
  const decided = sound + notSound;
  const { lower, upper } = clopperPearson(sound, decided);
  const tightness = rows
    .flatMap((row) =>
      row.verdict === 'sound' && row.tightness !== null ? [Number(row.tightness)] : [],
    )
    .sort((a, b) => a - b);
  return [
    ...VERDICTS.map((verdict) => ({
      measure: verdict,
      value: `${String(count(verdict))} of ${String(rows.length)}`,
    })),
    {
      measure: 'sound of those decided',
      value:
        decided === 0
          ? 'none decided'
          : `${(sound / decided).toFixed(3)} (95 % interval ${lower.toFixed(3)} to ` +
            `${upper.toFixed(3)})`,
    },
    { measure: 'tightness of sound floors', value: spreadText(tightness) },
  ];
}

/** @param sorted from the least to the largest */
function spreadText(sorted: readonly number[]): string {
  if (sorted.length === 0) return 'none';
  const median = sorted[Math.floor((sorted.length - 1) / 2)];
  return `least ${String(sorted[0])}, median ${String(median)}, most ${String(sorted.at(-1))}`;
}
