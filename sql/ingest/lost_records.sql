-- Purpose: valid records of the ledger whose content is in no table. Their rows are written before
-- the ledger, so they were deleted since. An empty topic means all.
-- Parameters: topic.
-- Returns: topic, kind, records.
SELECT
  toString(topic) AS topic,
  toString(kind) AS kind,
  uniqExact(partition, offset) AS records
FROM input_record
WHERE reason = ''
  AND ({topic:String} = '' OR topic = {topic:String})
  AND reinterpretAsUInt64(sha256) NOT IN (
    {{include expressions/record_digests}}
  )
GROUP BY topic, kind
ORDER BY topic, kind
