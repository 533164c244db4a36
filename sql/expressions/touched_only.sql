-- Purpose: PREWHERE and WHERE over flow_record, for the flows of touched_key.sql. In the granules
-- that the key finds, the hash, a number, is looked at before any other column. PREWHERE is
-- written out, because the engine does not choose it for a set.
-- Parameters: scope.
PREWHERE (
  NOT startsWith({scope:String}, 'some')
  OR flow_hash IN (
    SELECT flow_hash
    FROM touched_flow_of
    WHERE scope = {scope:String})
)
WHERE {{include expressions/touched_key}}
