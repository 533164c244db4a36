-- Purpose: how many records of a kind the ledger has up to the watermark of a run.
-- Parameters: kind, sequence (of the run).
-- Returns: records.
WITH watermark_of_run AS (
  {{include expressions/run_watermark}}
)
SELECT count() AS records
FROM input_record
INNER JOIN watermark_of_run
  ON toString(input_record.topic) = watermark_of_run.seen_topic
    AND input_record.partition = watermark_of_run.seen_partition
WHERE input_record.kind = {kind:String}
  AND input_record.reason = ''
  AND input_record.offset <= watermark_of_run.seen_offset
