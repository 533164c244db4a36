-- Episodes of keys, from coarse to fine (docs/decisions/0009). Words: months (as
-- alert_paid_month.sql has them), events (event_operation, date, type), baseline_days,
-- materiality_eur, silent_months, enforcement_days (rules). An episode is a run of months in which
-- a key was paid, without silent_months calendar months of silence in it.
--   level, key: 1 network, 2 publisher account at it, 3 payee, 4 account, 5 country of the account;
--   each within an operation.
--   opener: the first payment by day, source and flow, with its network; it opened the episode.
--   opened: the same as a text (opener_text.sql).
--   first_month, last_month: of its payments, as year x 12 + month.
--   silent: months of silence before it, 0 for the first episode.
--   amount: 1e-10 EUR, of each network from the one source group that reports most: at least this
--   was paid.
--   counting: of each network that source group, the last by name of several that report the same.
--   new_levels: levels whose episode the same payment opened.   returned_levels: those of them that
--   were paid before.   silence: why there is no alert, empty when there is one.
SELECT *, multiIf(amount <= 0, 'taken_back', NOT is_covered, 'not_covered', NOT is_material, 'below_materiality', level > alert_level, 'in_coarser_alert', '') AS silence
FROM (
  SELECT *, is_covered AND is_material AND amount > 0 AS passes,
    min(if(passes, level, 99)) OVER (PARTITION BY operation, opened) AS alert_level,
    arraySort(groupArray(level) OVER (PARTITION BY operation, opened)) AS new_levels,
    arraySort(groupArrayIf(level, silent > 0) OVER (PARTITION BY operation, opened)) AS returned_levels
  FROM (
    SELECT e.*,
      c.covered_from != 0 AND c.covered_from + toInt32({{baseline_days}}) <= toInt32(opener.1) AS is_covered,
      arrayLast(x -> x.1 <= toInt32(opener.1) AND toInt32(opener.1) <= x.1 + toInt32({{enforcement_days}}), v.events) AS event,
      amount >= toInt128({{materiality_eur}}) * 1000000 OR place > 0 OR event.2 != '' AS is_material
    FROM (
      SELECT *, {{include alert/find/part/opener_of
          text: opened
        }} AS opener
      FROM (
        SELECT operation, level, key, episode, sum(most) AS amount, sum(network_flows) AS flow_count, max(network_place) AS place, max(network_silent) AS silent,
          arraySort(groupArray((network, top_group))) AS counting,
          minIf(network_opener, network_flows > 0) AS opened, minIf(network_first, network_flows > 0) AS first_month, maxIf(network_last, network_flows > 0) AS last_month
        FROM (
          SELECT operation, level, key, episode, network, max(total) AS most, argMax(source_group, (total, source_group)) AS top_group, sum(group_flows) AS network_flows, max(group_place) AS network_place, max(group_silent) AS network_silent,
            minIf(group_opener, group_flows > 0) AS network_opener, minIf(group_first, group_flows > 0) AS network_first, maxIf(group_last, group_flows > 0) AS network_last
          FROM (
            SELECT operation, level, key, episode, network, source_group, sum(month_paid) AS total, sum(flows) AS group_flows, max(month_place) AS group_place, max(silence_before) AS group_silent,
              minIf(month_opener, flows > 0) AS group_opener, minIf(month_number, flows > 0) AS group_first, maxIf(month_number, flows > 0) AS group_last
            FROM (
              SELECT *, sum(is_new) OVER (PARTITION BY operation, level, key ORDER BY month_number, flows = 0, network, source_group ROWS UNBOUNDED PRECEDING) AS episode,
                if(is_new AND previous > 0, month_number - previous - 1, 0) AS silence_before
              FROM (
                SELECT *, flows > 0 AND (previous = 0 OR month_number - previous > toInt32({{silent_months}})) AS is_new
                FROM (
                  SELECT *, max(if(flows > 0, month_number, 0)) OVER (
                    PARTITION BY operation, level, key ORDER BY month_number, flows = 0, network, source_group ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS previous
                  FROM (
                    SELECT operation, level, key, month_number, network, source_group,
                      sum(paid) AS month_paid, sum(paid_flows) AS flows, max(to_place) AS month_place, minIf(own_opener, paid_flows > 0) AS month_opener
                    FROM (
                      SELECT operation, month_number, network, source_group, paid, paid_flows, to_place, own_opener, level, {{include alert/find/part/keys}}[level] AS key
                      FROM {{months}}
                      ARRAY JOIN [1, 2, 3, 4, 5] AS level
                    )
                    WHERE key != ''
                    GROUP BY operation, level, key, month_number, network, source_group
                  )
                )
              )
            )
            GROUP BY operation, level, key, episode, network, source_group
          )
          GROUP BY operation, level, key, episode, network
        )
        WHERE episode > 0
        GROUP BY operation, level, key, episode
      )
    ) AS e
    LEFT ANY JOIN (SELECT source AS c_source, network AS c_network, toInt32(min(first_day)) AS covered_from FROM alert_coverage GROUP BY source, network) AS c
      ON tupleElement(e.opener, 2) = c.c_source AND tupleElement(e.opener, 4) = c.c_network
    LEFT ANY JOIN (
      SELECT event_operation, arraySort(groupUniqArray((toInt32(date), toString(type)))) AS events FROM {{events}} GROUP BY event_operation
    ) AS v ON e.operation = v.event_operation
  )
)
