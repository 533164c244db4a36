// Characters that a terminal obeys, or that hide or reorder text. No output may hold them. The line
// feed of our own lines is not included.

/**
 * C0 but line feed and tab, DEL and C1, zero width, bidi, separators, byte order mark, tags, lone
 * surrogates. Written by hand, so that it checks the gate.
 */
export const OBEYED =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/u;
