-- What investigators see of the floors. Only rows of complete runs count.

CREATE OR REPLACE VIEW revenue_floor_history (
  operation String COMMENT 'all sites run by one operator; a site that nobody registered is its own operation',
  month String COMMENT 'calendar month in which the revenue was earned, YYYY-MM',
  month_start Date32 COMMENT 'first day of that month, for time axes; a Date would end in 2149',
  floor_eur Nullable(Decimal(18, 4)) COMMENT 'the revenue of the month is at least this, in EUR, under the assumptions of the rung; null: could not be computed',
  floor_headline_eur Nullable(Decimal(18, 4)) COMMENT 'the floor rounded down to two significant digits, for reading',
  documented_eur Decimal(18, 4) COMMENT 'documented money, over all lines',
  apportioned_eur Decimal(18, 4) COMMENT 'part of documented_eur that rests on the assumption even_spread',
  modelled_eur Decimal(18, 4) COMMENT 'audience times the lowest rates, for the line advertising',
  accrued_eur Decimal(18, 4) COMMENT 'money owed but not shown to be paid; in no floor',
  ceiling_eur Nullable(Decimal(18, 4)) COMMENT 'upper limit, where one is known; never a headline',
  offshore_eur Decimal(18, 4) COMMENT 'part of documented_eur that went to listed or offshore places',
  rung LowCardinality(String) COMMENT 'weakest evidence that the floor rests on: L0, L1, L2 or L3 (docs/method.md)',
  confidence Decimal(9, 6) COMMENT '1 - alpha spent on statistical limits; documented money spends none',
  status LowCardinality(String) COMMENT 'ok, or insufficient: then floor_eur is null and reason says why',
  reason LowCardinality(String) COMMENT 'why the floor could not be computed',
  visitors_lower Nullable(UInt64) COMMENT 'lower limit of the unique visitors of the month',
  method_version LowCardinality(String) COMMENT 'version of the method (docs/method.md)',
  rate_card_version LowCardinality(String) COMMENT 'version of the rate card of the run in which this floor last changed; a later card that leaves it as it is does not show here',
  run_id String COMMENT 'run that computed the floor; see estimate_run for its input watermark and versions',
  known_at DateTime64(3, 'UTC') COMMENT 'when this floor was computed',
  withdrawn UInt8 COMMENT '1: with this revision no evidence was left for the month, and the floor ended',
  superseded_at Nullable(DateTime64(3, 'UTC')) COMMENT 'when the next revision replaced it; null: in force'
) AS
SELECT operation, month, makeDate32(toInt32(substring(month, 1, 4)), toInt32(substring(month, 6, 2)), 1) AS month_start,
  floor_eur, floor_headline_eur, documented_eur, apportioned_eur, modelled_eur, accrued_eur, ceiling_eur, offshore_eur,
  rung, confidence, status, reason, visitors_lower, method_version, rate_card_version, run_id, known_at, toUInt8(1 - present) AS withdrawn,
  nullIf(leadInFrame(known_at) OVER (PARTITION BY operation, month ORDER BY sequence ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING), toDateTime64(0, 3, 'UTC')) AS superseded_at
FROM floor_revision FINAL
WHERE (sequence, run_id) IN (SELECT sequence, run_id FROM estimate_run)
COMMENT 'every revision of every floor';

CREATE OR REPLACE VIEW revenue_floor (
  operation String COMMENT 'all sites run by one operator; a site that nobody registered is its own operation',
  month String COMMENT 'calendar month in which the revenue was earned, YYYY-MM',
  month_start Date32 COMMENT 'first day of that month, for time axes; a Date would end in 2149',
  floor_eur Nullable(Decimal(18, 4)) COMMENT 'the revenue of the month is at least this, in EUR, under the assumptions of the rung; null: could not be computed',
  floor_headline_eur Nullable(Decimal(18, 4)) COMMENT 'the floor rounded down to two significant digits, for reading',
  documented_eur Decimal(18, 4) COMMENT 'documented money, over all lines',
  apportioned_eur Decimal(18, 4) COMMENT 'part of documented_eur that rests on the assumption even_spread',
  modelled_eur Decimal(18, 4) COMMENT 'audience times the lowest rates, for the line advertising',
  accrued_eur Decimal(18, 4) COMMENT 'money owed but not shown to be paid; in no floor',
  ceiling_eur Nullable(Decimal(18, 4)) COMMENT 'upper limit, where one is known; never a headline',
  offshore_eur Decimal(18, 4) COMMENT 'part of documented_eur that went to listed or offshore places',
  rung LowCardinality(String) COMMENT 'weakest evidence that the floor rests on: L0, L1, L2 or L3 (docs/method.md)',
  confidence Decimal(9, 6) COMMENT '1 - alpha spent on statistical limits; documented money spends none',
  status LowCardinality(String) COMMENT 'ok, or insufficient: then floor_eur is null and reason says why',
  reason LowCardinality(String) COMMENT 'why the floor could not be computed',
  visitors_lower Nullable(UInt64) COMMENT 'lower limit of the unique visitors of the month',
  method_version LowCardinality(String) COMMENT 'version of the method (docs/method.md)',
  rate_card_version LowCardinality(String) COMMENT 'version of the rate card of the run in which this floor last changed; a later card that leaves it as it is does not show here',
  run_id String COMMENT 'run that computed the floor; see estimate_run for its input watermark and versions',
  known_at DateTime64(3, 'UTC') COMMENT 'when this floor was computed'
) AS
SELECT operation, month, makeDate32(toInt32(substring(month, 1, 4)), toInt32(substring(month, 6, 2)), 1) AS month_start,
  floor_eur, floor_headline_eur, documented_eur, apportioned_eur, modelled_eur, accrued_eur, ceiling_eur, offshore_eur,
  rung, confidence, status, reason, visitors_lower, method_version, rate_card_version, run_id, known_at
FROM (
  SELECT * FROM floor_revision FINAL
  WHERE (sequence, run_id) IN (SELECT sequence, run_id FROM estimate_run)
  ORDER BY sequence DESC LIMIT 1 BY operation, month
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
  floor_eur Decimal(18, 4) COMMENT 'the larger of the two: never their sum, it is the same money'
) AS
SELECT operation, month, makeDate32(toInt32(substring(month, 1, 4)), toInt32(substring(month, 6, 2)), 1) AS month_start,
  l.1 AS line, l.2 AS documented_eur, l.3 AS modelled_eur, l.4 AS floor_eur
FROM (
  SELECT operation, month, lines, present FROM floor_revision FINAL
  WHERE (sequence, run_id) IN (SELECT sequence, run_id FROM estimate_run)
  ORDER BY sequence DESC LIMIT 1 BY operation, month
)
ARRAY JOIN lines AS l
WHERE present = 1
COMMENT 'the floor in force by line of revenue';
