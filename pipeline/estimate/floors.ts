// Floors to read: those in force, or computed on the spot as of an earlier time or without an
// assumption.
import { randomUUID } from 'node:crypto';
import { usageFailure } from '../platform/failure.ts';
import { partsOfAlpha } from '../method/model/alpha.ts';
import { DOCUMENTED_ASSUMPTIONS } from '../method/without.ts';
import { MODEL_FACTORS } from '../reference/rate-factor.ts';
import { refuseLoss } from '../warehouse/lost-records.ts';
import { sqlFile } from '../warehouse/sql-file.ts';
import type { Parameters, Warehouse } from '../warehouse/warehouse.ts';
import { classAsOf } from './class-as-of.ts';
import { classInForce } from './class/class-source.ts';
import { computeAll } from './compute-all.ts';
import { type Computation, computePlainly } from './compute-plainly.ts';
import { NOW, alphaPpm } from './run.ts';
import { type Span, TOTAL_SOURCES, type TotalsQuestion, totalsStatement } from './totals.ts';
import { CLASS_LISTS, COMPLETE_LISTS, FLOOR_LISTS, dropLists } from './work-list.ts';

/** Assumptions that a floor can be computed without. */
export const ASSUMPTIONS: readonly string[] = [
  ...DOCUMENTED_ASSUMPTIONS,
  'rung:L2',
  'rung:L3',
  'rung:L4',
  ...MODEL_FACTORS.map((factor) => `rate:${factor}`),
];

export interface FloorQuestion {
  operation: string | null;
  /** YYYY-MM */
  month: string | null;
  /** The totals of these months, instead of floors by month. */
  span?: Span;
  /** UTC, in the form that ClickHouse reads; null: everything that is known. */
  asOf: string | null;
  without: string[];
  alpha: number;
}

interface Answer {
  sql: string;
  parameters: Parameters;
}

/** Fills what the answering query reads, passes the query to `read`, then drops what it filled. */
export async function askFloors<Value>(
  warehouse: Warehouse,
  question: FloorQuestion,
  read: (answer: Answer) => Promise<Value>,
): Promise<Value> {
  const wrong = question.without.find((assumption) => !ASSUMPTIONS.includes(assumption));
  if (wrong !== undefined)
    throw usageFailure(
      'unknown_assumption',
      `--without ${wrong}: there is no such assumption. ` +
        `The assumptions are ${ASSUMPTIONS.join(', ')}.`,
    );
  const wanted = { operation: question.operation ?? '', month: question.month ?? '' };
  if (question.asOf === null && question.without.length === 0)
    return read(
      question.span === undefined
        ? { sql: sqlFile('estimate/floors/in_force.sql'), parameters: wanted }
        : totalsStatement(totalsQuestion(question, question.span)),
    );
  await refuseLoss(warehouse);
  const scope = `question-${randomUUID()}`;
  const computation = {
    scope,
    asOf: question.asOf ?? NOW,
    alphaPpm: alphaPpm(question.alpha),
    without: question.without,
    run: null,
    // Of an earlier time there is no class yet.
    classSource: question.asOf === null ? classInForce(warehouse, alphaPpm(question.alpha)) : null,
  };
  const lists = question.operation === null ? COMPLETE_LISTS : [...FLOOR_LISTS, ...CLASS_LISTS];
  try {
    if (question.operation === null) await computeAll(warehouse, computation);
    else await computeOne(warehouse, computation, question.operation);
    return await read(
      question.span === undefined
        ? { sql: sqlFile('estimate/floors/computed.sql'), parameters: { ...wanted, scope } }
        : totalsStatement(
            totalsQuestion(question, question.span),
            question.asOf === null ? ['floors', 'audiences'] : TOTAL_SOURCES,
            scope,
          ),
    );
  } finally {
    await dropLists(warehouse, lists, scope);
  }
}

function totalsQuestion(question: FloorQuestion, span: Span): TotalsQuestion {
  const { operation, alpha, without } = question;
  const { ofClass } = partsOfAlpha(alphaPpm(alpha));
  return { operation, ...span, classAlphaPpm: without.includes('rung:L4') ? 0 : ofClass };
}

async function computeOne(
  warehouse: Warehouse,
  computation: Computation,
  operation: string,
): Promise<void> {
  const classSource =
    computation.classSource ?? (await classAsOf(warehouse, computation, operation));
  await computePlainly(warehouse, { ...computation, classSource }, [operation]);
}
