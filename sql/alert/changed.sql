-- Purpose: alerts that an evaluation found new or otherwise than the last revision says, a page at a time. Parameters: scope, after (alert_id), most.
-- Returns: the candidate, and the revision before (0 when there is none) with its mark.
SELECT c.* EXCEPT (scope), r.revision AS revision_before, r.retrospective AS retrospective_before
FROM (SELECT * FROM alert_candidate WHERE scope = {scope:String} AND alert_id > {after:String} ORDER BY state_hash LIMIT 1 BY alert_id) AS c
LEFT ANY JOIN (
  SELECT alert_id, revision, state, state_hash, retrospective FROM alert_revision
  WHERE operation IN (SELECT name FROM alert_scope WHERE scope = {scope:String} AND what = 'operation')
  ORDER BY revision DESC, revised_at DESC LIMIT 1 BY alert_id
) AS r ON c.alert_id = r.alert_id
WHERE r.revision = 0 OR r.state != 'present' OR r.state_hash != c.state_hash
ORDER BY c.alert_id
LIMIT {most:UInt32}
SETTINGS join_use_nulls = 0
