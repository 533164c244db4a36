-- Purpose: the input that the floors in force rest on. Parameters: none. Returns: topic, partition,
-- last_offset, chain_sha256 of the last complete run.
SELECT w.topic AS topic, w.partition AS partition, w.last_offset AS last_offset, w.chain_sha256 AS chain_sha256
FROM (SELECT watermark FROM estimate_run ORDER BY sequence DESC LIMIT 1)
ARRAY JOIN watermark AS w
ORDER BY topic, partition
