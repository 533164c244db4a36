-- Purpose: a payee's name as it is compared, like schemas/plain-text.ts and in lower case: one form
-- of each character (NFKC), no invisible marks, single blanks. The marks are those of Unicode that
-- are ignorable by default, and U+2800. test/sql/alert-payee-key.test.ts compares both.
-- Words: name.
-- Returns: an expression, String; empty for an empty name.
trim(replaceRegexpAll(
  normalizeUTF8NFKC(replaceRegexpAll(
    lowerUTF8(normalizeUTF8NFKC(replaceRegexpAll({{name}}, '[\\s\\p{Z}]+', ' '))),
    concat(
      '[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\x{034F}\\x{115F}\\x{1160}\\x{17B4}\\x{17B5}',
      '\\x{180B}-\\x{180F}\\x{2065}\\x{2800}\\x{3164}\\x{FE00}-\\x{FE0F}\\x{FFA0}',
      '\\x{FFF0}-\\x{FFF8}\\x{E0000}-\\x{E0FFF}]'),
    '')),
  '[\\s\\p{Z}]+',
  ' '))
