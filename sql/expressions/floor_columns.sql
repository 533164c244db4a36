-- Purpose: the columns that every view of whole floors has, with their comments.
-- Returns: column definitions, in the order of floor_values.sql.
operation String
  COMMENT 'all sites run by one operator; a site that nobody registered is its own operation',
month String COMMENT 'calendar month in which the revenue was earned, YYYY-MM',
month_start Date32 COMMENT 'first day of that month, for time axes; a Date would end in 2149',
floor_eur Nullable(Decimal(18, 4))
  COMMENT 'the revenue of the month is at least this, in EUR, under the assumptions of the rung;
    null: could not be computed',
floor_headline_eur Nullable(Decimal(18, 4))
  COMMENT 'the floor rounded down to two significant digits, for reading',
documented_eur Decimal(18, 4) COMMENT 'documented money, over all lines',
apportioned_eur Decimal(18, 4)
  COMMENT 'part of documented_eur that rests on the assumption even_spread',
modelled_eur Decimal(18, 4) COMMENT 'audience times the lowest rates, for the line advertising',
accrued_eur Decimal(18, 4) COMMENT 'money owed but not shown to be paid; in no floor',
offshore_eur Decimal(18, 4)
  COMMENT 'part of documented_eur that went to listed or offshore places',
payment_dated_eur Decimal(18, 4)
  COMMENT 'part of documented_eur of which only the day of payment is known, so that its month is an
    assumption (payment_month)',
unplaced_reversal_eur Decimal(18, 4)
  COMMENT 'what take-backs that name no known payment took from this month, and what was more taken
    back than paid in other months and lines (M-UNPLACED, M-CARRY); it is off the floor already',
rung LowCardinality(String)
  COMMENT 'weakest evidence that the floor rests on: L0, L1, L2 or L3 (docs/method.md)',
confidence Decimal(9, 6)
  COMMENT '1 - alpha spent on statistical limits; 1.000000 when no limit enters: then the floor
    rests on its assumptions alone',
status LowCardinality(String)
  COMMENT 'ok, or insufficient: then floor_eur is null and reason says why',
reason LowCardinality(String) COMMENT 'why the floor could not be computed',
visitors_lower Nullable(UInt64) COMMENT 'lower limit of the unique visitors of the month',
method_version LowCardinality(String) COMMENT 'version of the method (docs/method.md)',
rate_card_version LowCardinality(String)
  COMMENT 'version of the rate card of the run in which this floor last changed; a later card
    that leaves it as it is does not show here',
run_id String
  COMMENT 'run that computed the floor; see estimate_run for its input watermark and versions',
known_at DateTime64(3, 'UTC') COMMENT 'when this floor was computed'
