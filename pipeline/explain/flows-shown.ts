// The flows behind the documented money of one operation and month, and the money that is left out
// of it. What every flow counts as, and what it gives to whom, is worked out once in work lists:
// the three questions over the public views would be planned for seconds (docs/decisions/0016).
import { randomUUID } from 'node:crypto';
import { type Row, anyRow } from '../text/row.ts';
import { dropLists } from '../estimate/work-list.ts';
import { sqlFile } from '../warehouse/sql-file.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';

export interface FlowsShown {
  /**
   * Parts of flows behind the documented money, down to the coordinates of each record:
   * sql/explain/parts.sql.
   */
  parts: Row[];
  /**
   * Exchange rates that the amounts of those parts were converted with:
   * sql/explain/exchange_rates.sql.
   */
  exchangeRates: Row[];
  /** Money left out that belongs to the operation or to nobody: sql/explain/excluded.sql. */
  excluded: Row[];
  /** Money that belongs to nobody and may be the operation's: sql/explain/nobodys.sql. */
  nobodys: Row[];
}

/** Whether a part of {@link FlowsShown} is subtracted. */
export const takesBack = ({ standing }: Row) =>
  standing === 'reversal' || standing === 'unknown_reversal';

/** @param month YYYY-MM */
export async function flowsShown(
  warehouse: Warehouse,
  { operation, month }: { operation: string; month: string },
): Promise<FlowsShown> {
  const scope = `all-${randomUUID()}`;
  const ofMonth = { scope, operation, month: Number(month.replace('-', '')) };
  const statement = (file: string) => sqlFile(`explain/${file}.sql`);
  try {
    await warehouse.command(statement('fill_flows'), { scope });
    await warehouse.command(statement('fill_parts'), { scope });
    return {
      parts: await warehouse.query(statement('parts'), ofMonth, anyRow),
      exchangeRates: await warehouse.query(statement('exchange_rates'), ofMonth, anyRow),
      excluded: await warehouse.query(statement('excluded'), { scope, operation }, anyRow),
      nobodys: await warehouse.query(statement('nobodys'), { scope, operation, month }, anyRow),
    };
  } finally {
    await dropLists(warehouse, ['explained_flow_of', 'explained_part_of'], scope);
  }
}
