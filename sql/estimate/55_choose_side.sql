-- Purpose: M-ORIGIN. Of each operation the larger side counts: the sum over all known network keys,
-- or the key unknown. At equality the known one, unless it has nothing to show.
-- Parameters: scope.
INSERT INTO chosen_side_of (scope, operation, is_known)
WITH
  total AS (
    SELECT
      operation,
      sumIf(eur, is_known) AS known,
      sumIf(eur, NOT is_known) AS unknown
    FROM settled_of
    WHERE scope = {scope:String}
    GROUP BY operation
  ),
  shown AS (
    SELECT
      operation,
      max(key != '') AS has_known
    FROM group_of
    WHERE scope = {scope:String}
    GROUP BY operation
  )
SELECT
  {scope:String},
  s.operation,
  t.known > t.unknown OR (t.known = t.unknown AND s.has_known)
FROM shown AS s
LEFT ANY JOIN total AS t ON s.operation = t.operation
SETTINGS join_use_nulls = 0
