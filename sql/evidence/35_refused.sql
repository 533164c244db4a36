-- Purpose: refused flows that may take money back (M-REFUSED), and that no retry took in. What the
-- bytes say is decided by pipeline/method/refused-record.ts; here the others are left out as far
-- as a pattern can tell. A backslash may hide any letter.
-- Parameters: as_of.
-- Returns: raw.
WITH
  refused AS (
    SELECT topic, partition, offset
    FROM input_record
    WHERE reason != ''
      AND kind = 'flow'
  ),
  retried AS (
    SELECT topic, partition, offset
    FROM replayed_record
    WHERE replayed_at <= {as_of:DateTime64(3)}
  )
SELECT raw
FROM input_record FINAL
WHERE (topic, partition, offset) IN (SELECT topic, partition, offset FROM refused)
  AND (topic, partition, offset) NOT IN (SELECT topic, partition, offset FROM retried)
  AND reason != ''
  AND kind = 'flow'
  AND known_at <= {as_of:DateTime64(3)}
  AND (
    position(raw, 'reversed') > 0
    OR position(raw, '\\') > 0
    OR match(raw, '"amount"\\s*:[^0-9]*-'))
