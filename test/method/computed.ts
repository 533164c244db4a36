// The floors of an operation in a world of the property tests, and what they rest on.
import type { Evidence, FlowRecord } from '../../pipeline/method/evidence.ts';
import { type Floors, floorsOf } from '../../pipeline/method/floors-of.ts';
import type { Reading } from '../../pipeline/method/reading.ts';
import type { TakeBack } from '../../pipeline/method/takeback.ts';
import { smallReference } from './small-reference.ts';

export const computed = (operation: string, evidence: Evidence): Floors =>
  floorsOf(operation, evidence, smallReference);

export const withFlows = (evidence: Evidence, flows: readonly FlowRecord[]): Evidence => ({
  ...evidence,
  flows: [...evidence.flows, ...flows],
});

/** The money of an operation in 1e-10 EUR. */
export const totalOf = ({ documented }: Floors): bigint => documented.chosen.total;

/**
 * In 1e-10 EUR: what is taken of a flow is cut up in each of its cells. So taking an amount from
 * one flow or from another may differ by this.
 */
export const CUT = 100n;

/** The take-backs that concern an operation, each with what it acts on. */
export function takeBacksIn({ documented }: Floors): string[] {
  const nameOf = ({ kind, acts, flow, target, key, eur }: TakeBack) =>
    [kind, acts, flow.name, target?.name ?? '', target?.payment ?? '', key, String(eur)].join(' ');
  return documented.takeBacks.map(nameOf).sort();
}

/** Names of the flows that M-TWIN and M-TOTAL leave out, and of those that stand for twins. */
export function toldTwice(reading: Reading): string[] {
  const twins = [...reading.entries.keys()]
    .filter((name) => reading.standingName(name) !== name)
    .map((name) => `${name} is ${reading.standingName(name)}`);
  return [...twins, ...reading.totals].sort();
}
