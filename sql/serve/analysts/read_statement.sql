-- What the engine's own parser and lexer make of a foreign text. The text is a value here: nothing
-- of it is executed.
-- Parameter: plancher_statement, the text.
-- Columns: canonical (the one statement that it is, written anew; empty when that has more than
-- 1,000,000 bytes, because what follows costs as much as it is long; an error when the text is no
-- statement or several), tokens (type, first and last byte of each word of canonical), tables
-- (every name in the database, public or not), databases (every database).
WITH formatQuerySingleLine({plancher_statement:String}) AS formatted
SELECT
  if(length(formatted) > 1000000, '', formatted) AS canonical,
  arrayMap(t -> (toString(t.type), t.begin, t.end), tokenizeQuery(canonical)) AS tokens,
  (SELECT groupArray(name) FROM system.tables WHERE database = currentDatabase()) AS tables,
  (SELECT groupArray(name) FROM system.databases) AS databases
