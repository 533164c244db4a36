// Values as cells of a table: decimals with all their digits, days, months, yes and no.
import { EUR_PLACES } from '../../method/amount.ts';
import { dayText } from '../../method/calendar.ts';
import { UNKNOWN } from '../../method/network.ts';
import { byBytes } from '../../method/order.ts';
import { fixedPoint } from '../../text/fixed-point.ts';
import type { Cell } from './csv-table.ts';

const [MONEY_PLACES, AMOUNT_PLACES, SHARE_PLACES] = [4, 8, 6];

/** 1e-4 EUR. */
export const money = (units: bigint): string => fixedPoint(units, MONEY_PLACES);
/** 1e-10 EUR. */
export const eur = (units: bigint): string => fixedPoint(units, EUR_PLACES);
/** 1e-8 of a currency. */
export const amount = (units: bigint): string => fixedPoint(units, AMOUNT_PLACES);
/** Millionths. */
export const share = (units: bigint | null): Cell =>
  units === null ? null : fixedPoint(units, SHARE_PLACES);
export const yes = (is: boolean): string => (is ? 'yes' : 'no');
export const key = (name: string): string => (name === UNKNOWN ? '(unknown)' : name);
/** A window may be without an end. */
export const day = (at: number): Cell => (Number.isFinite(at) ? dayText(at) : null);

/** The flow_id in a name of a flow (nameOf in pipeline/method/flow.ts); null for none. */
export function idIn(name: string | null): Cell {
  return name === null ? null : name.slice(name.indexOf('\0') + 1);
}

/** Rows in the order of their cells, so that the same figures give the same bytes. */
export function inCellOrder(rows: readonly Cell[][]): Cell[][] {
  return rows.toSorted((one, other) => {
    for (const [at, cell] of one.entries()) {
      const order = byBytes(cell ?? '', other[at] ?? '');
      if (order !== 0) return order;
    }
    return 0;
  });
}
