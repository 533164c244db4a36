-- Purpose: sums what counts by operation, network key, month and line. What rests on assumptions
-- that are left out is summed apart.
-- Parameters: scope, without.
INSERT INTO ledger_of (
  scope, operation, key, month, line, eur, left_out, apportioned, payment_dated, offshore,
  has_paid, has_left_out, has_shared)
WITH
  part AS (
    {{include estimate/part/counting}}
  ),
  admitted AS (
    SELECT
      *,
      has({without:Array(String)}, 'even_spread') AND days < period_days
        OR has({without:Array(String)}, 'payment_month') AND is_payment_dated
        OR has({without:Array(String)}, 'rung:L0') AND property_share = 1000000
        OR has({without:Array(String)}, 'rung:L1') AND property_share < 1000000 AS is_left_out
    FROM part
  ),
  summed AS (
    SELECT
      operation,
      key,
      month,
      line,
      sum(paid - taken) AS eur,
      sumIf(paid, is_left_out) AS left_out,
      sumIf(paid - taken, NOT is_left_out AND days < period_days) AS apportioned,
      sumIf(paid - taken, NOT is_left_out AND is_payment_dated) AS payment_dated,
      sumIf(paid - taken, NOT is_left_out AND is_offshore) AS offshore,
      max(paid > 0) AS has_paid,
      max(is_left_out) AS has_left_out
    FROM admitted
    GROUP BY operation, key, month, line
  ),
  shared_part AS (
    SELECT
      operation,
      key,
      month,
      line,
      sum(paid - taken) > 0 AS is_left
    FROM admitted
    WHERE property_share < 1000000
      AND NOT is_left_out
    GROUP BY operation, key, month, line, flow_hash, place_hash, part_first
  ),
  shared AS (
    SELECT
      operation,
      key,
      month,
      line,
      max(is_left) AS has_shared
    FROM shared_part
    GROUP BY operation, key, month, line
  )
SELECT
  {scope:String},
  operation,
  key,
  month,
  line,
  eur,
  left_out,
  apportioned,
  payment_dated,
  offshore,
  has_paid,
  has_left_out,
  shared.has_shared
FROM summed
LEFT ANY JOIN shared USING (operation, key, month, line)
SETTINGS join_use_nulls = 0
