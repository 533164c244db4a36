-- Purpose: how many records of a run are the copy that counts (contract: lowest topic, partition, offset).
-- Parameters: topic, first_offset (of the run), buckets and bucket (the digests are looked at in parts, to bound memory).
-- Returns: accepted.
SELECT count() AS accepted
FROM (
  SELECT sha256, min((topic, partition, offset)) AS lowest
  FROM input_record
  WHERE reason = '' AND reinterpretAsUInt8(substring(sha256, 1, 1)) % {buckets:UInt8} = {bucket:UInt8}
    AND sha256 IN (
      SELECT sha256 FROM input_record
      WHERE topic = {topic:String} AND offset >= {first_offset:UInt64} AND reason = ''
        AND reinterpretAsUInt8(substring(sha256, 1, 1)) % {buckets:UInt8} = {bucket:UInt8})
  GROUP BY sha256
)
WHERE lowest.1 = {topic:String} AND lowest.3 >= {first_offset:UInt64}
