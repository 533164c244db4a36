// What benches of floors share: seconds, the middle of some figures, and what floors are measured
// against.

/**
 * A plain GROUP BY operation, month, line over the flows; in the benches every site is its own
 * operation.
 */
export const PLAIN = `SELECT count() AS groups, sum(amount_sum) AS amount FROM (
  SELECT property, toStartOfMonth(period_start) AS month, line, sum(amount) AS amount_sum
  FROM flow_record
  GROUP BY property, month, line)`;

export async function secondsOf(act: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await act();
  return (performance.now() - startedMs) / 1000;
}

export const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
