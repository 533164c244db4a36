-- PREWHERE and WHERE over flow_record: the flows of touched_key.sql. In the granules that the key
-- finds, the hash, a number, is looked at before any other column. Said outright, because the
-- engine does not choose a set for PREWHERE. Parameter: scope.
PREWHERE (NOT startsWith({scope:String}, 'some') OR flow_hash IN (SELECT flow_hash FROM touched_flow_of WHERE scope = {scope:String}))
WHERE {{include expressions/touched_key}}
