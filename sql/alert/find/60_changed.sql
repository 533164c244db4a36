-- Purpose: alerts that an evaluation found new or otherwise than the last revision says, a page at
-- a time. Parameters: scope, after (alert_id), most (alerts), most_bytes (of their texts; one alert
-- is always there).
-- Returns: the candidate, the revision before (0 when there is none) with its mark, and how many
-- there are on this page and behind it.
SELECT * EXCEPT (bytes_before)
FROM (
  SELECT
    c.* EXCEPT (scope, text_bytes),
    r.revision AS revision_before,
    r.retrospective AS retrospective_before,
    count() OVER () AS changed,
    sum(c.text_bytes) OVER (ORDER BY c.alert_id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS bytes_before
  FROM (
    SELECT
      *,
      length(operation) + length(key) + length(network) + length(publisher_account) + length(payee) + length(account)
        + arraySum(f -> length(f.1) + length(f.2), flows) + arraySum(a -> length(a.2), accounts) AS text_bytes
    FROM alert_candidate
    WHERE scope = {scope:String} AND alert_id > {after:String}
    ORDER BY state_hash LIMIT 1 BY alert_id
  ) AS c
  LEFT ANY JOIN (
    SELECT alert_id, revision, state, state_hash, retrospective FROM alert_revision
    WHERE operation IN (SELECT name FROM alert_scope WHERE scope = {scope:String} AND what = 'operation')
    ORDER BY revision DESC, revised_at DESC LIMIT 1 BY alert_id
  ) AS r ON c.alert_id = r.alert_id
  WHERE r.revision = 0 OR r.state != 'present' OR r.state_hash != c.state_hash
)
WHERE bytes_before <= {most_bytes:UInt64}
ORDER BY alert_id
LIMIT {most:UInt32}
SETTINGS join_use_nulls = 0
