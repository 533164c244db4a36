-- Purpose: names that differ only in case, spaces or unseen characters. Of sources: a record under
-- two of them is two records. Of operations: the floor of one is split into two.
-- Returns: what (source or operation), names (quoted), one row for each such name.
WITH
  source_name AS (
    SELECT DISTINCT source AS name
    FROM (
      {{include expressions/every_record}}
    )
  ),
  named AS (
    SELECT 'source' AS what, name FROM source_name
    UNION ALL
    SELECT DISTINCT 'operation', operation FROM site_record WHERE operation != ''
    UNION ALL
    SELECT DISTINCT 'operation', operation FROM account_record
  )
SELECT
  what,
  arrayStringConcat(arraySort(groupUniqArray(toJSONString(name))), ', ') AS names
FROM named
GROUP BY what, lowerUTF8({{include expressions/plain_name
  name: name
}})
-- A site row and an account row can name the same operation in the same spelling.
HAVING uniqExact(name) > 1
ORDER BY what, names
