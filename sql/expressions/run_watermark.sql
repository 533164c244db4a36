-- Purpose: how far a run of the estimate read each partition.
-- Parameters: sequence.
-- Returns: a SELECT: seen_topic, seen_partition, seen_offset.
SELECT
  seen.topic AS seen_topic,
  seen.partition AS seen_partition,
  seen.last_offset AS seen_offset
FROM estimate_run FINAL
ARRAY JOIN watermark AS seen
WHERE sequence = {sequence:UInt64}
