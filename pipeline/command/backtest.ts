// plancher backtest: floors against established revenue, one row for each case, then how often they held.
import type { Command } from 'commander';
import { readCases } from '../backtest/case-file.ts';
import { type CaseRow, VERDICTS } from '../backtest/judge.ts';
import { clopperPearson } from '../backtest/proportion.ts';
import { backtest } from '../backtest/run.ts';
import { loadConfig } from '../config.ts';
import { systemClock } from '../platform/clock.ts';
import { EXIT } from '../platform/failure.ts';
import { type ListOptions, listOf, listText, printsList } from './list.ts';
import { type Row, type Write, table } from './print.ts';

export function addBacktest(program: Command, write: Write, setExitCode: (code: number) => void): void {
  printsList(program.command('backtest'))
    .description('floor against established revenue for each case; exit 3 when a floor is above it')
    .option(
      '--cases <file>',
      'a JSON array of cases in the shape of reference/cases.json (reference/README.md says what each field means); default: that file',
    )
    .action(async (options: ListOptions & { cases?: string }) => {
      const rows = await backtest(loadConfig(), systemClock, readCases(options.cases ?? null));
      const all = rows.map((row) => ({ ...row }));
      write(
        options.format === 'table'
          ? `${table(rows.map(shownRow))}\n${table(reliability(rows))}`
          : listText(listOf(all, Object.keys(all[0] ?? {}), NUMBERS), options.format),
      );
      if (rows.some(({ verdict }) => verdict === 'not_sound')) setExitCode(EXIT.checkFailed);
    });
}

const NUMBERS = ['floor_eur', 'established_eur', 'tightness'];

function shownRow({ row, site, verdict, month, floor_eur, established_eur, tightness, audience_unit, reason }: CaseRow): Row {
  return { row: String(row), site, verdict, month, floor_eur, established_eur, tightness, audience_unit, reason };
}

/** Of each verdict how many; of the cases that were decided, the share that is sound with its exact 95 % interval. */
function reliability(rows: readonly CaseRow[]): Row[] {
  const count = (verdict: string) => rows.filter((row) => row.verdict === verdict).length;
  const [sound, notSound] = [count('sound'), count('not_sound')];
  const decided = sound + notSound;
  const { lower, upper } = clopperPearson(sound, decided);
  const tightness = rows
    .flatMap((row) => (row.verdict === 'sound' && row.tightness !== null ? [Number(row.tightness)] : []))
    .sort((a, b) => a - b);
  return [
    ...VERDICTS.map((verdict) => ({ measure: verdict, value: `${String(count(verdict))} of ${String(rows.length)}` })),
    {
      measure: 'sound of those decided',
      value: decided === 0 ? 'none decided' : `${(sound / decided).toFixed(3)} (95 % interval ${lower.toFixed(3)} to ${upper.toFixed(3)})`,
    },
    {
      measure: 'tightness of sound floors',
      value:
        tightness.length === 0
          ? 'none'
          : `least ${String(tightness[0])}, median ${String(tightness[Math.floor((tightness.length - 1) / 2)])}, most ${String(tightness.at(-1))}`,
    },
  ];
}
