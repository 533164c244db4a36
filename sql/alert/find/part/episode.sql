-- Purpose: episodes of keys, from coarse to fine (docs/decisions/0009-alerts.md). An episode is a
-- run of months in which a key was paid, without `silent_months` calendar months of silence in it.
-- Words: months, events, baseline_days, materiality_eur, silent_months, enforcement_days.
-- `materiality_eur` is in whole units of 0.0001 EUR.
-- Returns: a SELECT: the columns of episode_columns.sql, opener, event, silence. Each is explained
-- where it is made.
WITH
  -- 1. What was paid under each key: one row for a month, network and source group. `level` is the
  -- position of the key in keys.sql. `month_opener` is the first payment (opener_text.sql).
  paid_of_key AS (
    SELECT
      operation,
      level,
      key,
      month_number,
      network_key,
      source_group,
      paid,
      paid_flows,
      to_place,
      own_opener
    FROM {{months}}
    ARRAY JOIN
      [1, 2, 3, 4, 5] AS level,
      {{include alert/find/part/keys}} AS key
    WHERE key != ''
  ),
  month_of_key AS (
    SELECT
      operation,
      level,
      key,
      month_number,
      network_key,
      source_group,
      sum(paid) AS month_paid,
      sum(paid_flows) AS month_flows,
      max(to_place) AS month_place,
      minIf(own_opener, paid_flows > 0) AS month_opener
    FROM paid_of_key
    GROUP BY operation, level, key, month_number, network_key, source_group
  ),

  -- 2. A new episode begins after `silent_months` months without a payment. A row without flows has
  -- only reversals: it comes after the payments of its month and begins no episode.
  month_and_previous AS (
    SELECT
      *,
      max(if(month_flows > 0, month_number, 0)) OVER (
        PARTITION BY operation, level, key
        ORDER BY month_number, month_flows = 0, network_key, source_group
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS previous_month
    FROM month_of_key
  ),
  month_marked AS (
    SELECT
      *,
      month_flows > 0 AND previous_month = 0 AS is_first,
      month_flows > 0
        AND previous_month > 0
        AND month_number - previous_month > toInt32({{silent_months}}) AS is_return,
      if(is_return, month_number - previous_month - 1, 0) AS silence_before
    FROM month_and_previous
  ),
  month_of_episode AS (
    SELECT
      *,
      sum(is_first OR is_return) OVER (
        PARTITION BY operation, level, key
        ORDER BY month_number, month_flows = 0, network_key, source_group
        ROWS UNBOUNDED PRECEDING) AS episode
    FROM month_marked
  ),

  -- 3. In each network only the source group that reports most counts, so no payment is added up
  -- twice: at least this was paid. Of groups that report the same, the last by name counts.
  total_of_group AS (
    SELECT
      operation,
      level,
      key,
      episode,
      network_key,
      source_group,
      sum(month_paid) AS group_amount,
      sum(month_flows) AS group_flows,
      max(month_place) AS group_place,
      max(silence_before) AS group_silence,
      minIf(month_opener, month_flows > 0) AS group_opener,
      minIf(month_number, month_flows > 0) AS group_first,
      maxIf(month_number, month_flows > 0) AS group_last
    FROM month_of_episode
    GROUP BY operation, level, key, episode, network_key, source_group
  ),
  total_of_network AS (
    SELECT
      operation,
      level,
      key,
      episode,
      network_key,
      max(group_amount) AS network_amount,
      argMax(source_group, (group_amount, source_group)) AS counting_group,
      sum(group_flows) AS network_flows,
      max(group_place) AS network_place,
      max(group_silence) AS network_silence,
      minIf(group_opener, group_flows > 0) AS network_opener,
      minIf(group_first, group_flows > 0) AS network_first,
      maxIf(group_last, group_flows > 0) AS network_last
    FROM total_of_group
    GROUP BY operation, level, key, episode, network_key
  ),
  -- Money whose network is unknown may be that of any network, told again. Of the known networks
  -- together and the unknown one the larger counts, the known ones where they are equal. If more
  -- was taken back on the unknown network than paid, all of it is taken off.
  -- `amount` is in 1e-10 EUR; months are numbers as in month.sql. `silent` counts the months of
  -- silence before the episode, 0 before the first one. `counting` names the networks that count,
  -- and the counting group of each.
  total_of_episode AS (
    SELECT
      operation,
      level,
      key,
      episode,
      sumIf(network_amount, network_key != '') AS known_amount,
      sumIf(network_amount, network_key = '') AS unknown_amount,
      unknown_amount < 0 OR unknown_amount <= known_amount AS has_known,
      unknown_amount < 0 OR unknown_amount > known_amount AS has_unknown,
      if(has_known, known_amount, 0) + if(has_unknown, unknown_amount, 0) AS amount,
      sum(network_flows) AS flow_count,
      max(network_place) AS place,
      max(network_silence) AS silent,
      arraySort(arrayFilter(
        counted -> if(counted.1 = '', has_unknown, has_known),
        groupArray((network_key, counting_group)))) AS counting,
      minIf(network_opener, network_flows > 0) AS opener_text,
      minIf(network_first, network_flows > 0) AS first_month,
      maxIf(network_last, network_flows > 0) AS last_month
    FROM total_of_network
    WHERE episode > 0
    GROUP BY operation, level, key, episode
  ),
  -- `opener` is the first payment by day, source and flow.
  episode_opened AS (
    SELECT
      *,
      {{include alert/find/part/opener_of
        text: opener_text
      }} AS opener
    FROM total_of_episode
  ),

  -- 4. The guards. Its source must have covered the network long enough, and the episode must be
  -- material: by its amount, by the place that money went to, or by an enforcement event before it.
  coverage AS (
    SELECT
      source,
      network_key,
      toInt32(min(first_day)) AS covered_from
    FROM alert_coverage
    GROUP BY source, network_key
  ),
  events_of_operation AS (
    SELECT
      event_operation,
      arraySort(
        groupUniqArray(
          CAST((toInt32(date), toString(type)), 'Tuple(day Int32, type String)'))) AS events
    FROM {{events}}
    GROUP BY event_operation
  ),
  -- `event` is the last enforcement event in the days before the episode, with an empty type when
  -- there is none.
  episode_and_event AS (
    SELECT
      e.*,
      toInt32(e.opener.day) AS opened_on,
      c.covered_from AS covered_from,
      arrayLast(
        event -> event.day <= opened_on AND opened_on <= event.day + toInt32({{enforcement_days}}),
        v.events) AS event
    FROM episode_opened AS e
    LEFT ANY JOIN coverage AS c ON e.opener.source = c.source AND e.opener.network = c.network_key
    LEFT ANY JOIN events_of_operation AS v ON e.operation = v.event_operation
  ),
  episode_judged AS (
    SELECT
      *,
      covered_from != 0 AND covered_from + toInt32({{baseline_days}}) <= opened_on AS is_covered,
      amount >= toInt128({{materiality_eur}}) * 1000000
        OR place > 0
        OR event.type != '' AS is_material,
      is_covered AND is_material AND amount > 0 AS passes
    FROM episode_and_event
  ),

  -- 5. A payment may open episodes at several levels. The alert is on the coarsest that passes.
  -- `new_levels` are all levels that the payment opened, `returned_levels` those paid before.
  episode_compared AS (
    SELECT
      *,
      minIf(level, passes) OVER same_opener AS alert_level,
      arraySort(groupArray(level) OVER same_opener) AS new_levels,
      arraySort(groupArrayIf(level, silent > 0) OVER same_opener) AS returned_levels
    FROM episode_judged
    WINDOW same_opener AS (PARTITION BY operation, opener_text)
  )
-- `silence` says why there is no alert; it is empty when there is one.
SELECT
  *,
  multiIf(
    amount <= 0, 'taken_back',
    NOT is_covered, 'not_covered',
    NOT is_material, 'below_materiality',
    level > alert_level, 'in_coarser_alert',
    '') AS silence
FROM episode_compared
