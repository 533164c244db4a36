-- Purpose: records rejected since a time that no replay took in.
-- Parameters: since.
-- Returns: reason, records; most first.
SELECT
  reason,
  count() AS records
FROM rejected_record
WHERE known_at >= {since:DateTime64(3, 'UTC')}
  AND replayed_at IS NULL
GROUP BY reason
ORDER BY records DESC, reason
