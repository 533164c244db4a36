// Backtest: each case becomes records, the records go through the real intake and the real engine
// in a throw-away embedded warehouse, and the floor is held against the established revenue. Cases
// with one site or operation name never share a warehouse: their measurements would count as two
// panels of one site.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Config } from '../../config/config.ts';
import { monthlyRates } from '../../reference/exchange-rate.ts';
import type { PublishedCase } from '../../reference/published-case.ts';
import { type ReferenceData, readReference } from '../../reference/load.ts';
import { bringUpToDate, takeIn } from '../../path.ts';
import { withThrowAwaySession } from '../../open-session.ts';
import type { Clock } from '../../platform/clock.ts';
import { invariant } from '../../platform/failure.ts';
import { standardInput } from '../../platform/standard-input.ts';
import { sqlFile } from '../../warehouse/sql-file.ts';
import { type CaseRow, type Comparable, type Floor, judge, prepare } from './judge.ts';

const floorRow = z.object({
  operation: z.string(),
  month: z.string(),
  status: z.string(),
  reason: z.string(),
  floor_eur: z.string().nullable(),
});

/** One row for each case, in the order of the cases. */
export async function backtest(
  config: Config,
  clock: Clock,
  cases: readonly PublishedCase[],
): Promise<CaseRow[]> {
  const reference = readReference();
  const monthly = monthlyRates(reference.fx.rows);
  const texts = cases.map(figuresOf);
  const prepared = cases.map((one, index) =>
    prepare(one, index + 1, monthly, texts.indexOf(texts[index] ?? '') + 1),
  );
  const rows = new Map<number, CaseRow>();
  for (const one of prepared) if ('verdict' in one) rows.set(one.row, one);
  for (const round of roundsOf(prepared.flatMap((one) => ('verdict' in one ? [] : [one])))) {
    const floors = await floorsOf(config, clock, { reference, round });
    for (const one of round)
      rows.set(one.row.row, judge(one, floors.get(one.records.operation) ?? []));
  }
  return cases.map((_, index) => {
    const row = rows.get(index + 1);
    invariant(row !== undefined, 'every case has a row');
    return row;
  });
}

/** Two cases with the same figures are one case, however they are named and quoted. */
function figuresOf(one: PublishedCase): string {
  return JSON.stringify({ ...one, case_id: null, quotes: null, source: null, note: null });
}

function roundsOf(comparable: readonly Comparable[]): Comparable[][] {
  const rounds: { taken: Set<string>; cases: Comparable[] }[] = [];
  for (const one of comparable) {
    const names = [
      `site ${String(one.records.registry['site'])}`,
      `operation ${one.records.operation}`,
    ];
    let round = rounds.find(({ taken }) => !names.some((name) => taken.has(name)));
    if (round === undefined) {
      round = { taken: new Set(), cases: [] };
      rounds.push(round);
    }
    for (const name of names) round.taken.add(name);
    round.cases.push(one);
  }
  return rounds.map(({ cases }) => cases);
}

interface Round {
  reference: ReferenceData;
  round: readonly Comparable[];
}

function floorsOf(
  config: Config,
  clock: Clock,
  { reference, round }: Round,
): Promise<Map<string, Floor[]>> {
  return withThrowAwaySession(
    { config, clock, reference, purpose: 'backtest' },
    async (session, folder) => {
      const rows = {
        panel: round.flatMap(({ records }) => records.panels),
        site: round.map(({ records }) => records.registry),
      };
      const requests = (['panel', 'site'] as const).map((kind) => {
        const path = join(folder, `${kind}-cases.ndjson`);
        writeFileSync(path, rows[kind].map((record) => `${JSON.stringify(record)}\n`).join(''));
        return { path, kind, knownAtMs: null };
      });
      const reports = await takeIn(session, requests, {
        decodeWorkers: 0,
        stdin: standardInput(),
        onProgress: () => undefined,
      });
      invariant(
        reports.every(({ rejected }) => rejected === 0),
        'records made from cases are valid',
      );
      await bringUpToDate(session);
      const floors = await session.warehouse.query(
        sqlFile('estimate/floors/in_force.sql'),
        { operation: '', month: '' },
        floorRow,
      );
      const byOperation = new Map<string, Floor[]>();
      for (const floor of floors)
        byOperation.set(floor.operation, [...(byOperation.get(floor.operation) ?? []), floor]);
      return byOperation;
    },
  );
}
