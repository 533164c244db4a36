// French typography. Sentences are written with plain spaces and straight apostrophes; this puts in
// what a printer would.

const NARROW = '\u202f';

/** A text without anything from a record. */
export function french(text: string): string {
  return text
    .replace(/ (?=[:;?!%»])/g, NARROW)
    .replace(/« /g, `«${NARROW}`)
    .replace(/'/g, '’');
}

/** A template: what is put in stays as it is. */
export function fr(pieces: TemplateStringsArray, ...values: readonly string[]): string {
  return pieces.map((piece, index) => `${french(piece)}${values[index] ?? ''}`).join('');
}
