-- Purpose: parts of flows (M-PERIOD, M-RATE, M-GROSS). A flow is cut by property, operation,
-- publisher share and month. Money belongs to the days of its service period, spread evenly. A part is
--   amount x rate x publisher share x property share x days / days of the period,
-- in whole numbers, cut once after 10 decimals of a euro.
-- Parameters: scope.
-- Words: owned.
-- Returns: a SELECT: the columns of estimate/part/part_columns.sql, why and paid. The word: rows
-- with the columns of estimate/part/flow_columns.sql, property_share, place_hash, owner_from (first day of each
-- span, ascending) and owner (the operation of each span; empty: nobody's).
WITH
  {{include rules/part_value}} AS part_value,
  {{include rules/offshore_on}} AS is_offshore_on,
  (SELECT (groupArray(place), groupArray(spans)) FROM offshore_span) AS offshore,
  (
    SELECT (
      groupArray(concat(network_name, ' ', line)),
      groupArray(arrayZip(span_from, span_share)))
    FROM contract_of
    WHERE scope = {scope:String}
  ) AS contracts,

  -- 1. Who and where: network key, source group, days.
  origin AS (
    SELECT
      network AS origin_network,
      source AS origin_source,
      network_name,
      key,
      source_group
    FROM origin_of
    WHERE scope = {scope:String}
  ),
  dated AS (
    SELECT
      *,
      toInt32(service_start) AS first_day,
      toInt32(service_end) AS last_day,
      toInt32(value_date) AS value_day,
      toInt32(statement_date) AS statement_day,
      {{include estimate/part/is_payment_dated}} AS is_payment_dated
    FROM {{owned}}
    LEFT ANY JOIN origin ON network = origin_network AND source = origin_source
  ),

  -- 2. M-RATE: of the value date and the statement date the lower rate. The euro has none.
  rate AS (
    SELECT
      currency AS rate_currency,
      day AS rate_day,
      low
    FROM rate_of
    WHERE scope = {scope:String}
  ),
  rated AS (
    SELECT
      f.*,
      multiIf(
        f.currency = 'EUR', toInt64(10000000000),
        v.low = 0, s.low,
        s.low = 0, v.low,
        least(v.low, s.low)) AS rate
    FROM dated AS f
    LEFT ANY JOIN rate AS v ON f.currency = v.rate_currency AND f.value_day = v.rate_day
    LEFT ANY JOIN rate AS s ON f.currency = s.rate_currency AND f.statement_day = s.rate_day
  ),

  -- 3. The window of the flow (M-OWNER).
  windowed AS (
    SELECT
      *,
      least(first_day, ifNull(value_day, first_day), ifNull(statement_day, first_day)) - 10
        AS window_first,
      greatest(last_day, ifNull(value_day, last_day), ifNull(statement_day, last_day)) + 10
        AS latest,
      if(value_day IS NULL, greatest(latest, last_day + 120), latest) AS window_last,
      is_offshore_on(
        offshore,
        account_country,
        ifNull(value_day, ifNull(statement_day, last_day))) AS is_offshore
    FROM rated
  ),

  -- 4. Cuts: where the property changes hands, where the share changes, at the end of a month.
  owned_days AS (
    SELECT
      *,
      held.operation AS operation,
      held.first AS held_first,
      held.last AS held_last
    FROM windowed
    ARRAY JOIN CAST(
      arrayFilter(
        span -> span.1 != '' AND span.2 <= span.3,
        arrayMap(
          (operation, from, next) -> (
            operation,
            greatest(from, first_day),
            least(next - 1, last_day)),
          owner,
          owner_from,
          arrayPushBack(arrayPopFront(owner_from), {{include expressions/day_after_last}}))),
      'Array(Tuple(operation String, first Int32, last Int32))') AS held
  ),
  shared_days AS (
    SELECT
      *,
      shared.share AS publisher_share,
      shared.first AS shared_first,
      shared.last AS shared_last
    FROM (
      SELECT
        *,
        if(
          basis = 'net',
          [({{include expressions/first_day}}, toInt32(1000000))],
          contracts.2[indexOf(contracts.1, concat(network_name, ' ', line))]) AS known_share,
        if(empty(known_share), [({{include expressions/first_day}}, toInt32(-1))], known_share)
          AS share_span
      FROM owned_days
    )
    ARRAY JOIN CAST(
      arrayFilter(
        span -> span.2 <= span.3,
        arrayMap(
          (own, next) -> (own.2, greatest(own.1, held_first), least(next - 1, held_last)),
          share_span,
          arrayPushBack(
            arrayMap(later -> later.1, arrayPopFront(share_span)),
            {{include expressions/day_after_last}}))),
      'Array(Tuple(share Int32, first Int32, last Int32))') AS shared
  ),
  cut AS (
    SELECT
      *,
      toInt32(month_of_part) AS month,
      last_day - first_day + 1 AS period_days,
      greatest(shared_first, {{include estimate/part/first_day_of_month
        month: month_of_part
      }}) AS part_first,
      least(shared_last, {{include estimate/part/first_day_of_month
        month: (month_of_part + 1)
      }} - 1) - part_first + 1 AS days
    FROM shared_days
    ARRAY JOIN range(
      {{include estimate/part/month_of_day
        day: shared_first
      }},
      {{include estimate/part/month_of_day
        day: shared_last
      }} + 1) AS month_of_part
  )
SELECT
  *,
  cityHash64(operation, key, source_group, is_payment_dated) AS group_hash,
  {{include estimate/part/month_of_day
    day: window_first
  }} AS first_window_month,
  {{include estimate/part/month_of_day
    day: window_last
  }} AS last_window_month,
  multiIf(
    flow_hash IN (
      SELECT flow_hash FROM nested_flow_of WHERE scope = {scope:String} AND is_balance), 'total',
    status = 'reversed', 'reversal',
    status = 'accrued', 'not_paid',
    rate = 0, 'unconverted',
    publisher_share < 0, 'gross_without_share',
    '') AS why,
  if(
    publisher_share < 0,
    toInt128(0),
    part_value(
      amount, rate, publisher_share, property_share, days, period_days)) AS paid
FROM cut
