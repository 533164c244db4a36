-- Of a run over all flows any flow, of one over new records those of touched_flow_of, by the
-- columns that the sorting key of flow_record begins with: it finds the granules. Parameter: scope.
(NOT startsWith({scope:String}, 'some') OR (source, flow_id) IN (SELECT source, flow_id FROM touched_flow_of WHERE scope = {scope:String}))
