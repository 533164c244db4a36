-- Of a run over all flows any flow, of one over new records those of touched_flow_of: a condition for PREWHERE, because the engine does not choose a set for it. Parameter: scope.
(NOT startsWith({scope:String}, 'some') OR flow_hash IN (SELECT flow_hash FROM touched_flow_of WHERE scope = {scope:String}))
