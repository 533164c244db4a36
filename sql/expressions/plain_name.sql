-- Purpose: a name without spaces and unseen characters, each character in its usual form. Two names
-- that look alike have the same.
-- Words: name.
-- Returns: an expression, String.
replaceRegexpAll(normalizeUTF8NFKC({{name}}), '[\\p{Z}\\p{C}]', '')
