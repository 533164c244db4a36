// Text of a record in a message: harmless, short, and unchanged where it was not cut.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CUT_MARK, MOST_TOLD, harmless, toldCell, toldText } from '../../pipeline/text/told.ts';
import { dayText, momentText, monthText } from '../../pipeline/text/calendar.ts';
import { figure } from '../../pipeline/text/figure.ts';
import { fr } from '../../pipeline/text/french.ts';

const anyText = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 400 }),
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.stringMatching(/^[“”«»\\<:/\r\n\u2028\u202e\u200b\u0301ae{}u-]{0,300}$/),
);
const unescaped = (told: string) =>
  told.replace(/\\u\{([0-9a-f]+)\}|\\\\/g, (mark, hex: string | undefined) =>
    hex === undefined ? mark.slice(1) : String.fromCodePoint(Number.parseInt(hex, 16)),
  );

test('any text becomes one harmless line of at most 200 characters, from which it can be read back when it was not cut', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const { told, isCut } = harmless(text);
      expect(told.length).toBeLessThanOrEqual(MOST_TOLD);
      expect(told).not.toMatch(/[\p{C}\p{Zl}\p{Zp}“”«»<]|:\/\/|\p{M}{4}/u);
      expect(text.startsWith(unescaped(told))).toBe(true);
      expect(unescaped(told) === text).toBe(!isCut);
      expect(toldText(text, 'en')).toBe(`“${told}”${isCut ? CUT_MARK : ''}`);
      expect(toldText(text, 'fr')).toBe(`«\u202f${told}\u202f»${isCut ? CUT_MARK : ''}`);
    }),
    { numRuns: 2_000 },
  );
});

test('a name of a megabyte costs no more than a short one, and its mark stands where no record can write', () => {
  expect(toldText('n'.repeat(1_000_000), 'en')).toBe(`“${'n'.repeat(200)}”…`);
  expect(toldText('n…', 'en')).toBe('“n…”');
  expect(toldText('\u{1f600}'.repeat(200), 'en')).toBe(`“${'\u{1f600}'.repeat(100)}”…`);
  expect(toldCell('a\nb')).toBe('a\\u{a}b');
  expect(toldCell(3)).toBe(3);
});

test('figures, days and sentences have the form of their language', () => {
  expect([figure('1234567.5000', 'fr'), figure('1234567.5000', 'en')]).toEqual([
    '1\u202f234\u202f567,50',
    '1,234,567.50',
  ]);
  expect([figure('3.000e+5', 'fr'), figure('never', 'fr')]).toEqual(['300\u202f000', 'never']);
  expect([
    dayText('2016-07-01', 'fr'),
    dayText('2016-06-27', 'fr'),
    dayText('2016-07-01', 'en'),
  ]).toEqual(['1er juillet 2016', '27 juin 2016', '1 July 2016']);
  expect(monthText('2015-08', 'fr')).toBe('août 2015');
  expect(momentText('2016-07-01 10:20:30.123', 'fr')).toBe('1er juillet 2016, 10:20:30,123 UTC');
  expect(fr`L'« ${'it’s : a'} » : 3 %`).toBe('L’«\u202fit’s : a\u202f»\u202f: 3\u202f%');
});
