-- Purpose: finds the contents in force of the flows of a slice, as flow_top_at does. Their rows are
-- fetched before (24_fill_row.sql). Statements that use the list read rows with contents > 0.
-- Parameters: scope.
INSERT INTO alert_top_of (
  scope,
  source,
  flow_id,
  {{include alert/find/part/flow_columns}},
  contents
)
WITH
  -- A content that came several times counts once.
  content AS (
    SELECT *
    FROM alert_top_of
    WHERE scope = {scope:String} AND contents = 0
    ORDER BY known_at
    LIMIT 1 BY source, flow_id, revision, sha256
  ),
  compared AS (
    SELECT
      *,
      count() OVER (PARTITION BY source, flow_id, revision) AS contents_of_revision,
      max(revision) OVER (PARTITION BY source, flow_id) AS latest_revision
    FROM content
  )
SELECT
  {scope:String},
  source,
  flow_id,
  {{include alert/find/part/flow_columns}},
  contents_of_revision
FROM compared
WHERE revision = latest_revision
SETTINGS async_insert = 0
