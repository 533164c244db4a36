-- Alerts (docs/decisions/0009-alerts.md): what an evaluation keeps in order to look at what changed
-- only, what it found, and what was told to whom. Nothing here is a source of truth about money.
-- Work lists (names that end in _of, alert_scope, alert_candidate) are dropped behind an evaluation.

CREATE TABLE IF NOT EXISTS alert_evaluation {{on_cluster}} (
  sequence UInt64 COMMENT 'position among the evaluations, from 1',
  evaluated_at DateTime64(3, 'UTC') COMMENT 'when it was complete',
  fingerprint String
    COMMENT 'digest of rules, reference versions and code version: when it differs, everything is evaluated again',
  watermark Array(Tuple(topic String, partition UInt32, last_offset UInt64))
    COMMENT 'last offset of each partition whose records entered',
  floor_sequence UInt64 COMMENT 'last run of the estimate whose floors were looked at',
  baseline_days UInt32
    COMMENT 'rule: days that a source must have covered a network before a key counts as new',
  materiality_eur Decimal(18, 4) COMMENT 'rule: least money of an episode in EUR',
  silent_months UInt32 COMMENT 'rule: calendar months without payment that end an episode',
  enforcement_days UInt32
    COMMENT 'rule: days after an enforcement event in which every amount is material'
) ENGINE = {{engine ReplacingMergeTree(evaluated_at)}}
ORDER BY sequence
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'complete evaluations of alerts';

CREATE TABLE IF NOT EXISTS flow_coordinate {{on_cluster}} (
  source String,
  flow_id String,
  revision UInt32,
  sha256 FixedString(32),
  topic String,
  partition UInt32,
  offset UInt64
) ENGINE = {{engine ReplacingMergeTree}}
ORDER BY (source, flow_id, revision, sha256, topic, partition, offset)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'where each content of a flow was seen; the lowest coordinate is the accepted one';

CREATE TABLE IF NOT EXISTS alert_coverage {{on_cluster}} (
  source String COMMENT 'who reports',
  network_key String COMMENT 'network reported on, as it is compared; empty: unknown',
  first_day Date32 COMMENT 'first day of money of any record of the source on the network',
  sequence UInt64
    COMMENT 'evaluation that found it: one that broke off must find again what it changes'
) ENGINE = {{engine ReplacingMergeTree}}
ORDER BY (source, network_key, first_day, sequence)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'since when a source covers a network: the earliest row of each pair counts';

