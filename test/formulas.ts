// Texts for tests of what a spreadsheet must not run.

/**
 * Texts that some spreadsheet runs, or that becomes one when it is read with another separator
 * (OWASP, CSV injection).
 */
export const FORMULAS = [
  '=1+1',
  '+1+1',
  '-1+1',
  '@SUM(1)',
  '\t=1+1',
  '\r=1+1',
  '\n=1+1',
  ' =1+1',
  '\u00a0=1+1',
  '\ufeff=1+1',
  '\u200b=1+1',
  '\u0000=1+1',
  '＝1+1',
  '＋1+1',
  '－1+1',
  '＠SUM(1)',
  '−1+1',
  "=cmd|' /C calc'!A0",
  '=HYPERLINK("http://x.example","y")',
  '"=1+1',
  'a;=1+1',
  'a,=1+1',
  'a\t=1+1',
  'a\n=1+1',
  'a"=1+1',
  'a; =1+1',
  'a,\t=1+1',
  "-2+3+cmd|' /C calc'!D2",
  '+33 1 23 45 67 89',
];
