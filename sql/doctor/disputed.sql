-- Purpose: records that count for nothing because contents under their highest revision differ.
-- Parameters: none. Returns: kind, records.
SELECT kind, uniqExact(source, id) AS records FROM disputed_record WHERE is_settled = 0 GROUP BY kind ORDER BY kind
