-- Purpose: the finished ranges of a topic, as they were taken in.
-- Parameters: topic, partition.
-- Returns: first_offset, last_offset, known_at, chain_sha256 (hexadecimal), kept, rejected.
SELECT
  r.first_offset AS first_offset,
  r.last_offset AS last_offset,
  toString(r.known_at) AS known_at,
  lower(hex(r.chain_sha256)) AS chain_sha256,
  r.kept AS kept,
  r.rejected AS rejected
FROM custody_range AS r FINAL
WHERE r.topic = {topic:String}
  AND r.partition = {partition:UInt32}
  AND r.unfinished = 0
ORDER BY first_offset
