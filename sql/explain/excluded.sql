-- Purpose: money left out, of one operation or of nobody. The scope is that of fill_flows.sql and
-- fill_parts.sql.
-- Parameters: scope, operation.
-- Returns: the columns of excluded_flow.
WITH counting AS (
  {{include rules/counting_source
    grouped: (SELECT * FROM explained_part_of WHERE scope = {scope:String} AND operation != '')
  }}
)
SELECT * FROM (
  {{include rules/excluded_flow
    valued: (SELECT * FROM explained_flow_of WHERE scope = {scope:String})
    parts: (SELECT * FROM explained_part_of WHERE scope = {scope:String})
    grouped: (SELECT * FROM explained_part_of WHERE scope = {scope:String} AND operation != '')
    counting: counting
  }}
)
WHERE operation = {operation:String} OR isNull(operation)
ORDER BY reason, source, flow_id
