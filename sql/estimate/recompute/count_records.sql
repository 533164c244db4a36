-- Purpose: how many records of a kind the ledger has up to the watermark of a run. The run is
-- chosen by `sequence`, as in sql/expressions/run_watermark.sql.
-- Parameters: kind, sequence.
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
