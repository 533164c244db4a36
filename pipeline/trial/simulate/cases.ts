// Operations as published cases show them: what a visitor is worth, whose papers were found, who
// runs several operations, and what panels make of an audience. On such worlds the promise of
// M-CLASS is measured. bench/class-study.ts makes members from the same draws.
import { type Random, randomOf } from '../../platform/random.ts';
import type { CasesSettings, Misspecification, WorldSettings } from './settings.ts';

/**
 * Advertising money of a visitor in a month. Published cases give about 0.001 to 0.03 EUR for a
 * visit or a visitor, with a spread of 0.8 to 1.0 on the natural log scale.
 */
const EUR_PER_VISITOR = { median: 0.006, sigma: 0.9 };
/** From month to month within one operation, on the same scale. An assumption. */
const MONTH_SIGMA = 0.25;
/** A panel sees more or less of all audiences, and of each one. Assumptions, on the same scale. */
const PANEL_SIGMA = 0.3;
const AUDIENCE_SIGMA = 0.3;
const LEAST_DOCUMENTED = 0.3;
const OPERATIONS_OF_OPERATOR = 5;
const SELECTED_EARN = 2;
const IDLE_MONTHS = 0.05;

/** Random streams of their own; those of operations are below 100 million. */
const OPERATOR_STREAMS = 2_000_000_000;
const PANEL_STREAMS = 3_000_000_000;

export interface CaseOperation {
  /** Of its operator: the same numbers for all operations of one. */
  operator: Random;
  operatorIndex: number;
  /** The name of the operator's accounts, where records show who that is. */
  account: string | null;
  hasPapers: boolean;
  papers: CasesSettings['papers'];
  /** Of its money, the share that its papers show. */
  documentedPart: number;
  isPaymentDated: boolean;
  /** In EUR, of each month. */
  eurPerVisitor: number[];
  /** What each panel makes of one visitor. */
  panelFactors: number[];
}

type World = Pick<WorldSettings, 'seed' | 'prefix' | 'misspecify' | 'months' | 'cases'>;

/** @returns null in a world without the rates of cases: nothing was drawn */
export function caseOperation(
  random: Random,
  { seed, prefix, misspecify, months, cases }: World,
  index: number,
): CaseOperation | null {
  if (cases === undefined) return null;
  const isRelated = misspecify === 'related_operations' || misspecify === 'unregistered_relations';
  const operatorIndex = isRelated ? Math.floor(index / OPERATIONS_OF_OPERATOR) : index;
  const operator = randomOf(seed, OPERATOR_STREAMS + operatorIndex);
  const usual = EUR_PER_VISITOR.median * logNormal(operator, EUR_PER_VISITOR.sigma);
  const hasPapers = isChosen(operatorIndex, cases.documented);
  const isSelected = misspecify === 'planted_selection' && hasPapers;
  return {
    operator,
    operatorIndex,
    account:
      misspecify === 'related_operations' ? `${prefix}operator-${String(operatorIndex)}` : null,
    hasPapers,
    papers: cases.papers,
    documentedPart: hasPapers && cases.papers !== 'full' ? random.between(LEAST_DOCUMENTED, 1) : 1,
    isPaymentDated: misspecify === 'payment_dated_members' && hasPapers && random.chance(0.5),
    eurPerVisitor: monthly(random, usual * (isSelected ? SELECTED_EARN : 1), months, misspecify),
    panelFactors: Array.from(
      { length: cases.panels },
      (_, panel) => casePanel(seed, panel).bias * logNormal(random, AUDIENCE_SIGMA),
    ),
  };
}

/** A panel is the same for all operations of a world. */
export function casePanel(seed: number, panel: number): { bias: number; random: Random } {
  const random = randomOf(seed, PANEL_STREAMS + panel);
  return { bias: logNormal(random, PANEL_SIGMA), random };
}

/** With the median 1. */
const logNormal = (random: Random, sigma: number) => Math.exp(sigma * random.normal());

/** So many of the first n that they are the share of n, cut, for every n. */
const isChosen = (index: number, share: number) =>
  Math.floor((index + 1) * share) > Math.floor(index * share);

function monthly(
  random: Random,
  usual: number,
  months: number,
  misspecify: Misspecification | null,
): number[] {
  const mayIdle = misspecify === 'months_without_income';
  return Array.from({ length: months }, () => {
    const earned = usual * logNormal(random, MONTH_SIGMA);
    return mayIdle && random.chance(IDLE_MONTHS) ? 0 : earned;
  });
}
