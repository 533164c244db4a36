-- Purpose: reversals that name another network than what they take back. Each is summed under its
-- own network (docs/method.md, "From parts to documented money"); where another source counts
-- there, nothing is taken off, and the floor is too high. Parameters: none. Returns: records,
-- example (source and id); no row where there is none.
SELECT count() AS records, min(concat(toString(source), ' ', flow_id)) AS example
FROM (
  SELECT source, flow_id, network, reverses FROM flow_record WHERE reverses_hash != 0 AND status = 'reversed' ORDER BY revision DESC LIMIT 1 BY source, flow_id
) AS r
INNER JOIN (
  SELECT source, flow_id AS target_id, network AS target_network FROM flow_record
  WHERE flow_hash IN (SELECT reverses_hash FROM flow_record WHERE reverses_hash != 0) ORDER BY revision DESC LIMIT 1 BY source, flow_id
) AS t ON r.source = t.source AND r.reverses = t.target_id
WHERE network != target_network
HAVING records > 0
