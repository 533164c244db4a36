-- How many records of a run are new to the warehouse. Parameters: topic, first_offset (of the run;
-- partition 0). Word: digest, by which records are told apart. Returns: distinct_records in the
-- run, and among them known_before: those that have a copy elsewhere. Accepted is the difference.
WITH run AS (
  SELECT {{digest}} AS key FROM input_record
  WHERE topic = {topic:String} AND offset >= {first_offset:UInt64} AND reason = ''
)
SELECT
  (SELECT uniqExact(key) FROM run) AS distinct_records,
  (
    SELECT uniqExact({{digest}}) FROM input_record
    WHERE NOT (topic = {topic:String} AND offset >= {first_offset:UInt64}) AND reason = ''
      AND {{digest}} IN (SELECT key FROM run)
  ) AS known_before
