-- Purpose: reversals that name another network than the flow they take back. Each is summed under
-- its own network (method 1.3, "From parts to documented money"). Where another source counts
-- there, nothing is subtracted, and the floor is too high.
-- Returns: records, example (source and id); no row when there is no such reversal.
WITH
  reversal AS (
    SELECT
      source,
      flow_id,
      network,
      reverses_source,
      reverses_flow_id
    FROM flow_record
    WHERE reverses_hash != 0
      AND status = 'reversed'
    ORDER BY revision DESC, sha256
    LIMIT 1 BY source, flow_id
  ),
  target AS (
    SELECT
      source,
      flow_id,
      network
    FROM flow_record
    WHERE flow_hash IN (SELECT reverses_hash FROM flow_record WHERE reverses_hash != 0)
    ORDER BY revision DESC, sha256
    LIMIT 1 BY source, flow_id
  )
SELECT
  count() AS records,
  min(concat(toString(reversal.source), ' ', reversal.flow_id)) AS example
FROM reversal
INNER JOIN target
  ON reversal.reverses_source = target.source AND reversal.reverses_flow_id = target.flow_id
WHERE reversal.network != target.network
  AND reversal.network != ''
HAVING records > 0
