-- Purpose: the content in force of each flow. Flows in dispute count nothing (M-DISPUTE). Repeated
-- flows are resolved before (31_list_revised.sql).
-- Parameters: scope, as_of.
-- Words: wanted.
-- Returns: a SELECT: the columns of flow_columns.sql. The word is a condition on them.
SELECT {{include estimate/part/flow_columns}}
FROM (SELECT *, flow_hash, site_shares.share AS shares FROM flow_record)
WHERE flow_hash NOT IN (SELECT flow_hash FROM repeated_flow_of WHERE scope = {scope:String})
  AND NOT is_void
  AND {{include expressions/known_by}}
  AND {{wanted}}
UNION ALL
SELECT {{include estimate/part/flow_columns}}
FROM revised_flow_of
WHERE scope = {scope:String}
  AND contents = 1
  AND {{wanted}}
