-- PREWHERE and WHERE over flow_record: of a run over all flows any flow, of one over new records those of touched_flow_of. The sorting key begins with (source, flow_id), which
-- finds the granules; in them the hash, a number, is looked at before any other column. Said outright, because the engine does not choose a set for PREWHERE. Parameter: scope.
PREWHERE (NOT startsWith({scope:String}, 'some') OR flow_hash IN (SELECT flow_hash FROM touched_flow_of WHERE scope = {scope:String}))
WHERE (NOT startsWith({scope:String}, 'some') OR (source, flow_id) IN (SELECT source, flow_id FROM touched_flow_of WHERE scope = {scope:String}))
