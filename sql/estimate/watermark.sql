-- Purpose: how far the input goes. Parameters: none. Returns: topic, partition, last_offset, chain_sha256 (hex).
SELECT r.topic AS topic, r.partition AS partition, max(r.last_offset) AS last_offset, argMax(lower(hex(r.chain_sha256)), (r.last_offset, 1 - r.unfinished)) AS chain_sha256
FROM custody_range AS r FINAL
GROUP BY r.topic, r.partition
ORDER BY topic, partition
