// plancher backtest --class: what the class of comparable operations would have said of each of its
// members, left out in turn, against their documented money.
import { writeFileSync } from 'node:fs';
import { z } from 'zod';
import { alphaPpm } from '../estimate/run.ts';
import { units } from '../method/amount.ts';
import { UNITS } from '../method/class/stratum.ts';
import { partsOfAlpha } from '../method/model/alpha.ts';
import type { Session } from '../open-session.ts';
import { codeOf, usageFailure } from '../platform/failure.ts';
import { nameShown } from '../platform/harmless.ts';
import { fixedPoint } from '../text/fixed-point.ts';
import type { Row } from '../text/row.ts';
import { table } from '../text/table.ts';
import { calibrationPlot } from '../trial/backtest/calibration-plot.ts';
import {
  type Calibration,
  type LeftOutMonth,
  type MemberMonth,
  type StratumSummary,
  calibration,
  leftOutMonths,
  summaries,
} from '../trial/backtest/leave-one-out.ts';
import { sqlFile } from '../warehouse/sql-file.ts';
import type { Io } from './io.ts';
import { type ListFormat, listOf, listText } from './list.ts';

const [EUR_PLACES, RATIO_PLACES] = [4, 10];
/** 0.02, 0.04 ... 0.5 */
const ALPHAS = Array.from({ length: 25 }, (_, index) => (index + 1) / 50);

const ratioRow = z.object({
  panel: z.string(),
  unit: z.enum(UNITS),
  country: z.string(),
  member: z.string(),
  operation: z.string(),
  month: z.string(),
  documented_eur: z.string(),
  audience: z.string(),
  eur_per_unit: z.string(),
});

const COLUMNS = [
  ...['operation', 'month', 'panel', 'unit', 'country'],
  ...['documented_eur', 'class_eur', 'tightness', 'verdict'],
];

/** @param plot a file for the calibration plot; null: none */
export async function backtestClass(
  { warehouse, config }: Session,
  { format, plot }: { format: ListFormat; plot: string | null },
  { write, writeError }: Io,
): Promise<void> {
  const rows = await warehouse.query(sqlFile('class/ratios.sql'), {}, ratioRow);
  const months = rows.map(monthOfRow);
  const { ofClass } = partsOfAlpha(alphaPpm(config.alpha));
  const leftOut = leftOutMonths(months, ofClass);
  if (plot !== null) writePlot(plot, calibration(months, ALPHAS, ofClass));
  const shown = leftOut.map(rowOfMonth);
  write(listText(listOf(shown, COLUMNS, ['documented_eur', 'class_eur', 'tightness']), format));
  // Beside JSON and CSV on stderr, so that stdout is one list.
  if (leftOut.length > 0)
    (format === 'table' ? write : writeError)(
      `\n${table(summaries(months, leftOut).map(rowOfSummary))}`,
    );
  writeError(
    leftOut.every(({ verdict }) => verdict === 'no_class')
      ? 'plancher: There is no class. plancher class check says what it lacks.\n'
      : 'plancher: Documented money is at most the truth: a class above it does not show that a ' +
          'floor is too high.\n',
  );
}

function monthOfRow({
  documented_eur,
  audience,
  eur_per_unit,
  country,
  ...row
}: Ratio): MemberMonth {
  return {
    ...row,
    country: country === '' ? null : country,
    documented: units(documented_eur, EUR_PLACES),
    audience: BigInt(audience),
    ratio: units(eur_per_unit, RATIO_PLACES),
  };
}
type Ratio = z.infer<typeof ratioRow>;

function rowOfMonth(one: LeftOutMonth): Row {
  const { operation, month, panel, unit, country, documented, classUnits, verdict } = one;
  return {
    operation,
    month,
    panel,
    unit,
    country: country ?? '',
    documented_eur: fixedPoint(documented, EUR_PLACES),
    class_eur: classUnits === null ? null : fixedPoint(classUnits, EUR_PLACES),
    tightness:
      classUnits === null ? null : (Number(classUnits) / Number(documented)).toFixed(EUR_PLACES),
    verdict,
  };
}

function rowOfSummary({ lower, upper, tightness, country, ...summary }: StratumSummary): Row {
  const { compared, above } = summary;
  const share = compared === 0 ? '' : (above / compared).toFixed(4);
  return {
    ...summary,
    country: country ?? '',
    share_above: share,
    interval_95: compared === 0 ? '' : `${lower.toFixed(4)} to ${upper.toFixed(4)}`,
    tightness: tightness === null ? '' : tightness.toFixed(4),
  };
}

/** @throws Failure (exit 2) when the file is there, or cannot be written */
function writePlot(path: string, found: Calibration): void {
  try {
    writeFileSync(path, calibrationPlot(found), { flag: 'wx' });
  } catch (thrown) {
    const why =
      codeOf(thrown) === 'EEXIST' ? 'is there already' : `cannot be written (${codeOf(thrown)})`;
    throw usageFailure('no_plot', `--plot: ${nameShown(path)} ${why}. Name a new file.`, thrown);
  }
}
