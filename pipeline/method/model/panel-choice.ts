// M-PANEL: of several panels the one with the lowest figure counts; at a tie the first name. The
// exception is a panel that an office declared primary for the whole month, on a day before every
// measurement of the operation's month came; of several declarations the one that begins latest
// holds. A panel whose figure `--without` leaves out stays, with 0, so that no floor rises by it.
import { byBytes } from '../order.ts';
import { largest } from './extremes.ts';
import type { Measurement } from './measurement.ts';
import type { PrimaryPanel } from './model-reference.ts';
import { holdsAllMonth } from './holds-all-month.ts';
import type { PanelFigure, RungFigure } from './panel-figure.ts';

/** The panel that counts, of those with a figure. */
export interface ChosenPanel {
  readonly figure: PanelFigure;
  readonly isPrimary: boolean;
}

/** Null: no panel has a figure. */
export function panelChoice(
  figures: readonly PanelFigure[],
  primary: string | null,
): ChosenPanel | null {
  const [lowest, ...others] = figures.filter(({ card, slots }) => card !== null || slots !== null);
  if (lowest === undefined) return null;
  const declared = [lowest, ...others].find(({ source }) => source === primary);
  return declared === undefined
    ? { figure: others.reduce(lower, lowest), isPrimary: false }
    : { figure: declared, isPrimary: true };
}

/** The larger of L3 and L2. */
export function unitsOf({ card, slots }: PanelFigure): bigint {
  return largest([unitsOfRung(card), unitsOfRung(slots)]);
}

export function unitsOfRung(rung: RungFigure | null): bigint {
  return rung === null ? 0n : rung.units;
}

function lower(one: PanelFigure, other: PanelFigure): PanelFigure {
  const [units, otherUnits] = [unitsOf(one), unitsOf(other)];
  if (units !== otherUnits) return units < otherUnits ? one : other;
  return byBytes(one.source, other.source) < 0 ? one : other;
}

/**
 * The panel that was declared primary in time, or null.
 * @param measurements of one operation and month, usable or not
 */
export function primaryPanel(
  declarations: readonly PrimaryPanel[],
  measurements: readonly Measurement[],
  month: string,
): string | null {
  const [latest, ...others] = declarations.filter(
    (one) =>
      holdsAllMonth(one, month) && measurements.every(({ cameOn }) => one.declared_on < cameOn),
  );
  return latest === undefined
    ? null
    : others.reduce((last, one) => (one.from > last.from ? one : last), latest).source;
}
