-- Purpose: writes what became of each flow in each regular operation: the first rule, in the order
-- of the method, that leaves it out.
-- Parameters: scope, epoch, sequence, run_id.
INSERT INTO flow_ruling (
  epoch, sequence, run_id, operation, source, flow_id, payment, revision, sha256, network_key,
  source_group, is_payment_dated, line, currency, amount, paid_eur, left_eur, first_month,
  last_month, rule, reason, is_offshore)
WITH
  chosen AS (
    {{include estimate/part/chosen_sides}}
  ),
  idle_window AS (
    {{include estimate/part/idle_windows}}
  ),
  flow AS (
    SELECT
      operation,
      source,
      flow_id,
      revision,
      sha256,
      key,
      source_group,
      is_payment_dated,
      group_hash,
      first_window_month,
      last_window_month,
      line,
      currency,
      amount,
      is_offshore,
      sumIf(part_of.paid, part_of.why = '') AS paid_units,
      sumIf(part_of.paid - part_of.taken, part_of.why = '') AS left_units,
      -- Gross money may have a share on some days only.
      min(part_of.why) AS first_why,
      if(first_why = '', minIf(month, part_of.why = ''), min(month)) AS first_month,
      if(first_why = '', maxIf(month, part_of.why = ''), max(month)) AS last_month
    FROM part_of
    WHERE scope = {scope:String}
      AND why != 'reversal'
      AND {{include estimate/part/is_regular}}
    GROUP BY
      operation, source, flow_id, revision, sha256, key, source_group, is_payment_dated,
      group_hash, first_window_month, last_window_month, line, currency, amount, is_offshore
  ),
  judged AS (
    SELECT
      *,
      multiIf(
        first_why != '', toString(first_why),
        (operation, key != '') NOT IN chosen, 'other_side_counts',
        (group_hash, first_window_month, last_window_month) IN idle_window,
        'other_source_counts',
        '') AS reason
    FROM flow
  )
SELECT
  {epoch:UInt64},
  {sequence:UInt64},
  {run_id:String},
  operation,
  source,
  flow_id,
  '',
  revision,
  sha256,
  key,
  source_group,
  is_payment_dated,
  line,
  currency,
  amount,
  {{include estimate/part/exact_eur
    units: paid_units
  }},
  {{include estimate/part/exact_eur
    units: left_units
  }},
  {{include estimate/part/month_number
    month: first_month
  }},
  {{include estimate/part/month_number
    month: last_month
  }},
  transform(
    reason,
    ['total', 'not_paid', 'unconverted', 'gross_without_share', 'other_side_counts',
      'other_source_counts'],
    ['M-TOTAL', 'M-SETTLE', 'M-RATE', 'M-GROSS', 'M-ORIGIN', 'M-OWNER'],
    ''),
  reason,
  is_offshore
FROM judged
SETTINGS max_insert_threads = 4
