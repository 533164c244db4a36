-- Purpose: ends the alerts that an evaluation did not find any more: superseded when another alert
-- of the operation tells of the payment that opened them, else retracted.
-- Parameters: scope, revised_at.
INSERT INTO alert_revision (operation, alert_id, revision, state, reason, kind, level, severity, key, month, network, publisher_account, payee, account, account_country, first_value_date, amount_eur,
  flow_count, silent_months, novelty, returned, place, event_type, event_date, threshold_eur, previous_eur, flows, counting, state_hash, material_hash, retrospective, explanation, explanation_fr, revised_at)
SELECT r.operation, r.alert_id, r.revision + 1, if(s.successor = '', 'retracted', 'superseded'),
  multiIf(s.successor != '', concat('alert ', s.successor, ' tells of the same money'), r.level = 'floor', 'the floor is another now', 'a later record took the evidence back, or the rules do not find it any more'),
  r.kind, r.level, r.severity, r.key, r.month, r.network, r.publisher_account, r.payee, r.account, r.account_country, r.first_value_date, r.amount_eur,
  r.flow_count, r.silent_months, r.novelty, r.returned, r.place, r.event_type, r.event_date, r.threshold_eur, r.previous_eur, r.flows, r.counting, '', r.material_hash, r.retrospective,
  concat('Withdrawn: ', r.explanation), concat('Retirée : ', r.explanation_fr), {revised_at:DateTime64(3)}
FROM (
  SELECT *, flows[1] AS opener FROM (
    SELECT * FROM alert_revision
    WHERE operation IN (SELECT name FROM alert_scope WHERE scope = {scope:String} AND what = 'operation')
    ORDER BY revision DESC, revised_at DESC LIMIT 1 BY alert_id
  )
  WHERE state = 'present' AND alert_id NOT IN (SELECT alert_id FROM alert_candidate WHERE scope = {scope:String})
) AS r
LEFT ANY JOIN (
  SELECT operation, f.1 AS source, f.2 AS flow_id, min(alert_id) AS successor FROM alert_candidate ARRAY JOIN flows AS f WHERE scope = {scope:String} GROUP BY operation, source, flow_id
) AS s ON r.operation = s.operation AND r.opener.1 = s.source AND r.opener.2 = s.flow_id
SETTINGS async_insert = 0, join_use_nulls = 0
