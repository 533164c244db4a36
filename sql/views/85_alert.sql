-- Purpose: views of what alerts are computed from, besides alert_payment, and of the state of each
-- alert.

-- Enforcement events in force (latest revision, undisputed): the operations and the account that
-- each concerns.
CREATE OR REPLACE VIEW enforcement AS
WITH
  latest AS (
    {{include expressions/latest_revision
      rows: event_record
      id: record_id
    }}
  ),
  in_force AS (
    SELECT
      type,
      date,
      ifNull(operation, '') AS own_operation,
      property,
      account_key AS event_account
    FROM latest
    WHERE contents = 1
  ),
  -- Only the names of events are looked up in the registry, not those of all flows.
  site_span AS (
    {{include rules/property_span
      names: event_record
      claims: site_latest_at(as_of = {{include expressions/everything_known}})
    }}
  ),
  -- The operation that the site was registered for when the event came; without any registry row
  -- the site is its own operation.
  in_force_and_site AS (
    SELECT
      type,
      date,
      own_operation,
      property,
      event_account,
      if(
        empty(span_operation),
        property,
        span_operation[arrayLastIndex(first_day -> first_day <= toInt32(date), span_from)]
      ) AS site_operation
    FROM in_force
    LEFT ANY JOIN site_span ON property = span_property
  ),
  -- An event that concerns no operation is kept for its account.
  concerned AS (
    SELECT
      type,
      date,
      arrayFilter(
        one -> one != '' OR event_account != '',
        arrayDistinct(
          if(property = '', [own_operation], [own_operation, site_operation]))) AS operations,
      event_account
    FROM in_force_and_site
  )
SELECT
  type,
  date,
  event_operation,
  event_account
FROM concerned
ARRAY JOIN operations AS event_operation
SETTINGS join_use_nulls = 0;

-- The operations that each enforcement event concerns: by site, by name, or because they are paid
-- on an account that it names.
CREATE OR REPLACE VIEW operation_event AS
WITH
  event_on_account AS (
    SELECT
      date,
      type,
      event_account
    FROM enforcement
    WHERE event_account != ''
  ),
  named_account AS (
    SELECT event_account
    FROM event_on_account
  ),
  paid_on AS (
    SELECT DISTINCT
      operation,
      arrayJoin([account, publisher_account]) AS paid_account
    FROM alert_payment FINAL
    WHERE present = 1 AND (account IN named_account OR publisher_account IN named_account)
  )
SELECT
  event_operation,
  date,
  type
FROM enforcement
WHERE event_operation != ''
UNION ALL
SELECT
  operation AS event_operation,
  date,
  type
FROM event_on_account
INNER JOIN paid_on ON event_account = paid_account
SETTINGS join_use_nulls = 0;

-- The rules of the last evaluation.
CREATE OR REPLACE VIEW alert_rule AS
SELECT
  argMax(baseline_days, sequence) AS baseline_days,
  argMax(materiality_eur, sequence) AS materiality_eur,
  argMax(silent_months, sequence) AS silent_months,
  argMax(enforcement_days, sequence) AS enforcement_days
FROM alert_evaluation;

-- The last revision of each alert with what people last did. `told` is what a recipient must have
-- been told: the material content, and the last snooze, so that its end is told once.
CREATE OR REPLACE VIEW alert_state AS
WITH
  last_revision AS (
    {{include alert/part/last_revision
      revisions: alert_revision
    }}
  ),
  action_in_order AS (
    SELECT
      *,
      action = 'snooze' AS is_snooze,
      (acted_at, action_id) AS place_in_order
    FROM alert_action
  ),
  -- `life` is the last ack, close or reopen, `snooze` the last snooze. argMax skips rows whose
  -- argument is null, so what may be null is in a tuple.
  last_action AS (
    SELECT
      alert_id AS acted_id,
      argMaxIf(toString(action), place_in_order, NOT is_snooze) AS life_action,
      argMaxIf(material_hash, place_in_order, NOT is_snooze) AS life_hash,
      argMaxIf(reason, place_in_order, NOT is_snooze) AS life_reason,
      argMaxIf(action_id, place_in_order, is_snooze) AS snooze_id,
      tupleElement(argMaxIf(tuple(until_date), place_in_order, is_snooze), 1) AS snooze_date,
      tupleElement(argMaxIf(tuple(until_eur), place_in_order, is_snooze), 1) AS snooze_eur,
      maxIf(acted_at, is_snooze) AS snoozed_at,
      maxIf(acted_at, action = 'reopen') AS reopened_at
    FROM action_in_order
    GROUP BY alert_id
  )
SELECT
  r.*,
  a.life_action AS life_action,
  a.life_hash AS life_hash,
  a.life_reason AS life_reason,
  a.snooze_id AS snooze_id,
  if(a.reopened_at > a.snoozed_at, NULL, a.snooze_date) AS snoozed_until,
  if(a.reopened_at > a.snoozed_at, NULL, a.snooze_eur) AS snoozed_until_eur,
  multiIf(
    r.state != 'present', r.state,
    a.life_action = 'close' AND a.life_hash = r.material_hash, 'closed',
    a.life_action = 'ack' AND a.life_hash = r.material_hash, 'acknowledged',
    r.revision > 1, 'updated',
    'open') AS status,
  concat(r.material_hash, ':', r.state, ':', a.snooze_id) AS told
FROM last_revision AS r
LEFT ANY JOIN last_action AS a ON r.alert_id = a.acted_id
SETTINGS join_use_nulls = 0;
