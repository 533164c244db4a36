-- Purpose: adds the flows that are tied to those listed: by one step to a flow's target and its
-- hops, by a second one to the hops of a target, which decide whether what takes it back counts. No
-- standing looks further. The flows are listed before (26_scope_flows.sql).
-- Parameters: scope.
INSERT INTO touched_flow_of (scope, source, flow_id, flow_hash)
WITH
  touched AS (
    SELECT flow_hash
    FROM touched_flow_of
    WHERE scope = {scope:String}
  ),
  -- What the listed flows point to.
  pointed AS (
    SELECT arrayJoin(arrayPushBack(upstream, (reverses_source, reverses_flow_id))) AS tied
    FROM flow_record
    {{include expressions/touched_only}}
      AND is_unlike
  ),
  -- What points to them.
  reversal AS (
    SELECT source, flow_id, reverses_source, reverses_flow_id, upstream
    FROM flow_record
    PREWHERE reverses_hash IN (SELECT flow_hash FROM touched)
    WHERE is_unlike
  ),
  hop AS (
    SELECT source, flow_id, reverses_source, reverses_flow_id, upstream
    FROM flow_record
    ARRAY JOIN upstream_hashes AS before_hash
    PREWHERE notEmpty(upstream_hashes)
    WHERE before_hash IN (SELECT flow_hash FROM touched)
  ),
  -- With what those point to besides.
  pointing AS (
    SELECT arrayJoin(arrayConcat(
      [(toString(source), flow_id), (reverses_source, reverses_flow_id)], upstream)) AS tied
    FROM (SELECT * FROM reversal UNION ALL SELECT * FROM hop)
  )
SELECT DISTINCT
  {scope:String},
  tied.1,
  tied.2,
  cityHash64(tied.1, tied.2)
FROM (SELECT tied FROM pointed UNION ALL SELECT tied FROM pointing)
WHERE tied.2 != ''
