-- Purpose: the input that the floors in force rest on: that of the last complete run.
-- Returns: topic, partition, last_offset, chain_sha256.
WITH last_run AS (
  SELECT watermark
  FROM estimate_run
  ORDER BY sequence DESC
  LIMIT 1
)
SELECT
  mark.topic AS topic,
  mark.partition AS partition,
  mark.last_offset AS last_offset,
  mark.chain_sha256 AS chain_sha256
FROM last_run
ARRAY JOIN watermark AS mark
ORDER BY topic, partition
