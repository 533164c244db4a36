-- Purpose: how many records of a kind the ledger has up to the watermark of a run. Parameters:
-- kind, sequence. Returns: records.
SELECT count() AS records
FROM input_record AS i
INNER JOIN (
  SELECT w.1 AS seen_topic, w.2 AS seen_partition, w.3 AS seen_offset
  FROM (SELECT arrayJoin(watermark) AS w FROM estimate_run FINAL WHERE sequence = {sequence:UInt64})
) AS s ON toString(i.topic) = s.seen_topic AND i.partition = s.seen_partition
WHERE i.kind = {kind:String} AND i.reason = '' AND i.offset <= s.seen_offset
