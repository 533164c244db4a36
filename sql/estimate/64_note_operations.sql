-- Purpose: notes which regular operations were computed.
-- Parameters: scope, epoch, sequence, run_id.
INSERT INTO computed_operation (epoch, sequence, run_id, operation)
SELECT DISTINCT
  {epoch:UInt64},
  {sequence:UInt64},
  {run_id:String},
  operation
FROM part_of
WHERE scope = {scope:String}
  AND {{include estimate/part/is_regular}}
