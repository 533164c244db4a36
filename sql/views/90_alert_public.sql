-- Purpose: views of what investigators see of the alerts.

CREATE OR REPLACE VIEW alert_current (
  alert_id String
    COMMENT 'identity: the same rule, key and month give the same, whenever and in whatever order
      records came',
  revision UInt32 COMMENT 'the latest revision, from 1',
  kind LowCardinality(String)
    COMMENT 'FIRST, RETURN, NEW_PAYEE, NEW_ACCOUNT, NEW_COUNTRY, FLOOR_CROSSED or FLOOR_CORRECTED',
  severity LowCardinality(String)
    COMMENT 'high: listed place, or offshore centre after an enforcement event; medium: one of the
      two, a new country, or a year of silence; low: others',
  status LowCardinality(String)
    COMMENT 'open, updated, acknowledged, closed, retracted (the evidence is gone) or superseded
      (another alert tells of the same money)',
  operation String COMMENT 'operation that was paid',
  network LowCardinality(String)
    COMMENT 'network of the payment that opened the alert, as reported; empty: unknown',
  publisher_account String
    COMMENT 'publisher account of that payment, in comparable form; empty: unknown',
  payee String COMMENT 'payee of that payment, as reported; empty: unknown',
  account_country LowCardinality(String)
    COMMENT 'country of the account of that payment; empty: unknown',
  first_value_date Date32 COMMENT 'day of that payment; for floors the first day of the month',
  amount_eur Decimal(18, 4)
    COMMENT 'what was paid in the episode so far, in EUR, less what was taken back; see counts; for
      floors the floor',
  counts UInt8
    COMMENT '1: the money counts in floors, so at least this was paid; 0: it is only reported, by
      sources that do not count: of each network the one that reports most, and the larger of the
      known networks together and the unknown one',
  retrospective UInt8
    COMMENT '1: found in a backfill or long after the money moved; told in one digest for each
      operation',
  explanation String COMMENT 'what happened and which flows prove it, in English',
  explanation_fr String COMMENT 'the same in French',
  level LowCardinality(String)
    COMMENT 'what is new: network, publisher_account, payee, account or account_country; floor for
      floors',
  account String
    COMMENT 'account of the payment that opened the alert, in comparable form; empty: unknown',
  month String COMMENT 'month in which the episode began, YYYY-MM',
  silent_months UInt32
    COMMENT 'RETURN: calendar months without payment before it (3 or more; rules speak of 3, 6 and
      12)',
  novelty Array(String) COMMENT 'finer levels that were never paid before this payment',
  returned Array(String)
    COMMENT 'finer levels that were paid before, and again with the same payment after a silence',
  event_type LowCardinality(String)
    COMMENT 'enforcement event shortly before, empty when there is none',
  event_date Nullable(Date32) COMMENT 'day of that event',
  flow_count UInt64 COMMENT 'flows of the episode',
  threshold_eur Nullable(Decimal(18, 4)) COMMENT 'FLOOR_CROSSED: the threshold',
  previous_eur Nullable(Decimal(18, 4)) COMMENT 'FLOOR_CORRECTED: the floor before',
  reason String COMMENT 'why it was closed, retracted or superseded',
  snoozed_until Nullable(Date32) COMMENT 'not told again before this day',
  snoozed_until_eur Nullable(Decimal(18, 4))
    COMMENT 'not told again before the amount reaches this',
  revised_at DateTime64(3, 'UTC') COMMENT 'when this revision was written'
) AS
SELECT
  alert_id,
  revision,
  kind,
  severity,
  status,
  operation,
  network,
  publisher_account,
  payee,
  account_country,
  first_value_date,
  amount_eur,
  counts,
  retrospective,
  explanation,
  explanation_fr,
  level,
  account,
  month,
  silent_months,
  novelty,
  returned,
  event_type,
  if(event_type = '', NULL, event_date) AS event_date,
  flow_count,
  threshold_eur,
  previous_eur,
  multiIf(
    state != 'present', alert_state.reason,
    status IN ('closed', 'acknowledged'), life_reason,
    '') AS reason,
  snoozed_until,
  snoozed_until_eur,
  revised_at
FROM alert_state
COMMENT 'the latest revision of each alert';

