-- Purpose: what custody says of each partition.
-- Returns: topic, partition, position (of the next record, as resuming reads it), records (kept and
-- rejected), blank (offsets that need none), offsets (that its ranges cover), missing_offsets
-- (before the last one, in no range), overlapping_offsets (in several ranges: two workers cut the
-- same records differently), last_taken_in_ms (when the last range was taken in).
WITH
  held AS (
    SELECT
      partition, first_offset, kept, rejected, blank, unfinished, known_at,
      toString(topic) AS topic,
      last_offset + 1 AS next_offset,
      -- How far the ranges before this one reach.
      max(last_offset + 1) OVER (
        PARTITION BY topic, partition
        ORDER BY first_offset
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reach_before
    FROM custody_range FINAL
  ),
  -- `fresh`: offsets of a range that are in none before it.
  range_and_fresh AS (
    SELECT
      *,
      if(
        next_offset <= reach_before,
        0,
        next_offset - if(first_offset > reach_before, first_offset, reach_before)) AS fresh
    FROM held
  )
SELECT
  topic,
  partition,
  maxIf(next_offset, unfinished = 0) AS position,
  sum(kept + rejected) AS records,
  sum(blank) AS blank,
  sum(fresh) AS offsets,
  max(next_offset) - sum(fresh) AS missing_offsets,
  sum(next_offset - first_offset) - sum(fresh) AS overlapping_offsets,
  toUnixTimestamp64Milli(max(known_at)) AS last_taken_in_ms
FROM range_and_fresh
GROUP BY topic, partition
ORDER BY topic, partition
