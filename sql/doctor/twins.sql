-- Purpose: pairs of flows that count in one operation, have one amount and currency and lie at most
-- 10 days apart, of two sources or under two ids: they may be one payment, which then counts twice.
-- Of flows in order of their days, neighbours are compared. The day is the value date, else the
-- statement date, else the end of service.
-- Returns: pairs, operations, examples (up to three, quoted); no row when there is no pair.
WITH
  counting AS (
    SELECT
      operation,
      toString(source) AS source,
      flow_id,
      toString(currency) AS currency,
      amount
    FROM flow_ruling_in_force
    WHERE rule = '' AND payment = ''
  ),
  -- Few amounts occur twice: the days are looked up for them alone.
  same_amount AS (
    SELECT operation, currency, amount
    FROM counting
    GROUP BY operation, currency, amount
    HAVING count() > 1
  ),
  suspect AS (
    SELECT *
    FROM counting
    WHERE (operation, currency, amount) IN (SELECT operation, currency, amount FROM same_amount)
  ),
  dated AS (
    SELECT
      toString(source) AS dated_source,
      flow_id AS dated_flow_id,
      argMax(coalesce(value_date, statement_date, period_end), revision) AS day
    FROM flow_record
    WHERE (source, flow_id) IN (SELECT source, flow_id FROM suspect)
    GROUP BY dated_source, dated_flow_id
  ),
  told AS (
    SELECT
      *,
      assumeNotNull(day) AS told_on,
      concat(
        toJSONString(source), ' ', toJSONString(flow_id), ' of ', toString(told_on)) AS name
    FROM suspect
    INNER JOIN dated ON source = dated_source AND flow_id = dated_flow_id
    WHERE isNotNull(day)
  ),
  neighbour AS (
    SELECT
      *,
      lagInFrame(name) OVER same AS before,
      lagInFrame(told_on) OVER same AS before_on
    FROM told
    WINDOW same AS (
      PARTITION BY operation, currency, amount
      ORDER BY told_on, source, flow_id
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
  )
SELECT
  count() AS pairs,
  uniqExact(operation) AS operations,
  arrayStringConcat(
    arraySlice(
      arraySort(groupArray(concat(
        toString(amount), ' ', currency, ' of ', toJSONString(operation), ' in ',
        before, ' and ', name))),
      1, 3),
    '; ') AS examples
FROM neighbour
WHERE before != '' AND toInt32(told_on) - toInt32(before_on) <= 10
HAVING pairs > 0
