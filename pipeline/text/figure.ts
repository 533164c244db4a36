// Numbers and amounts in the form of a language. Nothing is rounded up: digits stay as they are.
import type { Language } from './language.ts';

const NARROW = '\u202f';

/**
 * `2593.8254` in French: 2 593,8254 with narrow no-break spaces. Trailing zeros after the second
 * decimal are dropped.
 */
export function figure(decimal: string, language: Language): string {
  const [, sign = '', whole = '', part = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(decimal) ?? [];
  // With four digits: 3.000e+5.
  if (/^\d\.\d+e\+\d+$/.test(decimal))
    return figure(String(BigInt(Math.round(Number(decimal)))), language);
  if (whole === '') return decimal;
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, language === 'fr' ? NARROW : ',');
  const kept = part.replace(/^(\d{2}\d*?)0+$/, '$1');
  return `${sign}${grouped}${kept === '' ? '' : `${language === 'fr' ? ',' : '.'}${kept}`}`;
}

export function euros(decimal: string, language: Language): string {
  return `${figure(decimal, language)}${language === 'fr' ? NARROW : ' '}EUR`;
}

/** Cut to cents, never rounded up: the text says "at least". */
export function amountText(amountEur: string, language: Language): string {
  const [whole = '0', decimals = ''] = amountEur.split('.');
  const cut = figure(`${whole}.${decimals.padEnd(2, '0').slice(0, 2)}`, language);
  return language === 'en' ? `EUR ${cut}` : `${cut}${NARROW}EUR`;
}
