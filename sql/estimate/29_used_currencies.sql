-- Purpose: the currencies that flows are in.
-- Returns: currency.
SELECT DISTINCT currency
FROM flow_record
