// A range of IP addresses is no property: several strangers can be in it (M-PROPERTY).
import { isIP } from 'node:net';

const V4 = String.raw`\d{1,3}(?:\.\d{1,3}){1,3}`;
const DASH = String.raw`\s*[-\u2013\u2014]\s*`;
const RANGE = new RegExp(
  [
    String.raw`${V4}\s*\/\s*(?:\d{1,2}|${V4})`,
    String.raw`${V4}${DASH}(?:${V4}|\d{1,3})`,
    String.raw`\d{1,3}(?:\.(?:\d{1,3}|\*|x))*\.[*x](?:\.[*x])*`,
  ]
    .map((form) => `^(?:https?:\\/\\/)?(?:${form})$`)
    .join('|'),
  'i',
);

/** An IPv6 address, and the length of its prefix or the last address. */
const V6_RANGE = new RegExp(
  String.raw`^(?:https?:\/\/)?\[?([\da-f:.]+)\]?(?:\s*\/\s*\d{1,3}|${DASH}\[?[\da-f:.]+\]?)$`,
  'i',
);

/** Longer than any range. The forms take quadratic time. */
const LONGEST = 100;

export function isAddressRange(text: string): boolean {
  if (text.length > LONGEST) return false;
  return RANGE.test(text) || isIP(V6_RANGE.exec(text)?.[1] ?? '') === 6;
}
