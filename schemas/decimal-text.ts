// Decimal numbers as text: amounts, shares and other figures, which binary fractions would spoil.

const DECIMAL_TEXT = /^(\d+)(?:\.(\d+))?$/;
/** Nearly every number: no zero that could be left out. */
const CANONICAL = /^(?:0|[1-9]\d{0,13})(?:\.\d{0,7}[1-9])?$/;
const ZERO = 48;

/** One number has one form: without zeros before and after it. Other texts stay as they are. */
export function oneNumber(written: string): string {
  if (CANONICAL.test(written)) return written;
  const [, whole, decimals = ''] = DECIMAL_TEXT.exec(written) ?? [];
  return whole === undefined ? written : withoutZeros(whole, decimals);
}

/**
 * The number with these digits before and after the point, without zeros around it. It counts the
 * zeros itself: `/0+$/` takes a minute for a text of 300,000 zeros and a one.
 */
export function withoutZeros(whole: string, decimals: string): string {
  let start = 0;
  while (start < whole.length - 1 && whole.charCodeAt(start) === ZERO) start += 1;
  let end = decimals.length;
  while (end > 0 && decimals.charCodeAt(end - 1) === ZERO) end -= 1;
  return `${whole.slice(start) || '0'}${end === 0 ? '' : `.${decimals.slice(0, end)}`}`;
}
