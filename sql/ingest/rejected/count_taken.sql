-- Purpose: how many records of a replay are new to the warehouse. Parameters: topic (of the replay;
-- partition 0).
-- Returns: distinct_records in it, and among them known: those that have a copy under another
-- topic. Digests are compared by their first 128 bits, as in ingest/count_accepted.sql.
WITH run AS (
  SELECT reinterpretAsUInt128(substring(sha256, 1, 16)) AS key FROM input_record WHERE topic = {topic:String} AND reason = ''
)
SELECT
  (SELECT uniqExact(key) FROM run) AS distinct_records,
  (
    SELECT uniqExact(reinterpretAsUInt128(substring(sha256, 1, 16))) FROM input_record
    WHERE topic != {topic:String} AND reason = '' AND reinterpretAsUInt128(substring(sha256, 1, 16)) IN (SELECT key FROM run)
  ) AS known
