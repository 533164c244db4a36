-- Purpose: the words of a foreign text, as the engine's lexer cuts it. The text is a value here:
-- nothing of it is executed.
-- Parameter: plancher_statement, the text. Returns: tokens (type, first byte, byte behind the
-- last), without blanks and comments.
SELECT arrayMap(
  t -> (toString(t.type), t.begin, t.end),
  arrayFilter(t -> t.type NOT IN ('Whitespace', 'Comment'), tokenizeQuery({plancher_statement:String}))
) AS tokens
