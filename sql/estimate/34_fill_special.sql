-- Purpose: lists the special flows of a run once, and those that they need. Most flows are plain:
-- one row, no link to another flow, net, one site, in two months at most, and of one operation on
-- all days. The others are special (those of a site that changes hands: 35_fill_special_moved.sql).
-- A flow that is only taken back by another one stays plain: what takes it back is summed by
-- itself, and reads its site and days. A flow may be listed more than once. The list holds a 64-bit
-- hash of source and flow_id. A plain flow that shares a hash with a special one is treated as
-- special too, which costs time and changes nothing. A run over new records looks at the flows of
-- touched_flow_of alone.
-- Parameters: scope, as_of.
INSERT INTO special_flow_of (scope, flow_hash, why)
SELECT {scope:String}, flow_hash, why
FROM (
  -- Hashes in order, in 64 lists, of which each is as long as fits a processor's cache or not much
  -- longer: repeats are neighbours. A hash table of all flows takes twice the time.
  SELECT arrayJoin(arrayFilter((own, next) -> own = next, arrayPopBack(hashes), arrayPopFront(hashes))) AS flow_hash, 'repeated' AS why
  FROM (
    SELECT arraySort(groupArray(flow_hash)) AS hashes FROM flow_record
    {{include expressions/touched_only}}
      AND {{include expressions/known_by}}
    GROUP BY bitAnd(flow_hash, 63)
  )
  UNION ALL
  -- With a flow that has a link goes the one that it is linked to.
  SELECT own.1, own.2
  FROM flow_record
  ARRAY JOIN arrayFilter(x -> x.1 != 0, arrayConcat([(flow_hash, 'special'), (reverses_hash, 'taken_back')], arrayMap(h -> (h, 'special'), upstream_hashes))) AS own
  {{include expressions/touched_only}}
    AND {{include expressions/known_by}} AND is_unlike
)
SETTINGS max_insert_threads = 4
