// The order of texts: that of their UTF-8 bytes, which is that of their code points.

const FIRST_SURROGATE = 0xd800;
const PAST_SURROGATES = 0xe000;

/** Below 0 when `one` comes first. */
export function byBytes(one: string, other: string): number {
  const length = Math.min(one.length, other.length);
  for (let at = 0; at < length; at += 1) {
    const [a, b] = [one.charCodeAt(at), other.charCodeAt(at)];
    if (a !== b) return rank(a) - rank(b);
  }
  return one.length - other.length;
}

/** Surrogates stand for code points above all others, but their units are below some. */
function rank(unit: number): number {
  if (unit < FIRST_SURROGATE) return unit;
  return unit < PAST_SURROGATES ? unit + PAST_SURROGATES : unit;
}

/** Compares by the first of the keys that differs. */
export function inOrder<Thing>(
  ...keys: readonly ((thing: Thing) => string | number)[]
): (one: Thing, other: Thing) => number {
  return (one, other) => {
    for (const key of keys) {
      const [a, b] = [key(one), key(other)];
      if (a === b) continue;
      if (typeof a === 'number' && typeof b === 'number') return a - b;
      return byBytes(String(a), String(b));
    }
    return 0;
  };
}

export function groupBy<Thing, Key>(
  things: Iterable<Thing>,
  keyOf: (thing: Thing) => Key,
): Map<Key, [Thing, ...Thing[]]> {
  const groups = new Map<Key, [Thing, ...Thing[]]>();
  for (const thing of things) {
    const key = keyOf(thing);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [thing]);
    else group.push(thing);
  }
  return groups;
}
