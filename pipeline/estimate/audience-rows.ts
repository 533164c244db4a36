// The audiences of an operation as comparable operations are compared in (M-CLASS), with the
// documented money of their months, as rows of measured_audience; and rows of own_member.
import { dayOf, monthOf } from '../method/calendar.ts';
import { floorMonths } from '../method/floors-of.ts';
import { audiencesOf } from '../method/model/class-audiences.ts';
import type { FloorsWithModel } from '../method/model/floors-with-model.ts';
import { metMonths } from '../method/total/met-months.ts';
import { fixedPoint } from '../text/fixed-point.ts';
import type { NotedRun } from './noted-run.ts';

const EUR_PLACES = 4;

type Row = Readonly<Record<string, unknown>>;

/** No assumption is left out of the money, whatever the floors are computed without. */
export function audienceRows(floors: FloorsWithModel): Row[] {
  const { operation, modelled } = floors;
  if (modelled.length === 0) return [];
  const documented = new Map(
    floorMonths(floors, {}).map(({ month, datedAdvertising }) => [month, datedAdvertising]),
  );
  const isMet = metMonths(operation, floors.reading);
  return modelled.flatMap(({ month, card }) =>
    audiencesOf(card.trace.measurements).map(({ panel, unit, country, count }) => ({
      operation,
      month,
      panel,
      unit,
      country: country ?? '',
      audience: count.toString(),
      documented_eur: fixedPoint(documented.get(month) ?? 0n, EUR_PLACES),
      meets_window: isMet(monthOf(dayOf(`${month}-01`))) ? 1 : 0,
    })),
  );
}

/** Of operations with an audience. */
export function ownMemberRows(
  floors: readonly FloorsWithModel[],
  ownOf: (operation: string) => readonly string[],
  { epoch, sequence, runId }: NotedRun,
): Row[] {
  return floors
    .filter(({ modelled }) => modelled.length > 0)
    .flatMap(({ operation }) =>
      ownOf(operation).map((member) => ({ epoch, sequence, run_id: runId, operation, member })),
    );
}
