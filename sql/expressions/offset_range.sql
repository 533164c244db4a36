-- Purpose: the coordinates in some ranges of a topic, as a set. The set finds the granules, and
-- one statement for six partitions costs no more than one for a single partition.
-- Parameters: partitions, first_offsets, last_offsets.
-- Returns: a SELECT: range_partition, range_offset.
WITH bound AS (
  SELECT
    range_partition,
    first_offset,
    last_offset
  FROM (SELECT 1)
  ARRAY JOIN
    {partitions:Array(UInt32)} AS range_partition,
    {first_offsets:Array(UInt64)} AS first_offset,
    {last_offsets:Array(UInt64)} AS last_offset
)
SELECT
  range_partition,
  arrayJoin(range(first_offset, last_offset + 1)) AS range_offset
FROM bound
