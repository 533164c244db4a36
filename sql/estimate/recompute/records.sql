-- Purpose: the records of one kind that entered a run: those with a copy at or before its
-- watermark. They are cut into pages by digest, so that a page fits into memory. The word is the
-- table of the kind.
-- Parameters: kind, sequence (of the run), page, pages.
-- Words: table.
-- Returns: every column of the table but those that the engine fills; the digest as sha256_hex.
WITH
  watermark_of_run AS (
    {{include expressions/run_watermark}}
  ),
  entered AS (
    SELECT input_record.sha256 AS digest
    FROM input_record FINAL
    INNER JOIN watermark_of_run
      ON toString(input_record.topic) = watermark_of_run.seen_topic
        AND input_record.partition = watermark_of_run.seen_partition
    WHERE input_record.kind = {kind:String}
      AND input_record.reason = ''
      AND input_record.offset <= watermark_of_run.seen_offset
  )
SELECT
  * EXCEPT (sha256, earliness),
  lower(hex(sha256)) AS sha256_hex
FROM {{table}} FINAL
WHERE cityHash64(sha256) % {pages:UInt32} = {page:UInt32}
  AND sha256 IN (SELECT digest FROM entered)
