-- Purpose: a condition on flow_record: the flows that a run looks at. A run over all flows takes
-- any. A run over new records takes those of touched_flow_of, by the columns that the sorting key
-- of flow_record begins with, which find the granules.
-- Parameters: scope.
-- Returns: an expression.
(
  NOT startsWith({scope:String}, 'some')
  OR (source, flow_id) IN (
    SELECT source, flow_id
    FROM touched_flow_of
    WHERE scope = {scope:String})
)
