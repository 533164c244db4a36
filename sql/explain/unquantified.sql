-- Purpose: permitted measurements without a panel size: shown, and in no floor.
-- Parameters: as_of, operation, month.
-- Returns: the columns of unquantified_audience_at.
SELECT * FROM unquantified_audience_at(as_of = {as_of:DateTime64(3)}) WHERE operation = {operation:String} AND month = {month:String} ORDER BY source, record_id
