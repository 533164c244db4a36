-- Purpose: how many records in custody are behind the watermark of `last`, a step of the statement
-- with one row. It needs join_use_nulls = 0.
-- Returns: an expression.
(
  WITH
    held AS (
      SELECT toString(topic) AS topic, partition, first_offset, kept + rejected AS records
      FROM custody_range FINAL
      WHERE unfinished = 0
    ),
    seen AS (
      SELECT
        mark.topic AS seen_topic,
        mark.partition AS seen_partition,
        mark.last_offset + 1 AS next_offset
      FROM last
      ARRAY JOIN watermark AS mark
    )
  SELECT sum(held.records)
  FROM held
  LEFT JOIN seen
    ON held.topic = seen.seen_topic AND held.partition = seen.seen_partition
  WHERE held.first_offset >= seen.next_offset
)
