-- Purpose: the bytes of the rejected records of a range. An empty reason means any.
-- Parameters: topic, partition, first_offset, last_offset, reason.
-- Returns: offset, sha256 (of the bytes, hexadecimal), raw_base64.
SELECT
  offset,
  lower(hex(r.sha256)) AS sha256,
  base64Encode(raw) AS raw_base64
FROM input_record AS r FINAL
WHERE topic = {topic:String}
  AND partition = {partition:UInt32}
  AND offset BETWEEN {first_offset:UInt64} AND {last_offset:UInt64}
  AND reason != ''
  AND ({reason:String} = '' OR reason = {reason:String})
ORDER BY offset
