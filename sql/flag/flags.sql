-- Purpose: offshore flags. An empty operation means all.
-- Parameters: operation.
-- Returns: the columns of offshore_flag.
SELECT *
FROM offshore_flag
WHERE {operation:String} = '' OR operation = {operation:String}
ORDER BY place_day, rule, list, source, flow_id
