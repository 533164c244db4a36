// Numbers and months in the form of a language. Nothing is rounded: digits stay as they are.
const MONTH_NAMES = (locale: string) => new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' });

/** `2593.8254` in French: 2 593,8254 with narrow no-break spaces. Zeros behind the second decimal are left away. */
export function figure(locale: string, decimal: string): string {
  const [, sign = '', whole = '', part = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(decimal) ?? [];
  if (whole === '') return decimal;
  const isFrench = locale.startsWith('fr');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, isFrench ? '\u202f' : ',');
  const kept = part.replace(/^(\d{2}\d*?)0+$/, '$1');
  return `${sign}${grouped}${kept === '' ? '' : `${isFrench ? ',' : '.'}${kept}`}`;
}

export function euros(locale: string, decimal: string): string {
  return `${figure(locale, decimal)}${locale.startsWith('fr') ? '\u202f' : ' '}EUR`;
}

/** @param month YYYY-MM */
export function monthName(locale: string, month: string): string {
  return MONTH_NAMES(locale).format(new Date(`${month}-01T00:00:00Z`));
}
