-- Purpose: M-REVISION. Finds the highest revision of each repeated flow. A flow whose highest
-- revision says that it never was is left out. The repeated flows are listed before
-- (30_list_repeated.sql).
-- Parameters: scope, as_of.
INSERT INTO revised_flow_of (
  scope,
  {{include estimate/part/flow_columns}},
  contents
)
WITH
  repeated AS (
    SELECT
      *,
      flow_hash,
      site_shares.share AS shares
    FROM flow_record
    PREWHERE flow_hash IN (SELECT flow_hash FROM repeated_flow_of WHERE scope = {scope:String})
    WHERE {{include expressions/known_by}}
  ),
  latest AS (
    {{include expressions/latest_revision
      rows: repeated
      id: flow_id
    }}
  )
SELECT
  {scope:String},
  {{include estimate/part/flow_columns}},
  contents
FROM latest
