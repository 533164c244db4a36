-- Purpose: the records of one kind that entered a run: those with a copy at or before its
-- watermark. `{{table}}` is the table of the kind. Cut into pages by digest, so that a page fits
-- into memory. Parameters: kind, sequence (of the run), page, pages.
-- Returns: every column of the table but those that the engine fills; the digest as sha256_hex.
SELECT * EXCEPT (sha256, earliness), lower(hex(sha256)) AS sha256_hex
FROM {{table}} FINAL
WHERE cityHash64(sha256) % {pages:UInt32} = {page:UInt32} AND sha256 IN (
  SELECT i.sha256
  FROM input_record AS i FINAL
  INNER JOIN (
    SELECT w.1 AS seen_topic, w.2 AS seen_partition, w.3 AS seen_offset
    FROM (SELECT arrayJoin(watermark) AS w FROM estimate_run FINAL WHERE sequence = {sequence:UInt64})
  ) AS s ON toString(i.topic) = s.seen_topic AND i.partition = s.seen_partition
  WHERE i.kind = {kind:String} AND i.reason = '' AND i.offset <= s.seen_offset
)
