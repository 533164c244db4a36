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
  fetched AS (
    SELECT * EXCEPT (contents)
    FROM alert_top_of
    WHERE scope = {scope:String} AND contents = 0
  ),
  latest AS (
    {{include expressions/latest_revision
      rows: fetched
      id: flow_id
    }}
  )
SELECT
  {scope:String},
  source,
  flow_id,
  {{include alert/find/part/flow_columns}},
  contents
FROM latest
SETTINGS async_insert = 0