CREATE OR REPLACE VIEW alert_history (
  alert_id String COMMENT 'the alert',
  at DateTime64(3, 'UTC') COMMENT 'when it changed',
  change LowCardinality(String)
    COMMENT 'revision, retracted, superseded, ack, close, snooze or reopen',
  revision UInt32 COMMENT 'revision written; 0 for what a person did',
  actor String COMMENT 'who; plancher for revisions',
  reason String COMMENT 'why',
  operation String COMMENT 'operation; empty for what a person did',
  kind LowCardinality(String) COMMENT 'kind of the revision',
  severity LowCardinality(String) COMMENT 'severity of the revision',
  amount_eur Nullable(Decimal(18, 4))
    COMMENT 'amount of the revision; for a snooze the amount that ends it',
  until_date Nullable(Date32) COMMENT 'snooze: the day that ends it',
  explanation String COMMENT 'text of the revision, in English'
) AS
SELECT
  alert_id,
  revised_at AS at,
  if(state = 'present', 'revision', state) AS change,
  revision,
  'plancher' AS actor,
  r.reason AS reason,
  operation,
  kind,
  severity,
  toNullable(r.amount_eur) AS amount_eur,
  CAST(NULL, 'Nullable(Date32)') AS until_date,
  explanation
FROM alert_revision AS r FINAL
UNION ALL
SELECT
  alert_id,
  acted_at,
  action,
  0,
  actor,
  reason,
  '',
  '',
  '',
  until_eur,
  until_date,
  ''
FROM alert_action FINAL
COMMENT 'every revision of every alert, and everything that people did with them';

CREATE OR REPLACE VIEW alert_flow (
  alert_id String COMMENT 'the alert',
  position UInt32 COMMENT 'order by day; 1 opened the alert',
  source String COMMENT 'who reported the flow',
  flow_id String COMMENT 'the flow',
  revision UInt32 COMMENT 'its revision',
  sha256 String COMMENT 'digest of the canonical record, hexadecimal',
  value_date Date32
    COMMENT 'day of the money: value date, else statement date, else end of service',
  amount_eur Decimal(18, 4)
    COMMENT 'what it gives to the operation, in EUR, less what was taken back of it',
  counts UInt8
    COMMENT '1: it is added up in the amount of the alert; 0: it may be the same money in another
      report',
  network LowCardinality(String) COMMENT 'network that paid, as reported; empty: unknown',
  payee String COMMENT 'who was paid, as reported; empty: unknown',
  account String COMMENT 'account that received the money, in comparable form; empty: unknown',
  account_country LowCardinality(String) COMMENT 'country of the account; empty: unknown',
  place LowCardinality(String)
    COMMENT 'listed: the country was on an official list on that day; offshore_centre: on the list
      of the analysts, which is not a legal list; else empty',
  input String COMMENT 'where the record is, for people: see view input_name',
  topic String COMMENT 'where the record is: name of the input in the ledger',
  partition UInt32 COMMENT 'partition',
  offset UInt64 COMMENT 'offset, or line of the file counted from 0'
) AS
WITH
  last_revision AS (
    {{include alert/part/last_revision
      revisions: alert_revision
    }}
  ),
  proof AS (
    SELECT
      alert_id,
      operation,
      toUInt32(place_in_list) AS position,
      flow.source AS source,
      flow.flow_id AS flow_id,
      counting
    FROM last_revision
    ARRAY JOIN
      flows AS flow,
      arrayEnumerate(flows) AS place_in_list
  ),
  payment AS (
    SELECT *
    FROM alert_payment FINAL
  ),
  first_coordinate AS (
    {{include alert/part/first_coordinate
      coordinates: flow_coordinate
    }}
  )
SELECT
  a.alert_id AS alert_id,
  a.position AS position,
  a.source AS source,
  a.flow_id AS flow_id,
  p.revision AS revision,
  lower(hex(p.sha256)) AS sha256,
  p.day AS value_date,
  {{include alert/find/part/eur_of_paid
    amount: p.amount
  }} AS amount_eur,
  if(
    empty(a.counting),
    p.counts,
    has(a.counting, (toString(p.network_key), toString(p.source_group)))) AS counts,
  p.network AS network,
  p.payee AS payee,
  p.account AS account,
  p.account_country AS account_country,
  multiIf(p.place = 2, 'listed', p.place = 1, 'offshore_centre', '') AS place,
  if(n.input = '', c.lowest.topic, n.input) AS input,
  c.lowest.topic AS topic,
  c.lowest.partition AS partition,
  c.lowest.offset AS offset
FROM proof AS a
INNER JOIN payment AS p
  ON a.operation = p.operation AND a.source = toString(p.source) AND a.flow_id = p.flow_id
