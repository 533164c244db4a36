-- Purpose: where records are in the ledger, each time that they came.
-- Parameters: digests (hexadecimal).
-- Returns: sha256, topic, partition, offset, known_at (ISO 8601, UTC).
WITH wanted AS (
  SELECT toFixedString(unhex(arrayJoin({digests:Array(String)})), 32) AS digest
)
SELECT
  lower(hex(sha256)) AS sha256,
  topic,
  partition,
  toString(offset) AS offset,
  {{include evidence/part/time_text
    time: input_record.known_at
  }} AS known_at
FROM input_record FINAL
WHERE input_record.sha256 IN (SELECT digest FROM wanted)
  AND reason = ''
ORDER BY topic, partition, input_record.offset
