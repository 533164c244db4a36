-- Purpose: parts of flows. A flow is cut into pieces by site share, a piece into cells by
-- operation, month and publisher share. Most flows are plain: net, and of one operation on all
-- days; they are cut by month alone. Any other is looked at day by day. flows: as flow_valued_at
-- has them. spans: as property_span_at has them. along: columns of flows that a part keeps. contracts:
-- contract_table, or a row of constant_of. rest: a list; -1 is in it where the rest that no share
-- is proven for, which goes to nobody, is wanted too.
-- Words: flows, spans, along, contracts, rest.
-- Returns: a SELECT: one row for each part.
--   operation: empty when the part goes to nobody; reason then says why. days, period_days: service
--   days of the part, of the flow. part: 1e-10 EUR, truncated. is_apportioned: the part rests on
--   even_spread. site_share, publisher_share: millionths. share_index: position among the proven
--   shares, 0 for a flow with one site.
--   A cell is its days and one number: first span of the site with the same operation (0: the site
--   has none) x 2^44 + month x 2^24 + publisher share + 1. Numbers are told apart in a fraction of
--   the time of tuples with a name in them.
SELECT
  {{along}}, source, standing, network, line, amount, rate, is_offshore, share_index, site, site_share, period_days,
  multiIf(is_plain, plain_operation, cell.1 < 17592186044416, site, span_operation[intDiv(cell.1, 17592186044416)]) AS operation,
  toUInt32(intDiv(cell.1, 16777216) % 1048576) AS month, toInt32(cell.1 % 16777216) - 1 AS publisher_share, cell.2 AS days,
  CAST(multiIf(standing = 'unconverted', 'unconverted', site = '', 'unattributed', operation = '', 'ambiguous_operation', publisher_share < 0, 'gross_without_share', ''), 'LowCardinality(String)') AS reason,
  days < period_days AS is_apportioned,
  -- amount has 8 decimals, rate 10, the shares 6 each. Int128 holds amount x rate, because a rate is
  -- at most 1,000,000 EUR (pipeline/reference/).
  multiIf(
    bitAnd(bitAnd(site_share = 1000000, publisher_share = 1000000), days = period_days), intDiv(reinterpretAsInt128(amount) * rate, toInt128(100000000)),
    bitAnd(site_share = 1000000, publisher_share = 1000000), toInt128(intDiv(toInt256(reinterpretAsInt128(amount)) * rate * days, toInt256(100000000) * period_days)),
    toInt128(intDiv(toInt256(reinterpretAsInt128(amount)) * rate * site_share * greatest(publisher_share, 0) * days, toInt256('100000000000000000000') * period_days))) AS part
FROM (
  SELECT *,
    arrayMap(
      n -> (
        toUInt64(toYYYYMM(addMonths(first_month, n))) * 16777216 + 1000001,
        least(toInt32(period_end), toInt32(addMonths(first_month, n + 1)) - 1) - greatest(toInt32(period_start), toInt32(addMonths(first_month, n))) + 1),
      range(if(bitAnd(is_plain, month_count > 1), toUInt32(month_count), 0))) AS month_cells,
    arrayMap(
      d -> toUInt64(if(site = '', 0, span_first[arrayLastIndex(x -> x <= d, span_from)])) * 17592186044416 + toUInt64(toYYYYMM(toDate32(d))) * 16777216
        -- A net amount is the publisher's own. Gross counts at the contractual share, else not at
        -- all (-1). What takes a counting flow back follows that flow, and takes back in full where
        -- its own share is unknown.
        + toUInt64(1 + multiIf(
          bitAnd(takes_back_gross, bitOr(empty(target_share_from), target_share[arrayLastIndex(x -> x <= d, target_share_from)] < 0)), toInt32(-1),
          basis = 'net', toInt32(1000000),
          bitAnd(notEmpty(own_share_from), own_share[arrayLastIndex(x -> x <= d, own_share_from)] >= 0), own_share[arrayLastIndex(x -> x <= d, own_share_from)],
          standing = 'reversal', toInt32(1000000),
          toInt32(-1))),
      range(if(is_plain, 0, toInt32(period_start)), if(is_plain, 0, toInt32(period_end) + 1))) AS day_cells,
    multiIf(
      NOT is_plain, arrayMap(c -> (c, toInt32(countEqual(day_cells, c))), arrayDistinct(day_cells)),
      month_count = 1, [(toUInt64(toYYYYMM(period_start)) * 16777216 + 1000001, period_days)],
      month_cells) AS cells
  FROM (
    SELECT *,
      arrayMap(o -> indexOf(span_operation, o), span_operation) AS span_first,
      -- Few flows are gross; for them the spans of contractual shares are found in a constant
      -- table.
      if(own_index = 0, [], contract.2[own_index]) AS own_share_from, if(own_index = 0, [], contract.3[own_index]) AS own_share,
      if(target_index = 0, [], contract.2[target_index]) AS target_share_from, if(target_index = 0, [], contract.3[target_index]) AS target_share,
      bitAnd(standing = 'reversal', target_basis = 'gross') AS takes_back_gross,
      (toYear(period_end) - toYear(period_start)) * 12 + toMonth(period_end) - toMonth(period_start) + 1 AS month_count,
      {{include expressions/month_start_of_day
        day: period_start
      }} AS first_month
    FROM (
      WITH
        (SELECT (contract_keys, contract_from, contract_share) FROM {{contracts}}) AS contract_table,
        arrayLastIndex(d -> d <= toInt32(period_start), s.span_from) AS span
      SELECT f.*, s.span_from AS span_from, s.span_operation AS span_operation, contract_table AS contract,
        if(empty(s.span_from), site, s.span_operation[span]) AS plain_operation,
        bitAnd(bitAnd(site != '', bitAnd(basis = 'net', target_basis = 'net')), bitOr(empty(s.span_from), bitOr(span = length(s.span_from), s.span_from[span + 1] > toInt32(period_end)))) AS is_plain,
        if(basis = 'net', toUInt64(0), indexOf(contract_table.1, concat(toString(network), ' ', toString(line)))) AS own_index,
        if(target_basis = 'net', toUInt64(0), indexOf(contract_table.1, concat(toString(target_network), ' ', toString(line)))) AS target_index
      FROM (
        SELECT
          {{along}}, source, standing, network, line, amount, rate, basis, target_basis, target_network, is_offshore, period_start, period_end, toInt32(period_end) - toInt32(period_start) + 1 AS period_days,
          -- 0: the one site; from 1: a proven share; -1: what no share is proven for, which goes to
          -- nobody.
          piece AS share_index,
          multiIf(piece = 0, property, piece = -1, '', share_properties[piece]) AS site,
          multiIf(piece = 0, toInt32(1000000), piece = -1, 1000000 - toInt32(arraySum(x -> reinterpretAsInt32(x), shares)), reinterpretAsInt32(shares[piece])) AS site_share
        FROM {{flows}}
        ARRAY JOIN if(property != '', [toInt32(0)], arrayConcat(arrayMap(x -> toInt32(x), arrayEnumerate(shares)), {{rest}})) AS piece
        WHERE standing IN ('paid', 'accrued', 'reversal', 'unknown_reversal', 'unconverted') AND (piece != -1 OR site_share > 0)
      ) AS f
      LEFT ANY JOIN {{spans}} AS s ON f.site = s.span_property
      SETTINGS join_use_nulls = 0
    )
  )
)
ARRAY JOIN cells AS cell
