-- Purpose: money left out of every floor, and why. The words are as flow_valued_at, flow_part_at
-- and flow_part_group_at have them, and as counting_source.sql returns it.
-- Words: valued, parts, grouped, counting.
-- Returns: a SELECT: source, flow_id, operation, amount, currency, amount_eur, reason.
WITH
  -- Part of an amount by site share and days, in 1e-10 of its unit. `units` is in 1e-10 as well.
  (units, site_share, days, period_days) -> toInt128(intDiv(toInt256(units) * site_share * days, toInt256(1000000) * period_days)) AS part_of,
  x -> {{include expressions/money
      units: intDiv(x, toInt128(1000000))
    }} AS in_eur
SELECT x.source AS source, x.flow_id AS flow_id, nullIf(x.part_operation, '') AS operation, toDecimal128(intDiv(sum(x.tenths), toInt128(100)), 0) * toDecimal128('0.00000001', 8) AS amount, any(x.part_currency) AS currency,
  if(any(x.rate) = 0, NULL, in_eur(sum(toInt128(intDiv(toInt256(x.tenths) * x.rate, toInt256(10000000000)))))) AS amount_eur, x.reason AS reason
FROM (
  SELECT source, flow_id, '' AS part_operation, currency AS part_currency, reinterpretAsInt128(amount) * 100 AS tenths, rate,
    if(standing = 'accrued', 'not_paid', standing) AS reason
  FROM (
    -- Of the contents of a disputed flow, the largest is what may be missing.
    SELECT * FROM {{valued}} ORDER BY amount DESC, sha256 LIMIT 1 BY source, flow_id
  )
  WHERE standing IN ('disputed', 'accrued', 'superseded_by_hop', 'unconverted', 'payment_dated', 'unknown_network', 'undated_reversal')
  UNION ALL
  SELECT source, flow_id, operation, currency, part_of(reinterpretAsInt128(amount) * 100, site_share, days, period_days), rate, reason
  FROM {{parts}}
  WHERE reason NOT IN ('', 'unconverted') AND standing != 'accrued'
  UNION ALL
  SELECT g.source, g.flow_id, g.operation, g.currency, part_of(reinterpretAsInt128(g.amount) * 100, g.site_share, g.days, g.period_days), g.rate, 'other_source_counts'
  FROM {{grouped}} AS g
  INNER JOIN {{counting}} AS c ON g.operation = c.c_operation AND g.month = c.c_month AND g.network = c.c_network
  WHERE g.reason = '' AND g.standing != 'accrued' AND g.source_group != c.counting_group
) AS x
GROUP BY x.source, x.flow_id, x.part_operation, x.reason
