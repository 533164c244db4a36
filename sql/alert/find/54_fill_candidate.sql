-- Purpose: the alerts on flows, from the episodes of a list and the payments of their operations,
-- with the first 100 flows that prove each and what went where. Parameters: scope (of candidates),
-- part (of episodes; fill_episode.sql ran before).
INSERT INTO alert_candidate (scope, alert_id, kind, level, severity, operation, key, month, network, publisher_account, payee, account,
  account_country, first_value_date, amount_eur, flow_count, silent_months, novelty, returned, place, event_type, event_date,
  threshold_eur, previous_eur, flows, counting, accounts, elsewhere, places, taken_back, state_hash, material_hash)
WITH
  -- Each payment under each of its keys.
  keyed AS (
    SELECT
      *,
      level AS own_level,
      {{include alert/find/part/keys}}[level] AS own_key,
      {{include alert/find/part/month
        day: day
      }} AS month_number
    FROM alert_payment FINAL
    ARRAY JOIN [1, 2, 3, 4, 5] AS level
    WHERE present = 1 AND amount > 0 AND operation IN (SELECT operation FROM alert_episode_of WHERE scope = {part:String})
  ),
  -- The payments of the episodes.
  proving AS (
    SELECT
      p.*,
      e.level AS level,
      e.first_month AS first_month,
      has(e.counting, (toString(p.network), toString(p.source_group))) AS is_counted,
      (e.key, e.flow_count, e.silent, e.place, e.new_levels, e.returned_levels, e.event_type, e.event_day, e.amount, e.counting) AS episode
    FROM keyed AS p
    INNER JOIN (SELECT * FROM alert_episode_of WHERE scope = {part:String}) AS e
      ON p.operation = e.operation AND p.own_level = e.level AND p.own_key = e.key
    WHERE p.month_number BETWEEN e.first_month AND e.last_month
  ),
  by_account AS (
    SELECT
      operation,
      level,
      first_month,
      own_key,
      is_counted,
      place,
      account_country,
      account,
      sum(amount) AS paid,
      count() AS flows,
      any(episode) AS episode,
      arraySlice(arraySort(groupArray((day, source, flow_id, revision, sha256, amount))), 1, 100) AS listed,
      argMin((network, publisher_account, payee, account, toString(account_country), day), (day, source, flow_id)) AS first
    FROM proving
    GROUP BY operation, level, first_month, own_key, is_counted, place, account_country, account
  ),
  by_country AS (
    SELECT
      operation,
      level,
      first_month,
      own_key,
      is_counted,
      place,
      toString(account_country) AS country,
      sum(paid) AS country_paid,
      sum(flows) AS country_flows,
      any(episode) AS episode,
      groupArray((paid, account, country)) AS account_sums,
      arraySlice(arraySort(groupArrayArray(listed)), 1, 100) AS country_listed,
      argMin(first, (listed[1].1, listed[1].2, listed[1].3)) AS country_first
    FROM by_account
    GROUP BY operation, level, first_month, own_key, is_counted, place, country
  ),
  by_episode AS (
    SELECT
      operation,
      level,
      any(episode) AS e,
      argMin(country_first, (country_listed[1].1, country_listed[1].2, country_listed[1].3)) AS first,
      arraySlice(arraySort(groupArrayArray(country_listed)), 1, 100) AS listed,
      -- By amount, the highest first; of equal ones the order is that of the names, so that it is
      -- always the same.
      arraySort(x -> (-(x.1), x.2, x.3), groupArrayArrayIf(account_sums, is_counted)) AS account_paid,
      arraySort(groupArray((is_counted, place, country, country_paid, country_flows))) AS places,
      sumIf(country_paid, is_counted) AS paid
    FROM by_country
    GROUP BY operation, level, first_month, own_key
  ),
  -- In the words of view alert_current.
  described AS (
    SELECT
      operation,
      level,
      ['network', 'publisher_account', 'payee', 'account', 'account_country'] AS levels,
      levels[level] AS level_name,
      e.1 AS key,
      e.2 AS flow_count,
      e.3 AS silent,
      e.4 AS place,
      arrayMap(l -> levels[l], arrayFilter(l -> l > level AND NOT has(e.6, l), e.5)) AS novelty,
      arrayMap(l -> levels[l], arrayFilter(l -> l > level, e.6)) AS returned,
      e.7 AS event_type,
      toDate32(e.8) AS event_date,
      {{include alert/find/part/eur_of_paid
        amount: e.9
      }} AS amount_eur,
      e.10 AS counting,
      first.1 AS network,
      first.2 AS publisher_account,
      first.3 AS payee,
      first.4 AS account,
      first.5 AS account_country,
      first.6 AS day,
      formatDateTime(day, '%Y-%m') AS month,
      listed,
      arrayMap(m -> (m.2, m.3), listed) AS flows,
      arraySlice(account_paid, 1, 5) AS accounts,
      arraySum(x -> x.1, arraySlice(account_paid, 6)) AS elsewhere,
      places,
      paid - e.9 AS taken_back
    FROM by_episode
  ),
  -- The kind and the severity (docs/decisions/0009-alerts.md).
  ruled AS (
    SELECT
      *,
      multiIf(silent > 0, 'RETURN', level <= 2, 'FIRST', level = 3, 'NEW_PAYEE', level = 4, 'NEW_ACCOUNT', 'NEW_COUNTRY') AS kind,
      multiIf(
        place = 2 OR (place > 0 AND event_type != ''), 'high',
        place = 1 OR event_type != '' OR level = 5 OR silent >= 12, 'medium',
        'low') AS severity
    FROM described
  )
SELECT
  {scope:String},
  lower(hex(substring(SHA256(toJSONString((concat('flow:', level_name), '1', operation, key, month))), 1, 16))),
  kind,
  level_name,
  severity,
  operation,
  key,
  month,
  network,
  publisher_account,
  payee,
  account,
  account_country,
  day,
  amount_eur,
  flow_count,
  silent,
  novelty,
  returned,
  place,
  event_type,
  event_date,
  NULL,
  NULL,
  flows,
  counting,
  accounts,
  elsewhere,
  places,
  taken_back,
  -- All that an alert says, but where its records were seen.
  lower(hex(SHA256(toJSONString((kind, severity, key, month, network, publisher_account, payee, account, account_country, day,
    toString(amount_eur), flow_count, silent, novelty, returned, place, event_type, event_date, toString(listed), toString(accounts),
    toString(elsewhere), toString(places), toString(taken_back)))))),
  -- What an investigator would act on: another amount matters when it has another order of
  -- magnitude.
  lower(hex(SHA256(toJSONString((kind, severity, key, day, novelty, place, event_type, event_date,
    length(toString(toUInt64(amount_eur))))))))
FROM ruled
SETTINGS async_insert = 0, join_use_nulls = 0, compile_expressions = 0
