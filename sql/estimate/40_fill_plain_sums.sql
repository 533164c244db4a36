-- Purpose: sums the plain flows of a run once, under the source group of each source. A plain flow
-- has one part, its whole amount at its rate, or two where it is spread over two months. Nine flows
-- in ten are plain. Names are numbered (31_fill_names.sql), constants fetched
-- (30_fill_constants.sql), and the spans and special flows listed (32_fill_spans.sql,
-- 34_fill_special.sql) before. Columns as in 39_fill_special_sums.sql. A statement and not a view:
-- see docs/decisions/0004, planning.
-- Parameters: scope, as_of, without.
INSERT INTO numbered_sum_of (scope, operation, month, network, line, source_group, kind, part, offshore, apportioned)
WITH
  {{include expressions/numbered_names}}
SELECT {scope:String}, operation, month, network, line,
  transform(toUInt64(network) * 4294967296 + source, declared.1, declared.2, transform(source, declared.3, declared.4, source)),
  if(standing = 2, if(is_left_out, 0, 8), if(counted = 0, 16, if(is_left_out, 1, 3))) AS kind,
  part, offshore, apportioned
FROM (
  SELECT operation, month, counted, part, offshore, apportioned,
    toUInt32(bitAnd(packed, 255)) AS line, toUInt32(bitAnd(bitShiftRight(packed, 8), 16777215)) AS source, toUInt32(bitAnd(bitShiftRight(packed, 32), 536870911)) AS network,
    bitAnd(bitShiftRight(packed, 61), 3) AS standing, bitTest(packed, 63) AS is_left_out
  FROM (
    SELECT operation, toYYYYMM(if(is_next, period_end, period_start)) AS month, packed,
      sum(if(is_spread, intDiv(whole * (if(is_next, next_days, first_days) AS days) + intDiv(rest * days, 100000000), toInt128(first_days + next_days)), whole) AS own) AS part,
      sumIf(own, is_offshore) AS offshore, sumIf(own, is_spread) AS apportioned, countIf(has_rate) AS counted
    FROM (
      SELECT
        -- Special flows are kept apart here and not by a condition: nine rows in ten would be
        -- copied, column by column, to leave one out.
        if(is_special, 0, s.operation) AS operation,
        -- One number for all else that sums are kept by: a name is found for each entry of a
        -- dictionary, not for each row. Bit 63: is_left_out; 61 and 62: 1 paid, 2 accrued; from 32
        -- the network, from 8 the source, from 0 the line.
        if(greatest(has({without:Array(String)}, 'rung:L0'), bitAnd(is_spread, has({without:Array(String)}, 'even_spread'))) = 1, 9223372036854775808, 0)
          + toUInt64(transform(status, ['paid', 'accrued'], [1, 2], 0)) * 2305843009213693952
          + toUInt64(transform(network, names.1, arrayEnumerate(names.1), toUInt32(0))) * 4294967296 + toUInt64(transform(source, names.3, arrayEnumerate(names.3), toUInt32(0))) * 256
          + transform(line, names.2, arrayEnumerate(names.2), toUInt32(0)) AS packed,
        period_start, period_end,
        -- 1e-10 EUR, and what is left over of it in 1e-18: amount x rate x days may exceed Int128.
        intDiv(value, toInt128(100000000)) AS whole, toInt64(value - whole * 100000000) AS rest, first_days, next_days, is_offshore, is_spread, has_rate,
        arrayJoin(if(is_spread, [0, 1], [0])) AS is_next
      FROM (
        WITH {{include rules/offshore_from
            offshore: (SELECT * FROM constant_of WHERE scope = {scope:String})
          }} AS spans
        SELECT property, period_start, period_end, network, line, source, status, is_special, is_spread, first_days, next_days,
          reinterpretAsInt128(amount) * rate AS value, rate > 0 AS has_rate,
          {{include rules/offshore_on
            country: account_country
            day: place_day
            spans: spans
          }} AS is_offshore
        FROM (
          SELECT *,
            -- The euro, which has no rate, is 1.
            {{include rules/lower_rate
              one: value_rate
              other: statement_rate
            }} + transform(currency, ['EUR'], [toInt64(10000000000)], toInt64(0)) AS rate
          FROM (
            WITH {{include rules/rates_from
                rates: (SELECT * FROM constant_of WHERE scope = {scope:String})
              }} AS fx
            SELECT network, line, source, currency, amount, status, property, service_start AS period_start, service_end AS period_end, account_country,
              toYYYYMM(service_start) != toYYYYMM(service_end) AS is_spread,
              toInt32(service_end) - toInt32(service_start) + 1 - next_days AS first_days, toInt32(toDayOfMonth(service_end)) AS next_days,
              flow_hash IN (SELECT flow_hash FROM special_flow_of WHERE scope = {scope:String} AND why != 'taken_back') AS is_special,
              {{include rules/rate_on
                currency: currency
                date: value_date
                day: value_day
              }} AS value_rate,
              {{include rules/rate_on
                currency: currency
                date: statement_date
                day: statement_day
              }} AS statement_rate,
              toInt32(assumeNotNull(coalesce(value_date, statement_date, service_end))) AS place_day
            FROM flow_record
            {{include expressions/touched_only}}
              AND {{include expressions/known_by}}
          )
        )
      ) AS f
      -- A plain flow is of one operation on all its days: that of its site.
      LEFT ANY JOIN (
        SELECT n.name AS name, o.number AS operation
        FROM (SELECT name FROM name_of WHERE scope = {scope:String} AND what = 'operation') AS n
        LEFT ANY JOIN (SELECT span_property, longest_operation FROM property_span_of WHERE scope = {scope:String}) AS l ON n.name = l.span_property
        INNER JOIN (SELECT name, number FROM name_of WHERE scope = {scope:String} AND what = 'operation') AS o ON if(l.span_property = '', n.name, l.longest_operation) = o.name
      ) AS s ON f.property = s.name
    )
    GROUP BY operation, month, packed
  )
)
-- One number, and with `counted`: conditions on keys alone the planner takes down below the GROUP
-- BY, where they cost four times as much.
WHERE least(operation, network, line, source, standing, counted + 1) > 0
SETTINGS join_use_nulls = 0, compile_expressions = 0, max_insert_threads = 4
