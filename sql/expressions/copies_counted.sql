-- Purpose: how many records of a run are new to the warehouse. Accepted is the difference of the
-- two numbers. The run is partition 0 of a topic from an offset on.
-- Parameters: topic, first_offset.
-- Words: digest.
-- Returns: a SELECT: distinct_records in the run, and among them known_before, those that have a
-- copy elsewhere. The word is the expression by which records are told apart.
WITH run AS (
  SELECT {{digest}} AS key
  FROM input_record
  WHERE topic = {topic:String}
    AND offset >= {first_offset:UInt64}
    AND reason = ''
)
SELECT
  (SELECT uniqExact(key) FROM run) AS distinct_records,
  (
    SELECT uniqExact({{digest}})
    FROM input_record
    WHERE NOT (topic = {topic:String} AND offset >= {first_offset:UInt64})
      AND reason = ''
      AND {{digest}} IN (SELECT key FROM run)
  ) AS known_before
