// A range of IP addresses is no property: several strangers can be in it (M-PROPERTY).

const V4 = String.raw`\d{1,3}(?:\.\d{1,3}){1,3}`;
const V6 = String.raw`[\da-f]*:[\da-f:.]*`;
const DASH = String.raw`\s*[-\u2013\u2014]\s*`;
const RANGE = new RegExp(
  [
    String.raw`${V4}\s*\/\s*(?:\d{1,2}|${V4})`,
    String.raw`${V4}${DASH}(?:${V4}|\d{1,3})`,
    String.raw`\d{1,3}(?:\.(?:\d{1,3}|\*|x))*\.[*x](?:\.[*x])*`,
    String.raw`\[?${V6}\]?\s*\/\s*\d{1,3}`,
    String.raw`\[?${V6}\]?${DASH}\[?${V6}\]?`,
  ]
    .map((form) => `^(?:https?:\\/\\/)?(?:${form})$`)
    .join('|'),
  'i',
);

export function isAddressRange(text: string): boolean {
  return RANGE.test(text);
}
