-- Purpose: what the ledger has of some consecutive records.
-- Parameters: topic, partition, first_offset, last_offset.
-- Returns: digests (hexadecimal, one behind the other in order of offset).
WITH ledger_row AS (
  SELECT
    offset,
    lower(hex(sha256)) AS digest
  FROM input_record FINAL
  WHERE topic = {topic:String}
    AND partition = {partition:UInt32}
    AND offset BETWEEN {first_offset:UInt64} AND {last_offset:UInt64}
)
SELECT
  arrayStringConcat(
    arraySort((digest, offset) -> offset, groupArray(digest), groupArray(offset))) AS digests
FROM ledger_row
