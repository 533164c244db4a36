-- Purpose: as count_accepted.sql, for a run of few records: each digest is looked for where the filter of the ledger says that it can be. For many, every granule would be asked for each of them.
WITH run AS (
  SELECT sha256 FROM input_record WHERE topic = {topic:String} AND offset >= {first_offset:UInt64} AND reason = ''
)
SELECT
  (SELECT uniqExact(sha256) FROM run) AS distinct_records,
  (
    SELECT uniqExact(sha256) FROM input_record
    WHERE sha256 IN (SELECT sha256 FROM run) AND (topic, partition, offset) < ({topic:String}, 0, {first_offset:UInt64}) AND reason = ''
  ) AS known_before