LEFT ANY JOIN first_coordinate AS c
  ON a.source = c.source
  AND a.flow_id = c.flow_id
  AND p.revision = c.revision
  AND p.sha256 = c.sha256
LEFT JOIN input_name AS n ON c.lowest.topic = n.topic
SETTINGS join_use_nulls = 0
COMMENT 'the flows that prove each alert, the first 100 by day, with their place in the input';

CREATE OR REPLACE VIEW alert_baseline (
  operation String COMMENT 'operation that was paid',
  level LowCardinality(String)
    COMMENT 'network, publisher_account, payee, account or account_country',
  key String
    COMMENT 'the network, account, payee or country, in comparable form; a publisher account with
      its network before it',
  first_value_date Date32 COMMENT 'first payment of the episode',
  amount_eur Decimal(18, 4) COMMENT 'what was paid in the episode, in EUR; see counts',
  counts UInt8
    COMMENT '1: amount_eur counts in floors, so at least this was paid; 0: it is only reported, by a
      source that does not count',
  flow_count UInt64 COMMENT 'flows of the episode',
  source String COMMENT 'source of the first payment',
  network String COMMENT 'network of the first payment, in comparable form; empty: unknown',
  reason LowCardinality(String)
    COMMENT 'not_covered (the source did not cover the network for the baseline period before),
      below_materiality or in_coarser_alert'
) AS
WITH
  payment AS (
    SELECT *
    FROM alert_payment FINAL
    WHERE present = 1
  ),
  paid_month AS (
    {{include alert/find/part/paid_month
      payments: payment
    }}
  ),
  floor AS (
    {{include expressions/floors_in_force
      revisions: floor_revision FINAL
    }}
  ),
  episode AS (
    {{include alert/find/part/episode
      months: paid_month
      floors: floor
      events: operation_event
      baseline_days: (SELECT baseline_days FROM alert_rule)
      materiality_eur: (SELECT toDecimal128(materiality_eur, 4) * 10000 FROM alert_rule)
      silent_months: (SELECT silent_months FROM alert_rule)
      enforcement_days: (SELECT enforcement_days FROM alert_rule)
    }}
  )
SELECT
  operation,
  {{include alert/find/part/level_names}}[e.level] AS level,
  replaceAll(e.key, '\n', ' ') AS key,
  opener.day AS first_value_date,
  {{include alert/find/part/eur_of_paid
    amount: amount
  }} AS amount_eur,
  counts,
  flow_count,
  opener.source AS source,
  opener.network AS network,
  silence AS reason
FROM episode AS e
WHERE silence != ''
SETTINGS join_use_nulls = 0, compile_expressions = 0
COMMENT 'keys that were paid and gave no alert of their own, and why; by the rules of the last
  evaluation';

CREATE OR REPLACE VIEW alert_delivery (
  message_key String COMMENT 'idempotency key of the message',
  destination LowCardinality(String) COMMENT 'name of the destination',
  form LowCardinality(String)
    COMMENT 'alert, digest (retrospective alerts of an operation) or overflow (what the budget of
      the hour had no room for)',
  operation String COMMENT 'operation; empty for an overflow',
  member_count UInt64 COMMENT 'alerts that the message tells of',
  status LowCardinality(String)
    COMMENT 'pending, retrying, sent, or dead: given up; plancher alerts resend tries again',
  attempts UInt32 COMMENT 'attempts since it was planned, or since somebody asked to send it again',
  answer String COMMENT 'what the destination said last, or what went wrong',
  planned_at DateTime64(3, 'UTC') COMMENT 'when it was planned',
  attempted_at Nullable(DateTime64(3, 'UTC')) COMMENT 'when it was tried last',
  next_at Nullable(DateTime64(3, 'UTC')) COMMENT 'when it is tried again'
) AS
WITH
  message AS (
    SELECT *
    FROM alert_message
    ORDER BY planned_at
    LIMIT 1 BY message_key
  ),
  last_attempt AS (
    {{include alert/tell/part/last_attempt}}
  )
SELECT
  message_key,
  destination,
  form,
  operation,
  member_count,
  multiIf(
    attempted_key = '' OR outcome = 'resend', 'pending',
    outcome = 'failed', 'retrying',
    outcome) AS status,
  attempt AS attempts,
  answer,
  planned_at,
  if(attempted_key = '', NULL, a.attempted_at) AS attempted_at,
  next_at
FROM message
LEFT ANY JOIN last_attempt AS a ON message_key = attempted_key
SETTINGS join_use_nulls = 0
COMMENT 'the outbox: every message and what became of it';
