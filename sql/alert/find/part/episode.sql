-- Purpose: episodes of keys, from coarse to fine (docs/decisions/0009-alerts.md). An episode is a
-- run of months in which a key was paid, without `silent_months` calendar months of silence in it.
-- Words: months, floors, events, baseline_days, materiality_eur, silent_months, enforcement_days.
-- `materiality_eur` is in whole units of 0.0001 EUR. `floors` are rows of floor_revision.
-- Returns: a SELECT: the columns of episode_columns.sql, opener, event, silence. Each is explained
-- where it is made.
WITH
  -- 1. What was paid under each key: one row for a month, network and source group, what counts
  -- apart from what does not. `level` is the position of the key in keys.sql. `month_opener` is the
  -- first payment (opener_text.sql).
  paid_of_key AS (
    SELECT
      operation,
      level,
      key,
      month_number,
      network_key,
      source_group,
      counts,
      first_service,
      last_service,
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
      counts,
      min(first_service) AS month_first_service,
      max(last_service) AS month_last_service,
      sum(paid) AS month_paid,
      sum(paid_flows) AS month_flows,
      max(to_place) AS month_place,
      min(own_opener) AS month_opener
    FROM paid_of_key
    GROUP BY operation, level, key, month_number, network_key, source_group, counts
  ),

  -- 2. A new episode begins after `silent_months` months without a payment.
  month_and_previous AS (
    SELECT
      *,
      max(month_number) OVER (
        PARTITION BY operation, level, key
        ORDER BY month_number, network_key, source_group, counts
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS previous_month
    FROM month_of_key
  ),
  month_marked AS (
    SELECT
      *,
      previous_month = 0 AS is_first,
      previous_month > 0
        AND month_number - previous_month > toInt32({{silent_months}}) AS is_return,
      if(is_return, month_number - previous_month - 1, 0) AS silence_before
    FROM month_and_previous
  ),
  month_of_episode AS (
    SELECT
      *,
      sum(is_first OR is_return) OVER (
        PARTITION BY operation, level, key
        ORDER BY month_number, network_key, source_group, counts
        ROWS UNBOUNDED PRECEDING) AS episode
    FROM month_marked
  ),

  -- 3. What counts is added up. What does not may be the same money in another report: of it only
  -- the source group that reports most is taken in each network. Of groups that report the same,
  -- the last by name is taken.
  total_of_group AS (
    SELECT
      operation,
      level,
      key,
      episode,
      network_key,
      source_group,
      counts,
      min(month_first_service) AS group_first_service,
      max(month_last_service) AS group_last_service,
      sum(month_paid) AS group_amount,
      sum(month_flows) AS group_flows,
      max(month_place) AS group_place,
      max(silence_before) AS group_silence,
      min(month_opener) AS group_opener,
      min(month_number) AS group_first,
      max(month_number) AS group_last
    FROM month_of_episode
    GROUP BY operation, level, key, episode, network_key, source_group, counts
  ),
  total_of_network AS (
    SELECT
      operation,
      level,
      key,
      episode,
      network_key,
      max(counts) AS network_counts,
      minIf(group_first_service, counts = 1) AS network_first_service,
      maxIf(group_last_service, counts = 1) AS network_last_service,
      sumIf(group_amount, counts = 1) AS network_counted,
      countIf(counts = 0) AS network_reports,
      maxIf(group_amount, counts = 0) AS network_reported,
      argMaxIf(source_group, (group_amount, source_group), counts = 0) AS reporting_group,
      sum(group_flows) AS network_flows,
      max(group_place) AS network_place,
      max(group_silence) AS network_silence,
      min(group_opener) AS network_opener,
      min(group_first) AS network_first,
      max(group_last) AS network_last
    FROM total_of_group
    GROUP BY operation, level, key, episode, network_key
  ),
  -- Money whose network is unknown may be that of any network, told again. Of what the known
  -- networks together and the unknown one report, the larger is taken, the known ones where they
  -- are equal.
  -- Amounts are in 1e-10 EUR; months are numbers as in month.sql, those of service YYYYMM.
  -- `silent` counts the months of silence before the episode, 0 before the first one. `counting`
  -- names the networks and groups that are added up where nothing counts.
  total_of_episode AS (
    SELECT
      operation,
      level,
      key,
      episode,
      max(network_counts) AS has_counting,
      sum(network_counted) AS counted,
      minIf(network_first_service, network_counts = 1) AS first_service,
      maxIf(network_last_service, network_counts = 1) AS last_service,
      sumIf(network_reported, network_key != '') AS known_amount,
      sumIf(network_reported, network_key = '') AS unknown_amount,
      unknown_amount <= known_amount AS is_known_larger,
      if(is_known_larger, known_amount, unknown_amount) AS reported,
      sum(network_flows) AS flow_count,
      max(network_place) AS place,
      max(network_silence) AS silent,
      if(has_counting, [], arraySort(groupArrayIf(
        (network_key, reporting_group),
        network_reports > 0))) AS reporting,
      arrayFilter(group -> (group.1 != '') = is_known_larger, reporting) AS counting,
      min(network_opener) AS opener_text,
      min(network_first) AS first_month,
      max(network_last) AS last_month
    FROM total_of_network
    WHERE episode > 0
    GROUP BY operation, level, key, episode
  ),

  -- 4. What take-backs that name no known payment took from the operation in the months of what
  -- counts. They name no key either, so all of it is taken off. Where nothing would be left, the
  -- money is only reported. `opener` is the first payment by day, source and flow.
  unplaced_of_operation AS (
    SELECT
      operation AS unplaced_operation,
      groupArray(
        CAST(
          ({{include expressions/month_number
            month: month
          }}, toInt128(reinterpretAsInt64(unplaced_reversal_eur)) * 1000000),
          'Tuple(month UInt32, amount Int128)')) AS unplaced
    FROM {{floors}}
    WHERE unplaced_reversal_eur > 0
    GROUP BY unplaced_operation
  ),
  episode_opened AS (
    SELECT
      e.*,
      {{include alert/find/part/opener_of
        text: opener_text
      }} AS opener,
      arraySum(
        one -> one.amount,
        arrayFilter(
          one -> e.has_counting AND one.month BETWEEN e.first_service AND e.last_service,
          u.unplaced)) AS taken_back,
      e.has_counting AND e.counted > taken_back AS counts,
      multiIf(
        counts, e.counted - taken_back,
        e.has_counting, e.counted,
        e.reported) AS amount,
      if(e.counted > e.reported, e.counted, e.reported) AS told
    FROM total_of_episode AS e
    LEFT ANY JOIN unplaced_of_operation AS u ON e.operation = u.unplaced_operation
  ),

  -- 5. The guards. Its source must have covered the network long enough, and the episode must be
  -- material: by what it tells, by the place that money went to, or by an enforcement event before
  -- it.
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
      told >= toInt128({{materiality_eur}}) * 1000000
        OR place > 0
        OR event.type != '' AS is_material,
      is_covered AND is_material AS passes
    FROM episode_and_event
  ),

  -- 6. A payment may open episodes at several levels. The alert is on the coarsest that passes.
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
    NOT is_covered, 'not_covered',
    NOT is_material, 'below_materiality',
    level > alert_level, 'in_coarser_alert',
    '') AS silence
FROM episode_compared
