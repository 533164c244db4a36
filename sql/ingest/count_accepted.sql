-- Purpose: how many records of a run are the copy that counts (contract: lowest topic, partition, offset).
-- Parameters: topic, first_offset (of the run; partition 0). Returns: distinct_records in the run, and among them
-- known_before: those that have a copy at lower coordinates. Accepted is the difference.
-- Digests are compared by their first 128 bits: half the memory, and still beyond any chance of two that agree.
WITH run AS (
  SELECT reinterpretAsUInt128(substring(sha256, 1, 16)) AS key FROM input_record
  WHERE topic = {topic:String} AND offset >= {first_offset:UInt64} AND reason = ''
)
SELECT
  (SELECT uniqExact(key) FROM run) AS distinct_records,
  (
    SELECT uniqExact(reinterpretAsUInt128(substring(sha256, 1, 16))) FROM input_record
    WHERE (topic, partition, offset) < ({topic:String}, 0, {first_offset:UInt64}) AND reason = ''
      AND reinterpretAsUInt128(substring(sha256, 1, 16)) IN (SELECT key FROM run)
  ) AS known_before
