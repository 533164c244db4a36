-- Purpose: lists the special flows of a run once; is_repeated: the flow may have more than one row. Parameters: scope, as_of.
-- Most flows are plain: one row, no link to another flow, net, one site, in two months at most, and of one operation on all days. The others are special
-- (those of a site that changes hands: fill_special_moved.sql). A flow may be listed twice. The list holds a 64-bit hash of source and flow_id: a plain
-- flow that shares a hash with a special one is treated as special too, which costs time and changes nothing. A run over new records looks at the flows of
-- touched_flow_of alone.
INSERT INTO special_flow_of (scope, flow_hash, is_repeated)
SELECT {scope:String}, flow_hash, is_repeated
FROM (
  SELECT flow_hash, toUInt8(1) AS is_repeated FROM flow_record
  {{body touched_only}}
    AND {{body known_by}}
  GROUP BY flow_hash
  HAVING count() > 1
  UNION ALL
  -- With a flow that has a link goes the one that it is linked to.
  SELECT
    arrayJoin(arrayDistinct([
      flow_hash,
      if(reverses IS NULL, flow_hash, cityHash64(source, assumeNotNull(reverses))),
      if(upstream_flow_id IS NULL, flow_hash, cityHash64(ifNull(upstream_source, toString(source)), assumeNotNull(upstream_flow_id)))])),
    toUInt8(0)
  FROM flow_record
  {{body touched_only}}
    AND {{body known_by}} AND is_unlike
)
SETTINGS async_insert = 0, max_insert_threads = 4
