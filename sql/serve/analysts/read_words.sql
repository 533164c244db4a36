-- Purpose: the words of a foreign text, as the engine's lexer cuts it, without blanks and comments.
-- The text is a value here: nothing in it is executed.
-- Parameters: plancher_statement.
-- Returns: tokens (type, first byte, byte behind the last).
SELECT
  arrayMap(
    token -> (toString(token.type), token.begin, token.end),
    arrayFilter(
      token -> token.type NOT IN ('Whitespace', 'Comment'),
      tokenizeQuery({plancher_statement:String}))) AS tokens
