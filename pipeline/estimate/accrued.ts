// Money owed but not shown to be paid, by month: of each network key the source with the most. It
// is in no floor.
import { most, sum } from '../method/amount.ts';
import { monthText } from '../method/calendar.ts';
import type { FloorsWithModel } from '../method/model/floors-with-model.ts';
import { groupBy } from '../method/order.ts';
import { cellsOf, partOf } from '../method/part.ts';
import { publisherShares } from '../method/gross.ts';
import type { Reference } from '../method/reference.ts';
import { paidRate } from '../method/value.ts';

/** In 1e-10 EUR, by month (YYYY-MM). */
export function accruedMoney(
  { operation, leftOut, reading }: FloorsWithModel,
  reference: Reference,
): Map<string, bigint> {
  const { networks, staysOf } = reading.who;
  const sharesOf = publisherShares(reference.shares, networks);
  const parts = leftOut.flatMap(({ flow, reason }) => {
    const rate = paidRate(flow, reading.rates);
    if (reason !== 'not_paid' || flow.days === null || rate === null) return [];
    const stays = staysOf(flow).filter((stay) => stay.operation === operation);
    return cellsOf(flow, flow.days, stays, sharesOf).map((cell) => ({
      flow,
      month: monthText(cell.month),
      eur: partOf(flow.amount, rate, cell),
    }));
  });
  return new Map(
    [...groupBy(parts, ({ month }) => month)].map(([month, ofMonth]) => {
      const keys = [...groupBy(ofMonth, ({ flow }) => flow.key).values()];
      const largest = keys.map((ofKey) =>
        [...groupBy(ofKey, ({ flow }) => flow.source).values()]
          .map((ofSource) => sum(ofSource.map(({ eur }) => eur)))
          .reduce(most),
      );
      return [month, sum(largest)];
    }),
  );
}
