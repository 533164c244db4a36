// The floors of one operation by the whole method: documented money, and the model where it gives
// more (M-LINES).
import { monthText } from '../calendar.ts';
import type { Evidence } from '../evidence.ts';
import { type Basis, type Floors, basisOf, floorMonths } from '../floors-of.ts';
import type { Flow } from '../flow.ts';
import type { Reference } from '../reference.ts';
import { type DocumentedAssumption, isDocumentedAssumption } from '../without.ts';
import { audienceOf } from './audience.ts';
import type { ModelReference } from './model-reference.ts';
import { type ModelOptions, type ModelledMonth, modelledMonths } from './modelled.ts';

export interface FloorsWithModel extends Floors {
  readonly modelled: readonly ModelledMonth[];
}

/** @param options the assumptions of `without` are of both halves of the method */
export function floorsWithModel(
  operation: string,
  evidence: Evidence,
  { documented, model }: { documented: Reference; model: ModelReference },
  options: ModelOptions,
): FloorsWithModel {
  const basis = basisOf(operation, evidence, documented);
  const modelled = modelOf(basis, evidence, model, options);
  const without: DocumentedAssumption[] = options.without.filter(isDocumentedAssumption);
  const figures = modelled.map(({ month, units }): [string, bigint] => [month, units ?? 0n]);
  const months = floorMonths(basis, { without, modelled: new Map(figures) });
  return { ...basis, months, modelled };
}

/** What the model gives each month with a measurement. */
export function modelOf(
  { operation, documented, leftOut, reading }: Basis,
  evidence: Evidence,
  reference: ModelReference,
  options: ModelOptions,
): ModelledMonth[] {
  const { properties, networks } = reading.who;
  const { panels, observations } = audienceOf(operation, evidence, properties);
  const nameIn = ({ network }: Flow, month: number) => JSON.stringify([network, monthText(month)]);
  // Whether it counts or not (M-SLOTS): also without a rate, or gross without a share.
  const paid = new Set([
    ...documented.holdings.flatMap(({ flow, parts }) =>
      parts.map(({ cell }) => nameIn(flow, cell.month)),
    ),
    ...leftOut
      .filter(({ flow }) => flow.status === 'paid')
      .flatMap(({ flow, months }) => months.map((month) => nameIn(flow, month))),
  ]);
  return modelledMonths(
    operation,
    {
      panels,
      observations,
      ownersOf: properties,
      nameOf: networks.nameOf,
      isDocumented: (network, month) => paid.has(JSON.stringify([network, month])),
    },
    reference,
    options,
  );
}
