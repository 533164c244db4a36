-- Purpose: what investigators see of the floors. Only rows of complete runs count.

CREATE OR REPLACE VIEW revenue_floor_history (
  {{include expressions/floor_columns}},
  withdrawn UInt8
    COMMENT '1: with this revision no evidence was left for the month, and the floor ended',
  superseded_at Nullable(DateTime64(3, 'UTC'))
    COMMENT 'when the next revision replaced it; null: in force'
) AS
SELECT
  {{include expressions/floor_values}},
  toUInt8(1 - present) AS withdrawn,
  nullIf(
    leadInFrame(known_at) OVER (
      PARTITION BY operation, month
      ORDER BY sequence
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING),
    toDateTime64(0, 3, 'UTC')) AS superseded_at
FROM floor_revision FINAL
WHERE (sequence, run_id) IN (SELECT sequence, run_id FROM estimate_run)
COMMENT 'every revision of every floor';

CREATE OR REPLACE VIEW revenue_floor (
  {{include expressions/floor_columns}}
) AS
SELECT
  {{include expressions/floor_values}}
FROM (
  {{include expressions/floors_in_force
    revisions: floor_revision FINAL
  }}
)
WHERE present = 1
COMMENT 'the floor in force for each operation and month';

CREATE OR REPLACE VIEW revenue_floor_line (
  operation String COMMENT 'operation',
  month String COMMENT 'YYYY-MM',
  month_start Date32 COMMENT 'first day of that month, for time axes; a Date would end in 2149',
  line LowCardinality(String) COMMENT 'advertising, file_host, subscription, donation or other',
  documented_eur Decimal(18, 4) COMMENT 'documented money of the line',
  modelled_eur Decimal(18, 4) COMMENT 'modelled money of the line',
  floor_eur Decimal(18, 4)
    COMMENT 'the larger of the two: never their sum, it is the same money'
) AS
SELECT
  operation,
  month,
  {{include expressions/month_start
    month: month
  }} AS month_start,
  floor_line.line AS line,
  floor_line.documented_eur AS documented_eur,
  floor_line.modelled_eur AS modelled_eur,
  floor_line.floor_eur AS floor_eur
FROM (
  {{include expressions/floors_in_force
    revisions: floor_revision FINAL
  }}
)
ARRAY JOIN lines AS floor_line
WHERE present = 1
COMMENT 'the floor in force by line of revenue';

CREATE OR REPLACE VIEW revenue_total (
  {{include expressions/total_columns}}
) AS
SELECT
  {{include expressions/total_values}}
FROM (
  {{include rules/total
    alpha: {{include expressions/class_alpha_in_force}}
    intervals: {{include estimate/part/intervals_usual}}
    floors: {{include estimate/part/floors_kept}}
    audiences: {{include estimate/part/audiences_kept}}
    own: {{include estimate/part/own_members_kept}}
    ratios: {{include estimate/part/ratios_kept}}
  }}
)
SETTINGS join_use_nulls = 0
COMMENT 'totals of each calendar year with a floor, and of the twelve months up to the last one';

CREATE OR REPLACE VIEW class_member (
  panel LowCardinality(String) COMMENT 'panel that measured the audience',
  unit LowCardinality(String) COMMENT 'visitors, visits or page_views of a month',
  country LowCardinality(String) COMMENT 'country of the audience; empty: all together',
  member String
    COMMENT 'operations that share an account or a property, over any chain, are one member',
  operation String COMMENT 'operation; empty: a published case',
  month String COMMENT 'YYYY-MM; empty: a published case',
  documented_eur Decimal(18, 4)
    COMMENT 'documented advertising money of which more is known than the day of payment',
  audience UInt64 COMMENT 'audience of the month, as measured',
  eur_per_unit Decimal(38, 10) COMMENT 'the one divided by the other, cut after 10 decimals',
  weight Float64 COMMENT 'share of the ratio in its member: every member weighs 1'
) AS
SELECT
  panel,
  unit,
  country,
  member,
  operation,
  month,
  documented_eur,
  audience,
  eur_per_unit,
  1 / of_member AS weight
FROM (
  {{include estimate/part/ratios_kept}}
)
COMMENT 'the ratios of comparable operations in force (M-CLASS)';
