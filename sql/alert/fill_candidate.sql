-- Purpose: the alerts on flows, from the episodes of a list and the payments of their operations, with the first 100 flows that prove each. Parameters: scope (of
-- candidates), part (of episodes; fill_episode.sql ran before).
INSERT INTO alert_candidate (scope, alert_id, kind, level, severity, operation, key, month, network, publisher_account, payee, account, account_country, first_value_date, amount_eur,
  flow_count, silent_months, novelty, place, event_type, event_date, threshold_eur, previous_eur, flows, state_hash, material_hash)
SELECT {scope:String}, alert_id, kind, level_name, severity, operation, key, month, network, publisher_account, payee, account, account_country, day, amount_eur,
  flow_count, silent, novelty, place, event_type, event_date, NULL, NULL, flows,
  lower(hex(SHA256(toJSONString((kind, severity, key, month, network, publisher_account, payee, account, account_country, day, toString(amount_eur), flow_count, silent, novelty, place, event_type, event_date, flows))))),
  -- What an investigator would act on: another amount matters when it has another order of magnitude.
  lower(hex(SHA256(toJSONString((kind, severity, key, day, novelty, place, event_type, event_date, length(toString(toUInt64(amount_eur))))))))
FROM (
  SELECT *, levels[level] AS level_name,
    multiIf(silent > 0, 'RETURN', level <= 2, 'FIRST', level = 3, 'NEW_PAYEE', level = 4, 'NEW_ACCOUNT', 'NEW_COUNTRY') AS kind,
    multiIf(place = 2 OR (place > 0 AND event_type != ''), 'high', place = 1 OR event_type != '' OR level = 5 OR silent >= 12, 'medium', 'low') AS severity,
    formatDateTime(day, '%Y-%m') AS month,
    lower(hex(substring(SHA256(toJSONString((concat('flow:', level_name), '1', operation, key, month))), 1, 16))) AS alert_id,
    arrayMap(l -> levels[l], arrayFilter(l -> l > level, new_levels)) AS novelty
  FROM (
    SELECT operation, level, key, flow_count, silent, place, new_levels, event_type, toDate32(event_day) AS event_date,
      ['network', 'publisher_account', 'payee', 'account', 'account_country'] AS levels,
      toDecimal64(toDecimal128(if(episode_amount > toInt128('999999999999999999000000'), toInt128('999999999999999999'), intDiv(episode_amount, toInt128(1000000))), 0) * toDecimal128('0.0001', 4), 4) AS amount_eur,
      arrayMap(m -> (m.2, m.3), arraySlice(arraySort(groupArray((own_day, source, flow_id))), 1, 100)) AS flows,
      argMin((own_network, own_publisher_account, own_payee, own_account, own_account_country, own_day), (own_day, source, flow_id)) AS first,
      first.1 AS network, first.2 AS publisher_account, first.3 AS payee, first.4 AS account, first.5 AS account_country, first.6 AS day
    FROM (
      SELECT p.source AS source, p.flow_id AS flow_id, p.day AS own_day, p.network AS own_network, p.publisher_account AS own_publisher_account, p.payee AS own_payee,
        p.account AS own_account, p.account_country AS own_account_country, e.operation AS operation, e.level AS level, e.key AS key, e.first_month AS first_month,
        e.flow_count AS flow_count, e.silent AS silent, e.place AS place, e.new_levels AS new_levels, e.event_type AS event_type, e.event_day AS event_day, e.amount AS episode_amount
      FROM (
        SELECT *, level AS own_level, {{body alert_keys}}[level] AS own_key, {{body alert_month
          day: day
        }} AS month_number
        FROM alert_payment FINAL
        ARRAY JOIN [1, 2, 3, 4, 5] AS level
        WHERE present = 1 AND amount > 0 AND operation IN (SELECT operation FROM alert_episode_of WHERE scope = {part:String})
      ) AS p
      INNER JOIN (SELECT * FROM alert_episode_of WHERE scope = {part:String}) AS e ON p.operation = e.operation AND p.own_level = e.level AND p.own_key = e.key
      WHERE p.month_number BETWEEN e.first_month AND e.last_month
    )
    GROUP BY operation, level, key, first_month, flow_count, silent, place, new_levels, event_type, event_day, episode_amount
  )
)
SETTINGS async_insert = 0, join_use_nulls = 0, compile_expressions = 0
