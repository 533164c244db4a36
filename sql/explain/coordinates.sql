-- Purpose: where records were found first, by their digests (hexadecimal).
-- Parameters: digests.
-- Returns: sha256, topic, partition, offset.
WITH first_place AS (
  SELECT
    sha256,
    {{include expressions/lowest_place}} AS place
  FROM input_record
  WHERE sha256 IN (SELECT unhex(arrayJoin({digests:Array(String)})))
    AND reason = ''
  GROUP BY sha256
)
SELECT
  lower(hex(sha256)) AS sha256,
  place.topic AS topic,
  place.partition AS partition,
  toString(place.offset) AS offset
FROM first_place
