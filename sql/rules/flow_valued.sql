-- Purpose: one row for each flow (for a dispute one for each content), with what decides its part
-- in the floors, the exchange rate, and whether the account is offshore. flows: contents of the
-- highest revision, as flow_top_at has them. targets: the same, with all that flows may take back.
-- hops: as superseded_hop_at. records: rows that may reverse one. rates and offshore: rate_table
-- and offshore_table, or a row of constant_of. bitAnd and if are used where AND and OR would be: 45
-- ms less of planning in each statement that values flows (docs/decisions/0016).
-- Words: flows, targets, hops, records, rates, offshore.
-- Returns: a SELECT.
--   first_standing (before rates are looked at): paid, accrued, reversal (of a flow that counts),
--   unknown_reversal (of a flow that nobody reported), idle_reversal (of a flow that does not
--   count), undated_reversal (of a flow that nobody reported, without any day), disputed,
--   superseded_by_hop; payment_dated and unknown_network: a flow of which only days of payment, or
--   no network, are known counts nowhere.
--   The columns from `line` on are those that a reversal takes from its target: site, shares, line,
--   period, dates; and the target's basis, network and currency. is_offshore of a reversal is that
--   of its target too: a full reversal cancels what was paid there, whatever account it names
--   itself.
--   is_superseded: a hop behind it is paid. An accrued flow stays accrued then, and is in no sum.
--   rate: the lower of the rates of value date and statement date (rate_on.sql), 0 when there is
--   none; for an unknown reversal the higher.
WITH {{include rules/offshore_from
    offshore: {{offshore}}
  }} AS spans
SELECT
  source, booked_source, flow_id, revision, sha256, known_at, network, reported_line, publisher_account, amount, currency, status, basis, account_country, account_country_from,
  line, property, share_properties, shares, period_start, period_end, value_date, statement_date, target_basis, target_network, rate,
  -- A flow without a rate does not count, so what takes it back takes back nothing. In its own
  -- currency the rate is the same.
  CAST(multiIf(
    bitAnd(asks_target, greatest(target_value_rate, target_statement_rate) = 0), 'idle_reversal',
    bitAnd(bitAnd(first_standing = 'reversal', target_currency = currency), rate = 0), 'idle_reversal',
    bitAnd(first_standing IN ('paid', 'reversal', 'unknown_reversal'), rate = 0), 'unconverted',
    first_standing), 'LowCardinality(String)') AS standing,
  place_day, is_superseded,
  {{include rules/offshore_on
    country: place_country
    day: place_number
    spans: spans
  }} AS is_offshore
FROM (
  SELECT *, toInt32(place_day) AS place_number,
    multiIf(
      currency = 'EUR', toInt64(10000000000),
      first_standing = 'unknown_reversal', greatest(value_rate, statement_rate),
      {{include rules/lower_rate
        one: value_rate
        other: statement_rate
      }}) AS rate
  FROM (
    WITH {{include rules/rates_from
        rates: {{rates}}
      }} AS fx
    SELECT *,
      {{include rules/rate_on
        currency: currency
        date: value_date
        day: own_value_day
      }} AS value_rate,
      {{include rules/rate_on
        currency: currency
        date: statement_date
        day: own_statement_day
      }} AS statement_rate,
      if(asks_target, {{include rules/rate_on
        currency: target_currency
        date: value_date
        day: target_value_day
      }}, 0) AS target_value_rate,
      if(asks_target, {{include rules/rate_on
        currency: target_currency
        date: statement_date
        day: target_statement_day
      }}, 0) AS target_statement_rate
    FROM (
      SELECT *,
        -- Only a reversal asks whether its target has a rate.
        bitAnd(first_standing = 'reversal', target_currency NOT IN ('EUR', currency)) AS asks_target,
        -- The day on which the place of the account is judged: of the money, else of the statement,
        -- else of the service.
        assumeNotNull(coalesce(value_date, statement_date, period_end)) AS place_day
      FROM (
        SELECT
          f.source AS source,
          -- A reversal is summed under the source of its target, so that a full one cancels exactly.
          if(takes, t.target_source, toString(f.source)) AS booked_source,
          f.flow_id AS flow_id, f.revision AS revision, f.sha256 AS sha256, f.known_at AS known_at,
          -- A reversal that names no network is on that of its target.
          if(bitAnd(takes, f.network = ''), t.network, f.network) AS network, f.line AS reported_line,
          f.publisher_account AS publisher_account, f.amount AS amount, f.currency AS currency, f.status AS status, f.basis AS basis,
          f.account_country AS account_country, f.account_country_from AS account_country_from,
          CAST(multiIf(
            f.contents > 1, 'disputed',
            bitAnd(f.status != 'accrued', is_superseded), 'superseded_by_hop',
            bitAnd(f.status != 'reversed', f.is_payment_dated), 'payment_dated',
            bitAnd(f.status != 'reversed', f.network = ''), 'unknown_network',
            f.status = 'accrued', 'accrued',
            f.status = 'paid', 'paid',
            bitAnd(bitAnd(t.contents = 0, f.is_payment_dated), isNull(coalesce(f.value_date, f.statement_date))), 'undated_reversal',
            t.contents = 0, 'unknown_reversal',
            bitAnd(bitAnd(t.contents = 1, t.status = 'paid'), NOT is_target_superseded), 'reversal',
            'idle_reversal'), 'LowCardinality(String)') AS first_standing,
          is_superseded,
          if(takes, t.account_country, f.account_country) AS place_country,
          if(takes, t.line, f.line) AS line,
          if(takes, t.property, f.property) AS property,
          if(takes, t.share_properties, f.share_properties) AS share_properties,
          if(takes, t.shares, f.shares) AS shares,
          if(takes, t.period_start, f.period_start) AS period_start,
          if(takes, t.period_end, f.period_end) AS period_end,
          if(takes, t.value_date, f.value_date) AS value_date,
          if(takes, t.statement_date, f.statement_date) AS statement_date,
          if(takes, t.basis, f.basis) AS target_basis,
          if(takes, t.network, f.network) AS target_network,
          if(takes, t.currency, f.currency) AS target_currency
        FROM (
          SELECT *,
            (toString(source), flow_id) IN (SELECT hop_source, hop_flow_id FROM {{hops}}) AS is_superseded,
            (reverses_source, reverses_flow_id) IN (SELECT hop_source, hop_flow_id FROM {{hops}}) AS is_target_superseded,
            if(status = 'reversed', reverses_flow_id, '') AS taken_back
          FROM {{flows}}
        ) AS f
        LEFT ANY JOIN (
          SELECT toString(source) AS target_source, flow_id AS target_flow_id, account_country, line, property, share_properties, shares, period_start, period_end, value_date, statement_date, basis,
            network, currency, status, contents
          FROM {{targets}}
          WHERE (source, flow_id) IN (SELECT reverses_source, reverses_flow_id FROM {{records}} WHERE reverses_flow_id != '')
          -- Of a disputed target the content with the lowest digest, as everywhere: it decides no
          -- floor, but what is shown must not change by itself.
          ORDER BY sha256 LIMIT 1 BY source, flow_id
        ) AS t ON f.reverses_source = t.target_source AND f.taken_back = t.target_flow_id
        -- `takes`: the reversal stands in the place of its target.
        ARRAY JOIN [f.status = 'reversed' AND t.contents > 0] AS takes
      )
    )
  )
)
