-- Purpose: sums the plain flows of a run once, under the source group of each source. A plain flow has one part, its whole amount at its rate, so
-- nothing need be cut; nine flows in ten are plain. Parameters: scope, as_of, without; names are numbered (fill_names.sql) and the spans and special flows
-- listed (fill_spans.sql, fill_special.sql) before. Columns as in fill_special_sums.sql. A statement and not a view: see docs/decisions/0004, planning.
INSERT INTO numbered_sum_of (scope, operation, month, network, line, source_group, paid, kept, apportioned, offshore, shared, accrued, has_paid, has_kept)
WITH
  {{body numbered_names}},
  has({without:Array(String)}, 'rung:L0') AS is_left_out
SELECT {scope:String}, operation, month, network, line,
  transform(toUInt64(network) * 4294967296 + source, pairs, pair_groups, transform(source, sources, source_groups, source)),
  paid, if(is_left_out, toInt128(0), paid), toInt128(0), if(is_left_out, toInt128(0), offshore), toUInt8(0), if(is_left_out, toInt128(0), accrued),
  has_paid, if(is_left_out, 0, has_paid)
FROM (
  SELECT operation, month, toUInt32(intDiv(packed, 4294967296)) AS network, toUInt32(intDiv(packed, 256) % 16777216) AS source, toUInt32(packed % 256) AS line,
    paid, offshore, accrued, has_paid
  FROM (
    SELECT
      -- Special flows are kept apart here and not by a condition: nine rows in ten would be copied, column by column, to leave one out.
      if(is_special, 0, s.operation) AS operation, toYYYYMM(period_start) AS month,
      -- One number for three names: found for each entry of a dictionary, not for each row.
      toUInt64(transform(network, names.1, arrayEnumerate(names.1), toUInt32(0))) * 4294967296 + toUInt64(transform(source, names.3, arrayEnumerate(names.3), toUInt32(0))) * 256
        + transform(line, names.2, arrayEnumerate(names.2), toUInt32(0)) AS packed,
      sumIf(part, status = 'paid') AS paid,
      sumIf(part, status = 'paid' AND is_offshore) AS offshore,
      sumIf(part, status = 'accrued') AS accrued,
      countIf(status = 'paid' AND rate > 0) AS has_paid
    FROM (
      WITH
        -- Looked up by position, which is cheaper than a join; few places have more than one span.
        (SELECT (groupArray(place), groupArray(first_from), groupArray(first_to), groupArray(notEmpty(later_spans)), groupArray(later_spans)) FROM offshore_span) AS spans,
        toUInt32(transform(account_country, spans.1, arrayEnumerate(spans.1), toUInt32(0))) AS place
      SELECT site_domain, period_start, network, line, source, status, rate, is_special, intDiv(toInt128(reinterpretAsInt64(amount)) * rate, toInt128(10000)) AS part,
        place > 0 AND ((spans.2[place] <= place_day AND place_day < spans.3[place])
          OR (spans.4[place] AND arrayExists(r -> r.1 <= place_day AND place_day < r.2, spans.5[place]))) AS is_offshore
      FROM (
        SELECT *,
          multiIf(
            currency = 'EUR', toInt64(10000000000),
            value_rate = 0 OR statement_rate = 0, greatest(value_rate, statement_rate),
            least(value_rate, statement_rate)) AS rate
        FROM (
          WITH
            (SELECT (keys, rates, has_fixed, fixed_keys, fixed_from, fixed_rates, has_daily, first_day, last_day, day_keys, day_offsets, day_rates) FROM rate_table) AS fx,
            toUInt64(reinterpretAsUInt32(currency)) * 1000000 AS currency_key
          SELECT network, line, source, currency, amount, status, site_domain, period_start, account_country,
            flow_hash IN (SELECT flow_hash FROM special_flow_of WHERE scope = {scope:String}) AS is_special,
            {{body rate_on
        key: currency_key
        date: value_date
        day: value_day
      }} AS value_rate,
            {{body rate_on
        key: currency_key
        date: statement_date
        day: statement_day
      }} AS statement_rate,
            toInt32(assumeNotNull(coalesce(value_date, statement_date, period_end))) AS place_day
          FROM flow_record
          WHERE known_at <= {as_of:DateTime64(3)}
            AND (NOT startsWith({scope:String}, 'some') OR site_domain IN (SELECT name FROM estimate_scope WHERE scope = {scope:String} AND what = 'site'))
        )
      )
    ) AS f
    -- A plain flow is of one operation on all its days: that of its site.
    LEFT ANY JOIN (
      SELECT n.name AS name, o.number AS operation
      FROM (SELECT name FROM name_of WHERE scope = {scope:String} AND what = 'operation') AS n
      LEFT ANY JOIN (SELECT span_site, longest_operation FROM site_span_of WHERE scope = {scope:String}) AS l ON n.name = l.span_site
      INNER JOIN (SELECT name, number FROM name_of WHERE scope = {scope:String} AND what = 'operation') AS o ON if(l.span_site = '', n.name, l.longest_operation) = o.name
    ) AS s ON f.site_domain = s.name
    GROUP BY operation, month, packed
  )
)
WHERE operation > 0 AND network > 0 AND line > 0 AND source > 0
SETTINGS async_insert = 0, join_use_nulls = 0, compile_expressions = 0, max_insert_threads = 4
