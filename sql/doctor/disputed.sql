-- Purpose: records that do not count because contents under their highest revision differ.
-- Returns: kind, records.
SELECT
  kind,
  uniqExact(source, id) AS records
FROM disputed_record
WHERE is_settled = 0
GROUP BY kind
ORDER BY kind
