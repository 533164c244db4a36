-- Purpose: what the engine's own parser and lexer make of a foreign text. The text is a value here:
-- nothing in it is executed. `canonical` is the one statement that the text is, written anew. It is
-- empty when that has more than 1,000,000 bytes, because the cost of what follows grows with its
-- length. A text that is no statement, or several, is an error.
-- Parameters: plancher_statement.
-- Returns: canonical, tokens (type, first and last byte of each word of canonical), tables (every
-- name in the database, public or not), databases (every database).
WITH formatQuerySingleLine({plancher_statement:String}) AS formatted
SELECT
  if(length(formatted) > 1000000, '', formatted) AS canonical,
  arrayMap(
    token -> (toString(token.type), token.begin, token.end),
    tokenizeQuery(canonical)) AS tokens,
  (SELECT groupArray(name) FROM system.tables WHERE database = currentDatabase()) AS tables,
  (SELECT groupArray(name) FROM system.databases) AS databases
