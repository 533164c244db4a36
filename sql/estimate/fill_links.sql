-- Purpose: makes the list of linked flows of a run once. Parameters: scope, as_of.
INSERT INTO flow_link_of (scope, source, flow_id)
SELECT DISTINCT {scope:String}, source, flow_id FROM flow_link_at(as_of = {as_of:DateTime64(3)}, unless = '')
SETTINGS async_insert = 0
