/** Free text as the classifiers read it: lower case, no accents, plain quotes, hyphens and single spaces. */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[\u2018\u2019\u02bc`]/g, "'")
    .replace(/[\u2010-\u2015_]/g, '-')
    .replace(/\s+/g, ' ')
    .trim();
}
