-- Purpose: ids of one source that look alike: they differ only in blanks or in forms of one
-- character (full-width, ligatures), so that what names one does not find the other. An id of
-- keyboard characters without blanks can only look like an id with others. So those with others are
-- looked at, and what they look like.
-- Returns: kind, source, ids (quoted), one row for each such id, at most 100.
WITH
  named AS (
    {{include expressions/every_record}}
  ),
  odd AS (
    SELECT DISTINCT
      kind,
      source,
      id,
      {{include expressions/plain_name
        name: id
      }} AS plain
    FROM named
    WHERE match(id, '[^!-~]')
  ),
  alike AS (
    SELECT kind, source, id, plain FROM odd
    UNION DISTINCT
    SELECT DISTINCT kind, source, id, id AS plain
    FROM named
    WHERE (kind, source, id) IN (SELECT kind, source, plain FROM odd)
  )
SELECT
  kind,
  source,
  arrayStringConcat(arraySort(groupArray(toJSONString(id))), ', ') AS ids
FROM alike
GROUP BY kind, source, plain
HAVING count() > 1
ORDER BY kind, source, ids
LIMIT 100
