// Writes pieces of ClickHouse's Native format (RowBinary has them too), for the few answers that
// the embedded engine does not write as clients need them.

/** A number as groups of seven bits, lowest first. */
export function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return Buffer.from([...bytes, rest]);
}

/** The length of a text in bytes, then the text. */
export function nativeText(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([varint(bytes.length), bytes]);
}
