// French typography. Sentences in the code have plain spaces and straight apostrophes; this puts in
// what a printer would.

const NARROW = '\u202f';

/** @param text without any text of a record */
export function french(text: string): string {
  return text
    .replace(/ (?=[:;?!%»])/g, NARROW)
    .replace(/« /g, `«${NARROW}`)
    .replace(/'/g, '’');
}

/** A template. The values in it stay as they are. */
export function fr(pieces: TemplateStringsArray, ...values: readonly string[]): string {
  return pieces.map((piece, index) => `${french(piece)}${values[index] ?? ''}`).join('');
}
