-- Purpose: the inputs that a text can name: by their name in the ledger or its beginning (8
-- characters or more), by the name of a file, or by a Kafka topic. Parameter: written.
-- Returns: topic, input (for people).
SELECT i.topic AS topic, if(n.input = '', i.topic, n.input) AS input
FROM (
  SELECT DISTINCT topic FROM input_file WHERE name = {written:String}
  UNION DISTINCT
  SELECT DISTINCT toString(topic) AS topic FROM custody_range
  WHERE topic = {written:String} OR topic = concat('kafka:', {written:String}) OR (length({written:String}) >= 8 AND startsWith(topic, {written:String}))
) AS i
LEFT JOIN input_name AS n ON i.topic = n.topic
ORDER BY topic
LIMIT 20
SETTINGS join_use_nulls = 0
