-- Purpose: the inputs that a text can name: by their name in the ledger or its beginning (8
-- characters or more), by the name of a file, or by a Kafka topic.
-- Parameters: written.
-- Returns: topic, input (for people), at most 20.
WITH meant AS (
  SELECT DISTINCT topic
  FROM input_file
  WHERE name = {written:String}
  UNION DISTINCT
  SELECT DISTINCT toString(topic) AS topic
  FROM custody_range
  WHERE topic = {written:String}
    OR topic = concat('kafka:', {written:String})
    OR (length({written:String}) >= 8 AND startsWith(topic, {written:String}))
)
SELECT
  meant.topic AS topic,
  if(input_name.input = '', meant.topic, input_name.input) AS input
FROM meant
LEFT JOIN input_name ON meant.topic = input_name.topic
ORDER BY topic
LIMIT 20
SETTINGS join_use_nulls = 0
