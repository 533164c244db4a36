-- Purpose: how far the finished input goes. A last line that is not complete yet comes again, and
-- must then be new.
-- Returns: topic, partition, last_offset, chain_sha256 (hexadecimal).
SELECT r.topic AS topic, r.partition AS partition, max(r.last_offset) AS last_offset, argMax(lower(hex(r.chain_sha256)), r.last_offset) AS chain_sha256
FROM custody_range AS r FINAL
WHERE r.unfinished = 0
GROUP BY r.topic, r.partition
ORDER BY topic, partition
