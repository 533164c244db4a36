-- Purpose: the alerts on flows of the operations of an evaluation, a share of them at a time. Parameters: scope (of candidates and events), part (list of payments),
-- baseline_days, materiality_eur (whole units of 0.0001), silent_months, enforcement_days.
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
    SELECT e.operation AS operation, e.level AS level, e.key AS key, e.flow_count AS flow_count, toUInt32(e.silent) AS silent, e.place AS place, e.new_levels AS new_levels,
      ['network', 'publisher_account', 'payee', 'account', 'account_country'] AS levels,
      toDecimal64(toDecimal128(if(e.amount > toInt128('999999999999999999000000'), toInt128('999999999999999999'), intDiv(e.amount, toInt128(1000000))), 0) * toDecimal128('0.0001', 4), 4) AS amount_eur,
      arrayMap(m -> (m.2, m.3), e.members) AS flows, e.event.2 AS event_type, toDate32(e.event.1) AS event_date,
      p.network AS network, p.publisher_account AS publisher_account, p.payee AS payee, p.account AS account, p.account_country AS account_country, p.day AS day
    FROM (
      SELECT * FROM (
        {{body alert_episode
          payments: (SELECT * FROM alert_payment_of WHERE scope = {part:String})
          events: (SELECT * FROM alert_event_of WHERE scope = {scope:String})
          baseline_days: {baseline_days:UInt32}
          materiality_eur: {materiality_eur:Int64}
          silent_months: {silent_months:UInt32}
          enforcement_days: {enforcement_days:UInt32}
        }}
      ) WHERE silence = ''
    ) AS e
    INNER JOIN (SELECT * FROM alert_payment_of WHERE scope = {part:String}) AS p ON e.operation = p.operation AND e.opener.2 = p.source AND e.opener.3 = p.flow_id
  )
)
SETTINGS async_insert = 0, join_use_nulls = 0, compile_expressions = 0
