-- Purpose: how many records of each partition are in the ledger under custody. Run it after
-- doctor/custody.sql: ledger rows are written before custody, so everything that custody had then
-- is here now. An empty topic means all.
-- Parameters: topic.
-- Returns: topic, partition, records.
WITH
  ledger_row AS (
    SELECT
      toString(topic) AS topic,
      partition,
      offset
    FROM input_record FINAL
    WHERE {topic:String} = '' OR topic = {topic:String}
  ),
  held AS (
    SELECT
      toString(topic) AS topic,
      partition,
      max(last_offset) AS reach
    FROM custody_range
    GROUP BY topic, partition
  )
SELECT
  ledger_row.topic AS topic,
  ledger_row.partition AS partition,
  count() AS records
FROM ledger_row
INNER JOIN held
  ON ledger_row.topic = held.topic AND ledger_row.partition = held.partition
WHERE ledger_row.offset <= held.reach
GROUP BY topic, partition
