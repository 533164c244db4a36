// Exact fractions over BigInt: the only arithmetic of the oracle. Always reduced, denominator above
// 0, so equal values have equal fields. No floats and no library, so that nothing is shared with
// the implementation under test.

export type Exact = { readonly numerator: bigint; readonly denominator: bigint };

export function exact(numerator: bigint, denominator = 1n): Exact {
  if (denominator <= 0n) throw new RangeError('a denominator must be above 0');
  let [a, b] = [numerator < 0n ? -numerator : numerator, denominator];
  while (b !== 0n) [a, b] = [b, a % b];
  return { numerator: numerator / a, denominator: denominator / a };
}

export const ZERO = exact(0n);
export const ONE = exact(1n);

/** parse('812.50') is 1625/2. */
export function parse(text: string): Exact {
  const match = /^(\d+)(?:\.(\d+))?$/.exec(text);
  if (match === null) throw new RangeError(`not a plain decimal: ${text}`);
  const fraction = match[2] ?? '';
  return exact(BigInt(`${match[1] ?? ''}${fraction}`), 10n ** BigInt(fraction.length));
}

export function plus(a: Exact, b: Exact): Exact {
  return exact(
    a.numerator * b.denominator + b.numerator * a.denominator,
    a.denominator * b.denominator,
  );
}

export function minus(a: Exact, b: Exact): Exact {
  return plus(a, exact(-b.numerator, b.denominator));
}

export function times(...factors: readonly Exact[]): Exact {
  return factors.reduce(
    (a, b) => exact(a.numerator * b.numerator, a.denominator * b.denominator),
    ONE,
  );
}

export function over(a: Exact, b: Exact): Exact {
  return exact(a.numerator * b.denominator, a.denominator * b.numerator);
}

export function isBelow(a: Exact, b: Exact): boolean {
  return a.numerator * b.denominator < b.numerator * a.denominator;
}

export function lowest(values: readonly Exact[]): Exact | null {
  return values.reduce<Exact | null>(
    (least, value) => (least === null || isBelow(value, least) ? value : least),
    null,
  );
}

export function highest(values: readonly Exact[]): Exact | null {
  return values.reduce<Exact | null>(
    (most, value) => (most === null || isBelow(most, value) ? value : most),
    null,
  );
}

/** Toward zero: truncated(-1/3, 4) is -3333/10000. */
export function truncated(a: Exact, decimals: number): Exact {
  const scale = 10n ** BigInt(decimals);
  return exact((a.numerator * scale) / a.denominator, scale); // BigInt division cuts toward zero
}

/** format4(5/3) is '1.6666': cut toward zero, always 4 decimals. */
export function format4(a: Exact): string {
  const units = (a.numerator * 10_000n) / a.denominator;
  const digits = (units < 0n ? -units : units).toString().padStart(5, '0');
  return `${units < 0n ? '-' : ''}${digits.slice(0, -4)}.${digits.slice(-4)}`;
}
