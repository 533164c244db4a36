-- Purpose: when the last of the records came to be known that an export rests on. Parameters: none.
-- Returns: as_of (ISO 8601, UTC); no row while there are no records.
SELECT formatDateTime(max(r.known_at), '%Y-%m-%dT%H:%i:%S', 'UTC') || '.' || leftPad(toString(toUnixTimestamp64Milli(max(r.known_at)) % 1000), 3, '0') || 'Z' AS as_of
FROM custody_range AS r FINAL
WHERE r.unfinished = 0
HAVING count() > 0
