-- What alerts are computed from besides alert_payment.

-- Enforcement events in force (latest revision, undisputed): the operations and the account that
-- each concerns.
CREATE OR REPLACE VIEW enforcement AS
SELECT type, date, event_operation, event_account
FROM (
  SELECT type, date, operation AS own_operation, site_domain, ifNull(account, '') AS event_account
  FROM (
    SELECT *, count() OVER (PARTITION BY source, record_id, revision) AS contents, max(revision) OVER (PARTITION BY source, record_id) AS latest_revision
    FROM event_record FINAL
  )
  WHERE revision = latest_revision AND contents = 1
) AS e
LEFT ANY JOIN site_span_at(as_of = '2200-01-01 00:00:00') AS s ON e.site_domain = s.span_site
-- A site that was registered when the event came, and the operation that it was registered for at
-- any time: after a seizure a site is often registered anew.
ARRAY JOIN arrayFilter(o -> o != '' OR event_account != '', arrayDistinct(arrayConcat([ifNull(own_operation, '')],
  if(site_domain = '', [], if(empty(span_operation), [site_domain], [span_operation[arrayLastIndex(d -> d <= toInt32(date), span_from)]]))))) AS event_operation
SETTINGS join_use_nulls = 0;

-- The operations that each enforcement event concerns: by site, by name, or because they are paid
-- on an account that it names.
CREATE OR REPLACE VIEW operation_event AS
SELECT event_operation, date, type FROM enforcement WHERE event_operation != ''
UNION ALL
SELECT h.operation AS event_operation, date, type FROM enforcement AS n
INNER JOIN (
  SELECT DISTINCT operation, arrayJoin([account, publisher_account]) AS held FROM alert_payment FINAL
  WHERE present = 1 AND (account IN (SELECT event_account FROM enforcement WHERE event_account != '') OR publisher_account IN (SELECT event_account FROM enforcement WHERE event_account != ''))
) AS h ON n.event_account = h.held
WHERE n.event_account != ''
SETTINGS join_use_nulls = 0;

-- The rules of the last evaluation.
CREATE OR REPLACE VIEW alert_rule AS
SELECT argMax(baseline_days, sequence) AS baseline_days, argMax(materiality_eur, sequence) AS materiality_eur, argMax(silent_months, sequence) AS silent_months,
  argMax(enforcement_days, sequence) AS enforcement_days
FROM alert_evaluation;

-- The last revision of each alert with what people last did: `life` is the last ack, close or
-- reopen, `snooze` the last snooze. told: what a recipient must have been told: the material
-- content, and the last snooze, so that its end is told once.
CREATE OR REPLACE VIEW alert_state AS
SELECT r.*, a.life_action AS life_action, a.life_hash AS life_hash, a.life_reason AS life_reason, a.snooze_id AS snooze_id,
  if(a.snooze_id = '' OR a.reopened_at > a.snoozed_at, NULL, a.snooze_date) AS snoozed_until, if(a.snooze_id = '' OR a.reopened_at > a.snoozed_at, NULL, a.snooze_eur) AS snoozed_until_eur,
  multiIf(
    r.state != 'present', r.state,
    a.life_action = 'close' AND a.life_hash = r.material_hash, 'closed',
    a.life_action = 'ack' AND a.life_hash = r.material_hash, 'acknowledged',
    r.revision > 1, 'updated', 'open') AS status,
  concat(r.material_hash, ':', r.state, ':', a.snooze_id) AS told
FROM (SELECT * FROM alert_revision ORDER BY revision DESC, revised_at DESC LIMIT 1 BY operation, alert_id) AS r
LEFT ANY JOIN (
  SELECT alert_id AS acted_id,
    argMaxIf(toString(action), (acted_at, action_id), action != 'snooze') AS life_action, argMaxIf(material_hash, (acted_at, action_id), action != 'snooze') AS life_hash,
    argMaxIf(reason, (acted_at, action_id), action != 'snooze') AS life_reason, argMaxIf(action_id, (acted_at, action_id), action = 'snooze') AS snooze_id,
    -- In a tuple, because argMax passes over rows where its argument is null.
    tupleElement(argMaxIf(tuple(until_date), (acted_at, action_id), action = 'snooze'), 1) AS snooze_date,
    tupleElement(argMaxIf(tuple(until_eur), (acted_at, action_id), action = 'snooze'), 1) AS snooze_eur,
    maxIf(acted_at, action = 'snooze') AS snoozed_at, maxIf(acted_at, action = 'reopen') AS reopened_at
  FROM alert_action
  GROUP BY alert_id
) AS a ON r.alert_id = a.acted_id
SETTINGS join_use_nulls = 0;
