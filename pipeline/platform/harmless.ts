// Makes foreign text safe for a terminal, a log or a page. Records, file names and the output of
// other programs may hold characters that move the cursor, reorder the text next to them or are
// invisible; these functions write them as escapes. Every output passes one of them.

/**
 * Control characters (C0, C1), format characters (bidi, zero width, tags), line separators, lone
 * surrogates, and characters that fonts do not draw.
 */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu;
/** The same, except the line ends and tabs of our own output. */
const UNSEEN_IN_LINES =
  /(?!\n|\t|\r\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu;

const writtenOut = (mark: string) => `\\u{${(mark.codePointAt(0) ?? 0).toString(16)}}`;

/** For a value within a line. Escapes line ends and tabs too, so that it cannot start a line. */
export function harmless(text: string): string {
  return text.replace(UNSEEN, writtenOut);
}

/** For complete output, as the last step before a terminal or log. Line ends and tabs stay. */
export function harmlessLines(text: string): string {
  return text.replace(UNSEEN_IN_LINES, writtenOut);
}

/** JSON of the same value, with unseen characters as JSON escapes. */
export function harmlessJson(value: unknown, indent = 0): string {
  return escapedJson(JSON.stringify(value, null, indent));
}

/** For lines of JSON that another program wrote. Line ends stay. */
export function escapedJson(json: string): string {
  return json.replace(UNSEEN_IN_LINES, (mark) =>
    Array.from(
      { length: mark.length },
      (_, index) => `\\u${mark.charCodeAt(index).toString(16).padStart(4, '0')}`,
    ).join(''),
  );
}

const PLAIN_NAME = /^[\p{L}\p{N}\p{M}_.,:;/@%+=~#-]+$/u;
const LONGEST_NAME = 300;

/**
 * A name within a sentence, for example of a file. A name with a blank, a quote or an unseen
 * character is quoted, so that the reader sees where it ends.
 */
export function nameShown(name: string): string {
  const short = name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)}...` : name;
  return PLAIN_NAME.test(short) && harmless(short) === short
    ? short
    : `"${harmless(short).replaceAll('"', '\\"')}"`;
}

/**
 * A file name as an argument of a command that somebody may copy into a shell. No name can act as
 * an option or run a command.
 */
export function argumentShown(name: string): string {
  const path = name.startsWith('-') ? `./${name}` : name;
  return /["$`\\!]/.test(path) ? `'${path.replaceAll("'", "'\\''")}'` : `"${path}"`;
}
