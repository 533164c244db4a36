-- Purpose: reads the alerts that are new or differ from their last revision, a page at a time.
-- Parameters: scope, after, most, most_bytes. A page begins behind the alert_id `after` and has at
-- most `most` alerts, with texts of at most `most_bytes`; there is always one.
-- Returns: the candidate, revision_before (0: none), retrospective_before, and changed: how many
-- alerts are on this page and behind it.
WITH
  touched_operation AS (
    SELECT name
    FROM alert_scope
    WHERE scope = {scope:String} AND what = 'operation'
  ),
  revision_of_operation AS (
    SELECT
      operation,
      alert_id,
      revision,
      revised_at,
      state,
      state_hash,
      retrospective
    FROM alert_revision
    WHERE operation IN touched_operation
  ),
  last_revision AS (
    {{include alert/part/last_revision
      revisions: revision_of_operation
    }}
  ),
  candidate AS (
    SELECT
      *,
      length(operation)
        + length(key)
        + length(network)
        + length(publisher_account)
        + length(payee)
        + length(account)
        + arraySum(flow -> length(flow.source) + length(flow.flow_id), flows)
        + arraySum(one -> length(one.account), accounts) AS text_bytes
    FROM alert_candidate
    WHERE scope = {scope:String} AND alert_id > {after:String}
    ORDER BY state_hash
    LIMIT 1 BY alert_id
  ),
  changed_candidate AS (
    SELECT
      c.* EXCEPT (scope, text_bytes),
      r.revision AS revision_before,
      r.retrospective AS retrospective_before,
      count() OVER () AS changed,
      sum(c.text_bytes) OVER (
        ORDER BY c.alert_id
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS bytes_before
    FROM candidate AS c
    LEFT ANY JOIN last_revision AS r ON c.alert_id = r.alert_id
    WHERE r.revision = 0 OR r.state != 'present' OR r.state_hash != c.state_hash
  )
SELECT * EXCEPT (bytes_before)
FROM changed_candidate
WHERE bytes_before <= {most_bytes:UInt64}
ORDER BY alert_id
LIMIT {most:UInt32}
SETTINGS join_use_nulls = 0
