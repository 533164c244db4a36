-- Purpose: when the last of the records that an export rests on came to be known.
-- Returns: as_of (ISO 8601, UTC); no row while there are no records.
WITH last_known AS (
  SELECT max(known_at) AS time
  FROM custody_range FINAL
  WHERE unfinished = 0
  HAVING count() > 0
)
SELECT
  concat(
    formatDateTime(time, '%Y-%m-%dT%H:%i:%S', 'UTC'),
    '.',
    leftPad(toString(toUnixTimestamp64Milli(time) % 1000), 3, '0'),
    'Z') AS as_of
FROM last_known
