// The explanation of a floor from the records of a warehouse, also where no run has computed it.
import { NO_COMPARABLES } from '../../pipeline/method/class/comparable.ts';
import { currenciesOf, fetchReference } from '../../pipeline/evidence/fetch-reference.ts';
import { fetchEvidence } from '../../pipeline/evidence/fetch-evidence.ts';
import { NOW } from '../../pipeline/estimate/run.ts';
import { explained } from '../../pipeline/explain/explained.ts';
import {
  type Explanation,
  type Surroundings,
  explanationOf,
} from '../../pipeline/explain/explanation.ts';
import { withRateSources } from '../../pipeline/explain/rates-shown.ts';
import type { Warehouse } from '../../pipeline/warehouse/warehouse.ts';

export async function explanationIn(
  warehouse: Warehouse,
  operation: string,
  month: string,
  more: Partial<Surroundings> = {},
): Promise<Explanation> {
  const evidence = await fetchEvidence(warehouse, [operation], NOW);
  const references = await fetchReference(warehouse, currenciesOf(evidence));
  const own = explained({
    operation,
    month,
    evidence,
    references,
    alphaPpm: 50_000,
    comparables: NO_COMPARABLES,
  });
  if (own === null) throw new Error(`${operation} has no ${month}`);
  const explanation = explanationOf(own, {
    ...{ threshold: null, seen: [], policies: [], observed: [], classMonths: [] },
    ...more,
  });
  return {
    ...explanation,
    exchange_rates: await withRateSources(warehouse, explanation.exchange_rates),
  };
}
