-- Purpose: takes over the computed floors that differ from those in force, and ends those that have
-- no evidence left.
-- Parameters: scope, epoch, sequence, run_id, method_version, rate_card_version, known_at.
INSERT INTO floor_revision (
  operation,
  month,
  sequence,
  run_id,
  present,
  {{include expressions/floor_figures}},
  lines,
  method_version,
  rate_card_version,
  known_at
)
WITH
  computed_now AS (
    SELECT operation
    FROM computed_operation
    WHERE epoch = {epoch:UInt64}
      AND sequence = {sequence:UInt64}
      AND run_id = {run_id:String}
  ),
  in_force AS (
    {{include expressions/floors_in_force
      revisions: floor_revision FINAL
    }}
  ),
  -- A complete run computes every operation that has any evidence.
  before AS (
    SELECT
      operation,
      month,
      {{include expressions/floor_figures}},
      lines
    FROM in_force
    WHERE present = 1
      AND ({epoch:UInt64} = {sequence:UInt64} OR operation IN computed_now)
  ),
  computed AS (
    SELECT
      operation,
      month,
      {{include expressions/floor_figures}},
      lines
    FROM floor_work
    WHERE scope = {scope:String}
  ),
  gone AS (
    SELECT
      operation,
      month,
      0 AS present,
      NULL AS floor_eur,
      NULL AS floor_headline_eur,
      0 AS documented_eur,
      0 AS apportioned_eur,
      0 AS modelled_eur,
      0 AS accrued_eur,
      0 AS offshore_eur,
      0 AS payment_dated_eur,
      0 AS unplaced_reversal_eur,
      '' AS rung,
      1 AS confidence,
      'insufficient' AS status,
      'no_evidence_left' AS reason,
      NULL AS visitors_lower,
      [] AS lines
    FROM before
    WHERE (operation, month) NOT IN (SELECT operation, month FROM computed)
  ),
  changed AS (
    SELECT *
    FROM computed
    EXCEPT
    SELECT *
    FROM before
  ),
  written AS (
    SELECT
      operation,
      month,
      1 AS present,
      {{include expressions/floor_figures}},
      lines
    FROM changed
    UNION ALL
    SELECT *
    FROM gone
  )
SELECT
  operation,
  month,
  {sequence:UInt64},
  {run_id:String},
  present,
  {{include expressions/floor_figures}},
  lines,
  {method_version:String},
  {rate_card_version:String},
  {known_at:DateTime64(3)}
FROM written