CREATE TABLE IF NOT EXISTS alert_payment {{on_cluster}} (
  operation String COMMENT 'operation that the money goes to',
  source LowCardinality(String) COMMENT 'who reports',
  flow_id String COMMENT 'the flow; of money that pays lines (M-SETTLE) the payment',
  version UInt64 COMMENT 'a later one replaces',
  present UInt8 COMMENT '0: the flow gives nothing to the operation any more',
  revision UInt32 COMMENT 'revision of the flow that stands',
  sha256 FixedString(32) COMMENT 'digest of its content',
  source_group LowCardinality(String)
    COMMENT 'source that it counts under; with a line feed where only days of payment are known',
  network LowCardinality(String) COMMENT 'network that pays, as reported; empty: unknown',
  network_key LowCardinality(String) COMMENT 'network as it is compared (M-NETWORK)',
  publisher_account String
    COMMENT 'account of the publisher at the network, in comparable form; empty: unknown',
  payee String COMMENT 'who was paid, as reported; empty: unknown',
  payee_key String COMMENT 'payee as it is compared (sql/alert/find/part/payee_key.sql)',
  account String COMMENT 'account that received the money, in comparable form; empty: unknown',
  account_country LowCardinality(String) COMMENT 'country of the account; empty: unknown',
  day Date32 COMMENT 'day of the money: value date, else statement date, else end of service',
  amount Int128
    COMMENT 'what take-backs left of it for the operation, in 1e-10 EUR, above 0; if any of it counts, what counts',
  counts UInt8 COMMENT '1: it counts in floors',
  first_month UInt32 COMMENT 'first month of service, as YYYYMM; 0: without any day',
  last_month UInt32 COMMENT 'last month of service, as YYYYMM',
  place UInt8
    COMMENT '2: account in a listed place on that day, 1: in an offshore centre, 0: neither'
) ENGINE = {{engine ReplacingMergeTree(version)}}
ORDER BY (operation, source, flow_id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'what each payment gives to each operation by the last run that was looked at: all that the rules of alerts look at';

CREATE TABLE IF NOT EXISTS alert_revision {{on_cluster}} (
  operation String COMMENT 'operation',
  alert_id String COMMENT 'first 32 hex digits of SHA-256 over rule, major version, key and month',
  revision UInt32 COMMENT 'from 1',
  state LowCardinality(String) COMMENT 'present, retracted or superseded',
  reason String COMMENT 'why it was retracted, or the alert that took its place',
  kind LowCardinality(String),
  level LowCardinality(String),
  severity LowCardinality(String),
  key String,
  month String,
  network String,
  publisher_account String,
  payee String,
  account String,
  account_country String,
  first_value_date Date32,
  amount_eur Decimal(18, 4),
  flow_count UInt64,
  silent_months UInt32,
  novelty Array(String),
  place UInt8,
  event_type String,
  event_date Date32,
  threshold_eur Nullable(Decimal(18, 4)),
  previous_eur Nullable(Decimal(18, 4)),
  flows Array(Tuple(source String, flow_id String)),
  state_hash String,
  material_hash String,
  retrospective UInt8 COMMENT '1: it was found in a backfill, or long after the money moved',
  explanation String,
  explanation_fr String,
  revised_at DateTime64(3, 'UTC') COMMENT 'when an evaluation wrote the revision',
  returned Array(String) COMMENT 'finer levels that are back after a silence with the same payment',
  counts UInt8
    COMMENT '1: amount_eur counts, so at least this was paid; 0: it is only reported',
  counting Array(Tuple(network_key String, source_group String))
    COMMENT 'where no flow counts: networks that are added up, and of each the source group that reports most'
) ENGINE = {{engine ReplacingMergeTree(revised_at)}}
ORDER BY (operation, alert_id, revision)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'every revision of every alert';

CREATE TABLE IF NOT EXISTS alert_message {{on_cluster}} (
  message_key String COMMENT 'idempotency key: SHA-256 over what is told and to whom',
  destination LowCardinality(String) COMMENT 'name of the destination',
  form LowCardinality(String)
    COMMENT 'alert, digest (retrospective alerts of an operation) or overflow (what the budget of the hour had no room for)',
  operation String COMMENT 'operation; empty for overflow',
  member_count UInt64 COMMENT 'alerts that the message tells of',
  body String COMMENT 'what is sent, JSON',
  planned_at DateTime64(3, 'UTC') COMMENT 'when it was decided to send it'
) ENGINE = {{engine ReplacingMergeTree}}
ORDER BY message_key
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'the outbox: written before anything is sent';

CREATE TABLE IF NOT EXISTS alert_message_member {{on_cluster}} (
  message_key String COMMENT 'the message',
  destination LowCardinality(String) COMMENT 'name of the destination',
  alert_id String COMMENT 'alert that it tells of',
  told String COMMENT 'what it tells: material hash, and the snooze that ended'
) ENGINE = {{engine ReplacingMergeTree}}
ORDER BY (destination, alert_id, told, message_key)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'which alert is in which message; counts only with its row in alert_message, which is written after it';

CREATE TABLE IF NOT EXISTS alert_attempt {{on_cluster}} (
  message_key String COMMENT 'the message',
  attempted_at DateTime64(3, 'UTC') COMMENT 'when',
  attempt UInt32 COMMENT 'from 1; 0: somebody asked to send it again',
  outcome LowCardinality(String) COMMENT 'sent, failed, dead or resend',
  answer String COMMENT 'what the destination said, or what went wrong, shortened',
  next_at Nullable(DateTime64(3, 'UTC')) COMMENT 'after a failure: when it is tried again'
) ENGINE = {{engine ReplacingMergeTree}}
ORDER BY (message_key, attempted_at, attempt)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1
COMMENT 'what became of each message';

CREATE TABLE IF NOT EXISTS alert_action {{on_cluster}} (
  alert_id String COMMENT 'the alert',
  action_id String COMMENT 'identifier of the action',
  action LowCardinality(String) COMMENT 'ack, close, snooze or reopen',
  actor String COMMENT 'who',
  reason String COMMENT 'why',
  until_date Nullable(Date32) COMMENT 'snooze: first day on which it is told again',
  until_eur Nullable(Decimal(18, 4)) COMMENT 'snooze: amount from which it is told again',
  material_hash String
    COMMENT 'what the alert said at that time: another content ends an ack or a close',
  acted_at DateTime64(3, 'UTC') COMMENT 'when'
) ENGINE = {{engine ReplacingMergeTree}}
ORDER BY (alert_id, acted_at, action_id)
COMMENT 'what people did with alerts; every change is kept';

CREATE TABLE IF NOT EXISTS alert_scope {{on_cluster}} (
  scope String COMMENT 'name of the work list',
  what LowCardinality(String)
    COMMENT 'flow, site or event (records that are new, and flows that hang together with them) or operation (to be evaluated)',
  source String,
  name String,
  depth UInt8 COMMENT 'for flow: links away from a record that is new'
) ENGINE = {{engine MergeTree}}
PARTITION BY scope
ORDER BY tuple()
COMMENT 'what an evaluation looks at';

CREATE TABLE IF NOT EXISTS alert_event_of {{on_cluster}} (
  scope String COMMENT 'name of the work list',
  event_operation String,
  date Date32,
  type String
) ENGINE = {{engine MergeTree}}
PARTITION BY scope
ORDER BY tuple()
COMMENT 'enforcement events of the operations that an evaluation looks at';

CREATE TABLE IF NOT EXISTS alert_month_of {{on_cluster}} (
  scope String COMMENT 'name of the work list',
  operation String,
  month_number Int32 COMMENT 'year x 12 + month',
  network_key String,
  source_group String,
  publisher_account String,
  payee_key String,
  account String,
  account_country String,
  counts UInt8,
  first_service UInt32,
  last_service UInt32,
  paid Int128 COMMENT '1e-10 EUR',
  paid_flows UInt64 COMMENT 'flows that paid',
  to_place UInt8 COMMENT 'offshore (1) or listed (2), the highest of them',
  own_opener String COMMENT 'the first of them, as sql/alert/find/part/opener_text.sql writes it'
) ENGINE = {{engine MergeTree}}
PARTITION BY scope
ORDER BY (operation, month_number)
COMMENT 'what was paid by month to the operations that an evaluation looks at';

CREATE TABLE IF NOT EXISTS alert_episode_of {{on_cluster}} (
  scope String COMMENT 'name of the work list',
  operation String,
  level UInt8,
  key String,
  first_month Int32,
  last_month Int32,
  amount Int128,
  flow_count UInt64,
  silent UInt32,
  place UInt8,
  new_levels Array(UInt8),
  event_type String,
  event_day Int32,
  returned_levels Array(UInt8),
  has_counting UInt8,
  counts UInt8,
  taken_back Int128,
  counting Array(Tuple(network_key String, source_group String))
) ENGINE = {{engine MergeTree}}
PARTITION BY scope
ORDER BY tuple()
COMMENT 'episodes of a share of the payments that an evaluation looks at: those of sql/alert/find/part/episode.sql that are not silent';

CREATE TABLE IF NOT EXISTS alert_candidate {{on_cluster}} (
  scope String COMMENT 'name of the work list',
  alert_id String,
  kind LowCardinality(String),
  level LowCardinality(String),
  severity LowCardinality(String),
  operation String,
  key String,
  month String,
  network String,
  publisher_account String,
  payee String,
  account String,
  account_country String,
  first_value_date Date32,
  amount_eur Decimal(18, 4),
  flow_count UInt64,
  silent_months UInt32,
  novelty Array(String),
  place UInt8,
  event_type String,
  event_date Date32,
  threshold_eur Nullable(Decimal(18, 4)),
  previous_eur Nullable(Decimal(18, 4)),
  flows Array(Tuple(source String, flow_id String)),
  state_hash String,
  material_hash String,
  returned Array(String),
  counts UInt8,
  counting Array(Tuple(network_key String, source_group String)),
  accounts Array(Tuple(amount Int128, account String, country String))
    COMMENT 'the five accounts that got most of what is added up, in 1e-10 EUR',
  elsewhere Int128 COMMENT 'what is added up and went to other accounts, in 1e-10 EUR',
  places Array(Tuple(is_counted UInt8, place UInt8, country String, amount Int128, flows UInt64))
    COMMENT 'all flows by place (as alert_payment has it) and country, in 1e-10 EUR; is_counted: they are added up',
  taken_back Int128
    COMMENT 'what take-backs that name no known payment took from the operation in the months of what is added up, in 1e-10 EUR'
) ENGINE = {{engine MergeTree}}
PARTITION BY scope
ORDER BY tuple()
COMMENT 'alerts that an evaluation found';
