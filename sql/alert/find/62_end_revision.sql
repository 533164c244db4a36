-- Purpose: ends the alerts that an evaluation did not find any more: superseded when another alert
-- of the operation has the payment that opened them among its flows, else retracted.
-- Parameters: scope, revised_at.
INSERT INTO alert_revision (
  operation,
  alert_id,
  revision,
  state,
  reason,
  {{include alert/find/part/alert_columns}},
  state_hash,
  material_hash,
  retrospective,
  explanation,
  explanation_fr,
  revised_at
)
WITH
  touched_operation AS (
    SELECT name
    FROM alert_scope
    WHERE scope = {scope:String} AND what = 'operation'
  ),
  revision_of_operation AS (
    SELECT *
    FROM alert_revision
    WHERE operation IN touched_operation
  ),
  last_revision AS (
    {{include alert/part/last_revision
      revisions: revision_of_operation
    }}
  ),
  found AS (
    SELECT alert_id
    FROM alert_candidate
    WHERE scope = {scope:String}
  ),
  lost AS (
    SELECT
      *,
      flows[1] AS opener
    FROM last_revision
    WHERE state = 'present' AND alert_id NOT IN found
  ),
  -- Of several alerts that have a payment the first by identity is named.
  found_with_payment AS (
    SELECT
      operation AS successor_operation,
      flow.source AS successor_source,
      flow.flow_id AS successor_flow_id,
      min(alert_id) AS successor
    FROM alert_candidate
    ARRAY JOIN flows AS flow
    WHERE scope = {scope:String}
    GROUP BY successor_operation, successor_source, successor_flow_id
  ),
  lost_and_successor AS (
    SELECT *
    FROM lost
    LEFT ANY JOIN found_with_payment
      ON operation = successor_operation
      AND opener.source = successor_source
      AND opener.flow_id = successor_flow_id
  )
SELECT
  operation,
  alert_id,
  revision + 1,
  if(successor = '', 'retracted', 'superseded'),
  multiIf(
    successor != '', concat('alert ', successor, ' tells of the same money'),
    level = 'floor', 'the floor is another now',
    'a later record took the evidence back, or the rules do not find it any more'),
  {{include alert/find/part/alert_columns}},
  '',
  material_hash,
  retrospective,
  concat('Withdrawn: ', explanation),
  concat('Retirée : ', explanation_fr),
  {revised_at:DateTime64(3)}
FROM lost_and_successor
SETTINGS async_insert = 0, join_use_nulls = 0
