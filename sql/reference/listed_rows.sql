-- Purpose: how many rows each version of a table has.
-- Words: table, draft.
-- Returns: a SELECT with the columns of step `content` of list.sql. draft: whether a row counts
-- nowhere.
SELECT
  '{{table}}',
  toString(version) AS of_version,
  count(),
  countIf({{draft}}),
  '',
  '',
  ''
FROM {{table}} FINAL
GROUP BY of_version
