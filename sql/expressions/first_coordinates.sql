-- Purpose: where each content was found first: its lowest topic, partition and offset.
-- Returns: a SELECT: digest, topic, partition, offset.
WITH first_place AS (
  SELECT
    sha256,
    {{include expressions/lowest_place}} AS place
  FROM input_record
  WHERE reason = ''
  GROUP BY sha256
)
SELECT
  sha256 AS digest,
  place.topic AS topic,
  place.partition AS partition,
  place.offset AS offset
FROM first_place
