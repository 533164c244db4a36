-- Purpose: what is left of each payment of some operations by the last run. The pieces of a payment
-- that pays lines (M-SETTLE) are one payment again. If any of it counts, `amount` is what counts.
-- Words: operations.
-- Returns: a SELECT: operation, source, flow_id, counts, amount (1e-10 EUR), source_group,
-- first_month, last_month, to_offshore, ruled_revision (0: only its lines have rulings),
-- ruled_sha256. The word is a step or table of operations, of one column.
WITH
  ruling AS (
    SELECT
      *,
      rule = '' AS is_counted,
      if(payment = '', flow_id, payment) AS paid_by,
      reinterpretAsInt128(left_eur) AS units
    FROM flow_ruling_in_force
    WHERE left_eur > 0 AND operation IN {{operations}}
  )
SELECT
  operation,
  toString(ruling.source) AS source,
  paid_by AS flow_id,
  max(is_counted) AS counts,
  if(counts, sumIf(units, is_counted), sum(units)) AS amount,
  -- A source may tell of months, and again of the days on which it paid them. So its payments of
  -- which only days are known are a group of their own; no name ends with a line feed.
  min(concat(ruling.source_group, if(is_payment_dated, '\n', ''))) AS source_group,
  if(counts, minIf(ruling.first_month, is_counted), min(ruling.first_month)) AS first_month,
  if(counts, maxIf(ruling.last_month, is_counted), max(ruling.last_month)) AS last_month,
  max(is_offshore) AS to_offshore,
  maxIf(ruling.revision, payment = '') AS ruled_revision,
  maxIf(ruling.sha256, payment = '') AS ruled_sha256
FROM ruling
GROUP BY operation, source, paid_by
