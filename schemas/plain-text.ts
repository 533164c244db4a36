// Two texts that look alike must be alike: compatibility forms are one character (NFKC), and marks
// that nobody sees are dropped.

const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/gu;
/** Without U+FEFF, which JavaScript takes for a blank though nobody sees it. */
const BLANKS = /[^\S\ufeff]+/g;
/** Nearly every text: printable ASCII with single blanks, none of them at an end. */
const PLAIN = /^[!-~]+(?: [!-~]+)*$/;

/** NFKC, without invisible marks, blanks at the ends, and more than one blank in a row. */
export function plainText(written: string): string {
  if (PLAIN.test(written)) return written;
  // Tabs and line ends are blanks. A mark that is dropped may leave two letters that NFKC joins.
  return written
    .replace(BLANKS, ' ')
    .normalize('NFKC')
    .replace(INVISIBLE, '')
    .normalize('NFKC')
    .replace(/\s+/g, ' ')
    .trim();
}
