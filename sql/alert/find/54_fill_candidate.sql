-- Purpose: finds the alerts on flows, from the episodes of a list and the payments of their
-- operations, with the first 100 flows that prove each and with what went where.
-- 53_fill_episode.sql ran before.
-- Parameters: scope, part. `scope` is the list of candidates, `part` that of episodes.
INSERT INTO alert_candidate (
  scope,
  alert_id,
  operation,
  {{include alert/find/part/alert_columns}},
  accounts,
  elsewhere,
  places,
  taken_back,
  state_hash,
  material_hash
)
WITH
  episode AS (
    SELECT
      {{include alert/find/part/episode_columns}},
      event_type,
      event_day
    FROM alert_episode_of
    WHERE scope = {part:String}
  ),

  -- 1. The payments of the episodes: each payment under each of its keys, then those in the months
  -- of an episode.
  payment_of_key AS (
    SELECT
      operation,
      level,
      key,
      {{include alert/find/part/month
        day: day
      }} AS month_number,
      toString(source_group) AS source_group,
      toString(network) AS network,
      toString(network_key) AS network_key,
      publisher_account,
      payee,
      account,
      toString(account_country) AS country,
      day,
      amount AS paid,
      counts AS own_counts,
      place AS paid_to,
      CAST(
        (day, source, flow_id, revision, sha256, amount),
        'Tuple(day Date32, source String, flow_id String, revision UInt32,
          sha256 FixedString(32), amount Int128)') AS proof
    FROM alert_payment FINAL
    ARRAY JOIN
      [1, 2, 3, 4, 5] AS level,
      {{include alert/find/part/keys}} AS key
    WHERE present = 1 AND operation IN (SELECT operation FROM episode)
  ),
  payment_of_episode AS (
    SELECT
      operation,
      level,
      key,
      first_month,
      if(has_counting, own_counts, has(counting, (network_key, source_group))) AS is_counted,
      paid_to,
      country,
      account,
      paid,
      proof,
      CAST(
        (network, publisher_account, payee, account, country),
        'Tuple(network String, publisher_account String, payee String, account String,
          country String)') AS names
    FROM payment_of_key
    INNER JOIN episode USING (operation, level, key)
    WHERE month_number BETWEEN first_month AND last_month
  ),

  -- 2. What went where: by account, then by place and country, then by episode. Each step keeps the
  -- first 100 proofs, and the names of the first payment.
  paid_by_account AS (
    SELECT
      operation,
      level,
      key,
      first_month,
      is_counted,
      paid_to,
      country,
      account,
      sum(paid) AS account_paid,
      count() AS account_flows,
      arraySlice(arraySort(groupArray(proof)), 1, 100) AS account_proofs,
      argMin(names, proof) AS account_names
    FROM payment_of_episode
    GROUP BY operation, level, key, first_month, is_counted, paid_to, country, account
  ),
  paid_by_country AS (
    SELECT
      operation,
      level,
      key,
      first_month,
      is_counted,
      paid_to,
      country,
      sum(account_paid) AS country_paid,
      sum(account_flows) AS country_flows,
      groupArray(
        CAST(
          (account_paid, account, country),
          'Tuple(amount Int128, account String, country String)')) AS country_accounts,
      arraySlice(arraySort(groupArrayArray(account_proofs)), 1, 100) AS country_proofs,
      argMin(account_names, account_proofs[1]) AS country_names
    FROM paid_by_account
    GROUP BY operation, level, key, first_month, is_counted, paid_to, country
  ),
  -- Accounts are sorted by amount, the highest first, then by name, so that equal ones always come
  -- in the same order.
  paid_by_episode AS (
    SELECT
      operation,
      level,
      key,
      first_month,
      arraySort(
        one -> (-one.amount, one.account, one.country),
        groupArrayArrayIf(country_accounts, is_counted)) AS accounts_paid,
      arraySort(
        groupArray((is_counted, paid_to, country, country_paid, country_flows))) AS places,
      arraySlice(arraySort(groupArrayArray(country_proofs)), 1, 100) AS proofs,
      argMin(country_names, country_proofs[1]) AS names
    FROM paid_by_country
    GROUP BY operation, level, key, first_month
  ),

  -- 3. In the words of the view alert_current.
  described AS (
    SELECT
      operation,
      {{include alert/find/part/level_names}} AS level_names,
      level_names[level] AS level_name,
      key,
      names.network AS network,
      names.publisher_account AS publisher_account,
      names.payee AS payee,
      names.account AS account,
      names.country AS account_country,
      proofs[1].day AS first_value_date,
      {{include expressions/month_of_time
        time: first_value_date
      }} AS month,
      {{include alert/find/part/eur_of_paid
        amount: amount
      }} AS amount_eur,
      flow_count,
      silent AS silent_months,
      arrayFilter(other -> other > level, new_levels) AS finer_levels,
      arrayMap(
        other -> level_names[other],
        arrayFilter(other -> NOT has(returned_levels, other), finer_levels)) AS novelty,
      arrayMap(
        other -> level_names[other],
        arrayFilter(other -> has(returned_levels, other), finer_levels)) AS returned,
      place,
      event_type,
      toDate32(event_day) AS event_date,
      proofs,
      arrayMap(proof -> (proof.source, proof.flow_id), proofs) AS flows,
      counts,
      counting,
      arraySlice(accounts_paid, 1, 5) AS accounts,
      arraySum(one -> one.amount, arraySlice(accounts_paid, 6)) AS elsewhere,
      places,
      taken_back
    FROM paid_by_episode
    INNER JOIN episode USING (operation, level, key, first_month)
  ),

  -- 4. Kind, severity and identity (docs/decisions/0009-alerts.md). A place is 2 when it is listed,
  -- 1 when it is an offshore centre.
  ruled AS (
    SELECT
      *,
      level_name AS level,
      multiIf(
        silent_months > 0, 'RETURN',
        level IN ('network', 'publisher_account'), 'FIRST',
        level = 'payee', 'NEW_PAYEE',
        level = 'account', 'NEW_ACCOUNT',
        'NEW_COUNTRY') AS kind,
      multiIf(
        place = 2 OR (place > 0 AND event_type != ''), 'high',
        place = 1 OR event_type != '' OR level = 'account_country' OR silent_months >= 12, 'medium',
        'low') AS severity,
      {{include alert/find/part/identity
        rule: concat('flow:', level)
      }} AS alert_id,
      CAST(NULL, 'Nullable(Decimal(18, 4))') AS threshold_eur,
      CAST(NULL, 'Nullable(Decimal(18, 4))') AS previous_eur
    FROM described
  )
SELECT
  {scope:String},
  alert_id,
  operation,
  {{include alert/find/part/alert_columns}},
  accounts,
  elsewhere,
  places,
  taken_back,
  -- All that an alert says, except where its records were seen.
  lower(hex(SHA256(toJSONString((
    kind,
    severity,
    key,
    month,
    network,
    publisher_account,
    payee,
    account,
    account_country,
    first_value_date,
    toString(amount_eur),
    counts,
    flow_count,
    silent_months,
    novelty,
    returned,
    place,
    event_type,
    event_date,
    toString(proofs),
    toString(accounts),
    toString(elsewhere),
    toString(places),
    toString(taken_back)))))),
  -- What an investigator would act on. Another amount matters when it has another order of
  -- magnitude.
  lower(hex(SHA256(toJSONString((
    kind,
    severity,
    key,
    first_value_date,
    counts,
    novelty,
    place,
    event_type,
    event_date,
    length(toString(toUInt64(amount_eur))))))))
FROM ruled
SETTINGS async_insert = 0, join_use_nulls = 0, compile_expressions = 0
