-- Purpose: M-OWNER. Ranks the groups of each operation and network key: those near the largest
-- total first, among them not payment-dated before payment-dated, then those with the least
-- crossing, then the smallest; then the others, the largest first; ties by name. Each month belongs
-- to the first group in rank that has a window in it.
-- Parameters: scope.
INSERT INTO group_of (
  scope, operation, key, source_group, is_payment_dated, group_hash, total, is_near, crossing,
  rank, owned_months)
WITH
  part AS (
    {{include estimate/part/countable}}
  ),
  totalled AS (
    SELECT
      operation,
      key,
      source_group,
      is_payment_dated,
      group_hash,
      sum(paid) - sum(taken) AS total,
      uniqExactIf(
        (first_day, last_day),
        toYYYYMM(toDate32(first_day)) < toYYYYMM(toDate32(last_day))) AS crossing,
      groupUniqArray((first_window_month, last_window_month)) AS windows,
      arrayDistinct(arrayFlatten(arrayMap(
        window -> range(window.1, window.2 + 1),
        windows))) AS months
    FROM part
    GROUP BY operation, key, source_group, is_payment_dated, group_hash
  ),
  compared AS (
    SELECT
      *,
      total * 100 >= 95 * max(if(total > 0, total, toInt128(0)))
        OVER (PARTITION BY operation, key) AS is_near
    FROM totalled
  ),
  ranked AS (
    SELECT
      *,
      row_number() OVER (
        PARTITION BY operation, key
        ORDER BY
          is_near DESC,
          is_near AND is_payment_dated,
          if(is_near, crossing, 0),
          if(is_near, total, -total),
          source_group,
          is_payment_dated) AS rank
    FROM compared
  ),
  owner AS (
    SELECT
      operation,
      key,
      month,
      min(rank) AS rank
    FROM ranked
    ARRAY JOIN months AS month
    GROUP BY operation, key, month
  ),
  owned AS (
    SELECT
      operation,
      key,
      rank,
      arraySort(groupArray(month)) AS owned_months
    FROM owner
    GROUP BY operation, key, rank
  )
SELECT
  {scope:String},
  r.operation,
  r.key,
  r.source_group,
  r.is_payment_dated,
  r.group_hash,
  r.total,
  r.is_near,
  r.crossing,
  r.rank,
  o.owned_months
FROM ranked AS r
LEFT ANY JOIN owned AS o ON r.operation = o.operation AND r.key = o.key AND r.rank = o.rank
SETTINGS join_use_nulls = 0
