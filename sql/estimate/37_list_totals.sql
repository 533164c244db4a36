-- Purpose: M-TOTAL. Lists running balances, which the last one of those that begin on the same day
-- replaces. Where the days of a flow hold two other periods or more, it may be a total of them: this
-- depends on the amounts, from the shortest to the longest, so the plain form decides.
-- Parameters: scope, as_of.
INSERT INTO nested_flow_of (scope, flow_hash, is_balance)
WITH
  paid_flow AS (
    {{include estimate/part/flow_in_force
      wanted: status = 'paid'
    }}
  ),
  keyed AS (
    SELECT
      f.flow_hash AS hash,
      toInt32(f.service_start) AS first_day,
      toInt32(f.service_end) AS last_day,
      {{include estimate/part/is_payment_dated}} AS is_payment_dated,
      -- The same shares in any order.
      if(
        f.property != '',
        0,
        arraySum(
          share -> cityHash64(share),
          arrayDistinct(arrayZip(f.share_properties, f.shares)))) AS shares_hash,
      cityHash64(
        f.source, o.key, f.publisher_account_key, f.property, shares_hash, f.line, f.currency,
        f.basis) AS alike_hash
    FROM paid_flow AS f
    LEFT ANY JOIN (SELECT * FROM origin_of WHERE scope = {scope:String}) AS o
      ON f.network = o.network AND f.source = o.source
  ),
  alike AS (
    SELECT
      CAST(
        groupArray((first_day, last_day, is_payment_dated, hash)),
        'Array(Tuple(first Int32, last Int32, is_payment_dated UInt8, hash UInt64))') AS flows,
      arrayDistinct(arrayMap(flow -> (flow.first, flow.last), flows)) AS periods
    FROM keyed
    GROUP BY alike_hash
    HAVING max(last_day - first_day) > min(last_day - first_day)
  ),
  -- In order, each period ends after the one before, where none holds another.
  nested AS (
    SELECT
      flows,
      periods,
      arrayMap(
        period -> period.2,
        arraySort(period -> (period.1, -period.2), periods)) AS ends
    FROM alike
    WHERE arrayExists(
      (end, next) -> next <= end,
      arrayPopBack(ends), arrayPopFront(ends))
  ),
  -- How many other periods each one holds.
  judged AS (
    SELECT
      flows,
      arrayExists(
        period -> arrayCount(
          other -> period.1 <= other.1 AND other.2 <= period.2,
          periods) > 2,
        periods) AS may_hold_total,
      arrayFilter(
        flow -> NOT flow.is_payment_dated AND arrayExists(
          other -> NOT other.is_payment_dated
            AND other.first = flow.first
            AND other.last > flow.last,
          flows),
        flows) AS balances
    FROM nested
  )
SELECT
  {scope:String},
  arrayJoin(if(may_hold_total, flows, balances)).hash,
  NOT may_hold_total
FROM judged
SETTINGS join_use_nulls = 0
