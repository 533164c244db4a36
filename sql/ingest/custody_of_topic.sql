-- Purpose: how far a topic was taken in, over its finished ranges.
-- Parameters: topic, partition.
-- Returns: last_offset, chain_sha256 (hexadecimal), kept, rejected; no row when there is no range.
SELECT
  max(r.last_offset) AS last_offset,
  argMax(lower(hex(r.chain_sha256)), r.last_offset) AS chain_sha256,
  sum(r.kept) AS kept,
  sum(r.rejected) AS rejected
FROM custody_range AS r FINAL
WHERE r.topic = {topic:String}
  AND r.partition = {partition:UInt32}
  AND r.unfinished = 0
HAVING count() > 0
