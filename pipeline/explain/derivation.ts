// Everything behind one floor: its parts and limits down to records and offsets, what it depends on, and what would raise it.
import type { z } from 'zod';
import { type Row, anyRow, shown } from '../command/print.ts';
import { alphaPpm } from '../estimate/run.ts';
import { type Session, bringUpToDate } from '../path.ts';
import { usageFailure } from '../platform/failure.ts';
import { type Run, runs } from '../rerun/run-list.ts';
import { sqlFile } from '../warehouse/sql-file.ts';
import { type BreakEven, breakEvens, defaultThreshold } from './break-even.ts';
import { type ModelShown, NOTHING_MODELLED, modelShown } from './model-shown.ts';
import { type NextEvidence, nextEvidence } from './next-evidence.ts';
import { type Sensitivity, sensitivityOf } from './sensitivity.ts';

export interface Derivation {
  floor: Row;
  lines: Row[];
  parts: Row[];
  audience: Row[];
  rates: Row[];
  excluded: Row[];
  model: Row[];
  model_shown: ModelShown;
  registry: Row[];
  sensitivity: Sensitivity[];
  /** What break_even is measured against; null: the floor is not known, or too small. */
  threshold_eur: string | null;
  break_even: BreakEven[];
  next_evidence: NextEvidence[];
  run: Run | null;
}

/** @throws Failure (exit 2) when there is no floor for that operation and month */
export async function derivationOf(session: Session, operation: string, month: string, threshold: number | null): Promise<Derivation> {
  // The parts are read from the records as they are now, so the floor must be of now too.
  await bringUpToDate(session);
  const { warehouse, config } = session;
  const [floor] = await warehouse.query(sqlFile('estimate/floors_in_force.sql'), { operation, month }, anyRow);
  if (floor === undefined) {
    throw usageFailure(
      'no_floor',
      `There is no floor for operation "${operation}" and month "${month}" (YYYY-MM). List what there is with: plancher floor`,
    );
  }
  const read = (file: string, parameters: Record<string, string | number>, row: z.ZodType<Row> = anyRow) =>
    warehouse.query(sqlFile(file), parameters, row);
  const one = { operation, month };
  const ppm = alphaPpm(config.alpha);
  const found = {
    floor,
    lines: await read('estimate/lines_in_force.sql', one),
    parts: await read('estimate/explain_parts.sql', { operation, month: Number(month.replace('-', '')) }),
    audience: await read('estimate/explain_audience.sql', { ...one, alpha_ppm: ppm }),
    rates: await read('estimate/explain_rates.sql', {}),
    excluded: await read('estimate/excluded_of.sql', { operation }),
    model: await read('explain/model.sql', { ...one, alpha_ppm: ppm }),
    registry: await read('explain/registry.sql', { operation }),
  };
  const headline = typeof floor['floor_headline_eur'] === 'string' ? floor['floor_headline_eur'] : null;
  const under = headline === null ? null : (threshold ?? defaultThreshold(headline));
  const [run] = await runs(warehouse, shown(floor['run_id']));
  let shownModel: ModelShown = NOTHING_MODELLED;
  const sensitivity = await sensitivityOf(warehouse, { ...one, alpha: config.alpha }, async (scope) => {
    shownModel = await modelShown(warehouse, scope, one);
  });
  return {
    ...found,
    model_shown: shownModel,
    sensitivity,
    threshold_eur: under === null ? null : under.toFixed(2),
    break_even: under === null ? [] : breakEvens(found.lines, found.parts, found.model, under),
    next_evidence: nextEvidence(found.parts, found.audience, await read('explain/nobodys.sql', one)),
    run: run ?? null,
  };
}
