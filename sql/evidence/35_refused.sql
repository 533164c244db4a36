-- Purpose: refused flows that may take money back (M-REFUSED), and that no retry took in. What the
-- bytes say is decided by pipeline/method/refused-record.ts; here the others are left out as far
-- as a pattern can tell. A backslash may hide any letter.
-- Parameters: as_of.
-- Returns: raw, and where it is in the ledger: topic, partition, offset, sha256 (of the bytes),
-- known_at.
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
SELECT
  raw,
  topic,
  partition,
  toString(offset) AS offset,
  lower(hex(sha256)) AS sha256,
  {{include evidence/part/time_text
    time: input_record.known_at
  }} AS known_at
FROM input_record FINAL
WHERE (topic, partition, input_record.offset) IN (SELECT topic, partition, offset FROM refused)
  AND (topic, partition, input_record.offset) NOT IN (SELECT topic, partition, offset FROM retried)
  AND reason != ''
  AND kind = 'flow'
  AND input_record.known_at <= {as_of:DateTime64(3)}
  AND (
    position(raw, 'reversed') > 0
    OR position(raw, '\\') > 0
    OR match(raw, '"amount"\\s*:[^0-9]*-'))
ORDER BY raw, input_record.topic, input_record.partition, input_record.offset
