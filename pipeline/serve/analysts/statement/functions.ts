// The functions that an analyst may call. reference/analyst-functions.json lists every function of
// the engine, with a reason for each excluded one. A function of a later engine is refused until
// somebody adds it to the list.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { PACKAGE_ROOT } from '../../../platform/package-root.ts';

const listed = z.strictObject({
  engine: z.string(),
  excluded: z.array(z.strictObject({ reason: z.string(), functions: z.array(z.string()) })),
  aggregates: z.array(z.string()),
  scalars: z.array(z.string()),
});

export type FunctionList = z.infer<typeof listed>;

export function readFunctionList(): FunctionList {
  return listed.parse(
    JSON.parse(readFileSync(join(PACKAGE_ROOT, 'reference', 'analyst-functions.json'), 'utf8')),
  );
}

/** Names that the parser writes for operators that are not functions of the engine. */
const OPERATORS = ['lambda', 'exists', 'grouping'];
/**
 * https://clickhouse.com/docs/sql-reference/aggregate-functions/combinators. `State` and `Merge`
 * are excluded, as aggregate states are.
 */
const COMBINATORS =
  /^(.+)(?:If|Array|Map|ForEach|Distinct|OrDefault|OrNull|Resample|ArgMin|ArgMax)$/i;

export class Functions {
  readonly #scalars: ReadonlySet<string>;
  readonly #aggregates: ReadonlySet<string>;
  readonly #reasons: ReadonlyMap<string, string>;

  constructor(list: FunctionList) {
    const lower = (names: readonly string[]) => new Set(names.map((name) => name.toLowerCase()));
    this.#scalars = lower([...list.scalars, ...OPERATORS]);
    this.#aggregates = lower(list.aggregates);
    this.#reasons = new Map(
      list.excluded.flatMap(({ reason, functions }) =>
        functions.map((name) => [name.toLowerCase(), reason] as const),
      ),
    );
  }

  /** @returns why a function may not be called, or null when it may */
  hindrance(name: string): string | null {
    const lower = name.toLowerCase();
    const reason = this.#reasons.get(lower);
    if (reason !== undefined) return reason;
    return this.#scalars.has(lower) || this.#isAggregate(lower) ? null : 'it is on no list';
  }

  /** Whether the list excludes the function by name. */
  isExcluded(name: string): boolean {
    return this.#reasons.has(name.toLowerCase());
  }

  #isAggregate(lower: string): boolean {
    if (this.#aggregates.has(lower)) return true;
    const inner = COMBINATORS.exec(lower)?.[1];
    return inner !== undefined && this.#isAggregate(inner);
  }
}
