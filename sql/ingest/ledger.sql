-- Purpose: how many records of each partition are in the ledger under custody. To be asked after
-- doctor/custody.sql: ledger rows come before custody, so what custody had then is here now.
-- Parameter: topic (empty: all). Returns: topic, partition, records.
SELECT i.topic AS topic, i.partition AS partition, count() AS records
FROM (SELECT toString(topic) AS topic, partition, offset FROM input_record FINAL WHERE {topic:String} = '' OR topic = {topic:String}) AS i
INNER JOIN (SELECT toString(topic) AS topic, partition, max(last_offset) AS reach FROM custody_range GROUP BY topic, partition) AS c
  ON i.topic = c.topic AND i.partition = c.partition
WHERE i.offset <= c.reach
GROUP BY topic, partition
