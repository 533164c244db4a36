-- Purpose: the contents of the highest revision of each record. More than one is a dispute. A
-- record that says that it never was (is_void) is left out, unless that is in dispute.
-- Words: rows, id.
-- Returns: a SELECT: the columns of `rows` (rows of a record table), contents (how many contents
-- this revision has) and latest_revision. `id` is the column that names a record in its source.
WITH
  -- A content may have come more than once. The copy that was known first is kept.
  each_content AS (
    SELECT *
    FROM {{rows}}
    ORDER BY known_at
    LIMIT 1 BY source, {{id}}, revision, sha256
  ),
  counted AS (
    SELECT
      *,
      count() OVER (PARTITION BY source, {{id}}, revision) AS contents,
      max(revision) OVER (PARTITION BY source, {{id}}) AS latest_revision
    FROM each_content
  )
SELECT *
FROM counted
WHERE revision = latest_revision
  AND NOT (contents = 1 AND is_void)
