-- Purpose: sums the plain flows of a run once, and names each source by its source group. A plain flow has one part, its whole amount at its rate, so
-- nothing need be cut; nine flows in ten are plain. Parameters: scope, as_of, without; the special flows are listed before (fill_special.sql).
-- Columns as in fill_special_sums.sql. A statement and not a view: see docs/decisions/0004, planning.
INSERT INTO source_sum_of (scope, operation, month, network, line, source_group, paid, kept, apportioned, offshore, shared, accrued, has_paid, has_kept)
WITH
  (SELECT (network_keys, network_groups, keys, groups) FROM source_group) AS groups,
  has({without:Array(String)}, 'rung:L0') AS is_left_out
SELECT {scope:String}, if(s.longest_site = '', f.site_domain, s.longest_operation), month, network, line,
  transform(
    concat(toString(length(network)), ' ', network, source), groups.1, groups.2,
    transform(toString(source), groups.3, groups.4, toString(source))),
  paid, if(is_left_out, toInt128(0), paid), toInt128(0), if(is_left_out, toInt128(0), offshore), toUInt8(0), if(is_left_out, toInt128(0), accrued),
  has_paid, if(is_left_out, 0, has_paid)
FROM (
  SELECT
    site_domain, toYYYYMM(period_start) AS month, network, line, source,
    sumIf(part, status = 'paid') AS paid,
    sumIf(part, status = 'paid' AND is_offshore) AS offshore,
    sumIf(part, status = 'accrued') AS accrued,
    countIf(status = 'paid' AND rate > 0) AS has_paid
  FROM (
    SELECT site_domain, period_start, network, line, source, status, rate, intDiv(toInt128(reinterpretAsInt64(amount)) * rate, toInt128(10000)) AS part,
      (o.first_from <= place_day AND place_day < o.first_to)
        OR (notEmpty(o.later_spans) AND arrayExists(r -> r.1 <= place_day AND place_day < r.2, o.later_spans)) AS is_offshore
    FROM (
      SELECT *,
        multiIf(
          currency = 'EUR', toInt64(10000000000),
          value_rate = 0 OR statement_rate = 0, greatest(value_rate, statement_rate),
          least(value_rate, statement_rate)) AS rate
      FROM (
        WITH (SELECT (keys, rates) FROM rate_table) AS fx, toUInt64(reinterpretAsUInt32(currency)) * 1000000 AS currency_key
        SELECT network, line, source, currency, amount, status, site_domain, period_start, account_country,
          if(isNull(value_date), 0, transform(currency_key + toYYYYMM(assumeNotNull(value_date)), fx.1, fx.2, toInt64(0))) AS value_rate,
          if(isNull(statement_date), 0, transform(currency_key + toYYYYMM(assumeNotNull(statement_date)), fx.1, fx.2, toInt64(0))) AS statement_rate,
          toInt32(assumeNotNull(coalesce(value_date, statement_date, period_end))) AS place_day
        FROM flow_record
        WHERE known_at <= {as_of:DateTime64(3)}
          AND (NOT startsWith({scope:String}, 'some') OR site_domain IN (SELECT name FROM estimate_scope WHERE scope = {scope:String} AND what = 'site'))
          AND cityHash64(source, flow_id) NOT IN (SELECT flow_hash FROM special_flow_of WHERE scope = {scope:String})
      )
    ) AS v
    LEFT ANY JOIN offshore_span AS o ON v.account_country = o.place
  )
  GROUP BY site_domain, month, network, line, source
) AS f
-- A plain flow is of one operation on all its days: that of its site. Sites of one operation stay apart here; who reads the sums adds them up.
LEFT ANY JOIN (SELECT longest_site, longest_operation FROM site_longest_span_at(as_of = {as_of:DateTime64(3)})) AS s ON f.site_domain = s.longest_site
SETTINGS async_insert = 0, join_use_nulls = 0, compile_expressions = 0, max_insert_threads = 4
