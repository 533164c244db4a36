-- Purpose: money left out, of one operation or of nobody. Parameter: operation. Returns: the columns of excluded_flow.
SELECT * FROM excluded_flow WHERE operation = {operation:String} OR isNull(operation) ORDER BY reason, source, flow_id
