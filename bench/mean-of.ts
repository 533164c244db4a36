/** The mean of independent figures, and half of its 95 % interval: 1.96 s / sqrt(n). */
export function meanOf(values: readonly number[]): { mean: number; margin: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const deviation = Math.sqrt(squares / (values.length - 1));
  return { mean, margin: (1.96 * deviation) / Math.sqrt(values.length) };
}
