// JSON.parse silently keeps the last of two equal keys. In evidence nobody made that choice, so a
// record with a repeated key is rejected. The text here is valid JSON, but no schema saw the value
// that JSON.parse dropped. It may be nested deeper than any call stack, so nothing here recurses.

/** An object or array that is open at the current position. `keys` is null for an array. */
interface Level {
  path: string;
  keys: Set<string> | null;
  /** Key of the value being read; null before the key, and in an array. */
  key: string | null;
  index: number;
}

/**
 * The JSON path of the first key that occurs twice in one object, or null.
 * @param text valid JSON
 */
export function duplicateKeyPath(text: string): string | null {
  const open: Level[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const level = open.at(-1);
    const mark = text.charAt(at);
    if (mark === '{' || mark === '[') {
      open.push({
        path: level === undefined ? '$' : valuePath(level),
        keys: mark === '{' ? new Set() : null,
        key: null,
        index: 0,
      });
    } else if (mark === '}' || mark === ']') {
      open.pop();
    } else if (mark === ',' && level !== undefined) {
      level.index += 1;
      level.key = null;
    } else if (mark === '"') {
      const end = endOfString(text, at);
      if (level !== undefined && repeatsKey(level, text.slice(at, end))) return valuePath(level);
      at = end - 1;
    }
  }
  return null;
}

/** Adds the string to the keys of the level, if a key is due. True: the level has it already. */
function repeatsKey(level: Level, string: string): boolean {
  if (level.keys === null || level.key !== null) return false;
  level.key = String(JSON.parse(string));
  if (level.keys.has(level.key)) return true;
  level.keys.add(level.key);
  return false;
}

function valuePath(level: Level): string {
  return level.keys === null
    ? `${level.path}[${String(level.index)}]`
    : `${level.path}.${String(level.key)}`;
}

/** Index after the closing quotation mark of the string that opens at `start`. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (text.charAt(at) !== '"') at += text.charAt(at) === '\\' ? 2 : 1;
  return at + 1;
}
