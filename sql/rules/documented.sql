-- Purpose: documented money of each operation and month that the engine computes. The scope names
-- work lists.
-- Parameters: scope.
-- Returns: a SELECT: operation, month (since year 0), lines (documented money and what of it rests
-- on what), unplaced (Int128, 1e-10 EUR), reasons (codes, if nothing counts).
WITH
  chosen AS (
    {{include estimate/part/chosen_sides}}
  ),

  -- 1. What counts, by line: cut after 4 decimals, as the last step.
  ledger AS (
    SELECT
      operation,
      month,
      line,
      sum(left_out) AS left_out,
      sum(apportioned) AS apportioned,
      sum(payment_dated) AS payment_dated,
      sum(offshore) AS offshore,
      max(has_paid) AS has_paid,
      max(has_left_out) AS has_left_out,
      max(has_shared) AS has_shared
    FROM ledger_of
    WHERE scope = {scope:String}
      AND (operation, key != '') IN chosen
    GROUP BY operation, month, line
  ),
  settled AS (
    SELECT
      operation,
      month,
      line,
      eur,
      unplaced
    FROM settled_of
    WHERE scope = {scope:String}
      AND (operation, is_known) IN chosen
  ),
  counted_line AS (
    SELECT
      s.operation AS operation,
      s.month AS month,
      toString(s.line) AS line,
      s.eur - l.left_out AS uncut,
      intDiv(if(uncut > 0, uncut, toInt128(0)), toInt128(1000000)) AS documented,
      arrayMap(
        eur -> intDiv(if(eur > 0, eur, toInt128(0)), toInt128(1000000)),
        [l.apportioned, l.payment_dated, l.offshore]) AS resting,
      s.unplaced AS unplaced,
      l.has_paid AS has_paid,
      l.has_left_out AS has_left_out,
      l.has_shared AS has_shared
    FROM settled AS s
    LEFT ANY JOIN ledger AS l
      ON s.operation = l.operation AND s.month = l.month AND s.line = l.line
  ),
  counted_month AS (
    SELECT
      operation,
      month,
      CAST(
        groupArray((
          line,
          documented,
          if(resting[1] < documented, resting[1], documented),
          if(resting[2] < documented, resting[2], documented),
          if(resting[3] < documented, resting[3], documented),
          has_shared)),
        'Array(Tuple(
          line String, documented Int128, apportioned Int128, payment_dated Int128,
          offshore Int128, has_shared UInt8))') AS lines,
      max(uncut > 0) AS has_figure,
      sum(unplaced) AS unplaced,
      multiIf(
        max(has_left_out), 'left_out',
        max(has_paid), 'only_taken_back',
        'nothing_paid') AS own_reason
    FROM counted_line
    GROUP BY operation, month
  ),

  -- 2. Why other flows of the month do not count.
  idle_window AS (
    {{include estimate/part/idle_windows}}
  ),
  part AS (
    SELECT
      operation,
      flow_hash,
      month,
      why,
      (operation, key != '') NOT IN chosen AS is_other_side,
      (group_hash, first_window_month, last_window_month) IN idle_window AS is_idle
    FROM part_of
    WHERE scope = {scope:String}
      AND why != 'reversal'
      AND {{include estimate/part/is_regular}}
  ),
  -- Gross money that has a share on some days only.
  countable_month AS (
    SELECT
      operation,
      flow_hash,
      month
    FROM part_of
    WHERE scope = {scope:String}
      AND why = ''
      AND (operation, flow_hash) IN (
        SELECT operation, flow_hash
        FROM part_of
        WHERE scope = {scope:String} AND why = 'gross_without_share')
  ),
  countable_flow AS (
    SELECT
      operation,
      flow_hash
    FROM countable_month
  ),
  judged AS (
    SELECT
      operation,
      month,
      multiIf(
        why NOT IN ('', 'gross_without_share'), toString(why),
        why != '' AND (operation, flow_hash) NOT IN countable_flow, toString(why),
        is_other_side, 'other_side_counts',
        is_idle, 'other_source_counts',
        why != '' AND (operation, flow_hash, month) NOT IN countable_month, toString(why),
        '') AS reason
    FROM part
  ),
  excluded AS (
    SELECT
      operation,
      month,
      arraySort(groupUniqArray(reason)) AS reasons
    FROM judged
    WHERE reason != ''
    GROUP BY operation, month
  )
SELECT
  if(c.month = 0, x.operation, c.operation) AS operation,
  if(c.month = 0, x.month, c.month) AS month,
  c.lines AS lines,
  c.has_figure AS has_figure,
  c.unplaced AS unplaced,
  arrayFilter(reason -> reason != '', arrayPushFront(x.reasons, c.own_reason)) AS reasons
FROM counted_month AS c
FULL JOIN excluded AS x ON c.operation = x.operation AND c.month = x.month
