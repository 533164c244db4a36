-- Purpose: rates for audiences, and audiences with their lower limits (docs/method.md, "Audience").
-- alpha is in millionths; `without` holds rate:FACTOR.
-- Parameters: as_of, alpha_ppm, without.

-- Of each factor the row of the rate card that makes a floor lowest, by month, country of the
-- audience and network; network empty: of no one network. A row holds when its dates cover the
-- whole month. Rows of the network itself go before rows for any network. `value` is the end that a
-- floor uses, in millionths: the high one for what reduces money (ad_block_share, heavy_user_share,
-- contamination_share), else the low one; of `cpm` the price of 1000 impressions in EUR, at the
-- rate of the month, truncated.
CREATE OR REPLACE VIEW rate_factor AS
SELECT rate_month, rate_country, rate_network, rate_factor, abs(best.2) AS value, best.3 AS rate_id, best.4 AS rate_end, best.5 AS currency, best.6 AS grade, best.7 AS source
FROM (
  SELECT m.month AS rate_month, m.country AS rate_country, m.network AS rate_network, toString(r.factor) AS rate_factor,
    min((
      r.network = '',
      multiIf(r.factor IN ('ad_block_share', 'heavy_user_share', 'contamination_share'), -reinterpretAsInt64(r.high), r.factor = 'cpm', toInt64(intDiv(toInt128(reinterpretAsInt64(r.low)) * price_rate, toInt128(10000000000))), reinterpretAsInt64(r.low)),
      r.id, toString(if(r.factor IN ('ad_block_share', 'heavy_user_share', 'contamination_share'), r.high, r.low)), toString(r.currency), toString(r.grade), r.source)) AS best
  FROM (
    SELECT month, country, arrayJoin(networks) AS network
    FROM (SELECT DISTINCT month, toString(country) AS country FROM panel_record) AS measured
    CROSS JOIN (SELECT arrayDistinct(arrayPushFront(groupUniqArrayIf(network, factor != 'contractual_publisher_share'), '')) AS networks FROM rate_in_force) AS named
  ) AS m
  -- A rate of one device is none for an audience on all.
  CROSS JOIN (SELECT * FROM rate_in_force WHERE line = 'advertising' AND device = 'all') AS r
  LEFT ANY JOIN (
    SELECT concat(toString(currency), ' ', period) AS price_key, toInt64(eur_per_unit * 10000000000) AS fx FROM fx_rate FINAL
    WHERE version = {{include expressions/version_in_force
        name: 'fx'
      }}
  ) AS f ON concat(toString(r.currency), ' ', m.month) = f.price_key
  ARRAY JOIN [if(r.currency = 'EUR', toInt64(10000000000), f.fx)] AS price_rate
  WHERE {{include expressions/whole_month
      row: r
      month: m.month
    }}
    AND r.country IN ('', m.country) AND r.network IN ('', m.network) AND (r.factor != 'cpm' OR price_rate > 0)
  GROUP BY rate_month, rate_country, rate_network, rate_factor
)
SETTINGS join_use_nulls = 0;

-- The same, one row for each month, country and network: whole numbers of 1e-6; -1: no rate.
CREATE OR REPLACE VIEW rate_low AS
SELECT
  rate_month, rate_country, rate_network,
  if(countIf(rate_factor = 'ads_per_page') = 0, toInt64(-1), anyIf(value, rate_factor = 'ads_per_page')) AS ads_per_page,
  if(countIf(rate_factor = 'ad_block_share') = 0, toInt64(-1), 1000000 - anyIf(value, rate_factor = 'ad_block_share')) AS not_blocked,
  if(countIf(rate_factor = 'fill_rate') = 0, toInt64(-1), anyIf(value, rate_factor = 'fill_rate')) AS fill_rate,
  if(countIf(rate_factor = 'valid_traffic_share') = 0, toInt64(-1), anyIf(value, rate_factor = 'valid_traffic_share')) AS valid_traffic,
  if(countIf(rate_factor = 'publisher_share') = 0, toInt64(-1), anyIf(value, rate_factor = 'publisher_share')) AS publisher_share,
  if(countIf(rate_factor = 'heavy_user_share') = 0, toInt64(-1), 1000000 - anyIf(value, rate_factor = 'heavy_user_share')) AS not_heavy,
  if(countIf(rate_factor = 'contamination_share') = 0, toInt64(-1), anyIf(value, rate_factor = 'contamination_share')) AS contamination,
  if(countIf(rate_factor = 'cpm') = 0, toInt64(-1), anyIf(value, rate_factor = 'cpm')) AS cpm,
  if(countIf(rate_factor = 'pages_per_visitor') = 0, toInt64(-1), anyIf(value, rate_factor = 'pages_per_visitor')) AS pages_per_visitor,
  -- What a slot on a page brings, without the number of slots.
  if(least(not_blocked, fill_rate, valid_traffic, publisher_share, cpm) < 0, toInt256(0), toInt256(not_blocked) * fill_rate * valid_traffic * publisher_share * cpm) AS slot_product,
  if(ads_per_page < 0, toInt256(0), slot_product * ads_per_page) AS rate_product
FROM (
  SELECT rate_month, rate_country, rate_network, rate_factor, toInt64(value) AS value FROM rate_factor
)
GROUP BY rate_month, rate_country, rate_network;

-- Latest, undisputed measurements with the operation that the site belongs to on every day of the
-- month (empty: on several, or claimed twice).
--   came_at: when the first content of the record was published or known, whichever was first.
--   domain: the registrable domain of the property; measurements of one domain are not disjoint.
--   problem: why no lower limit can be given; empty when one can.   alpha_each_ppm: alpha over all
--   limits that enter the operation's month.
CREATE OR REPLACE VIEW audience_at AS
WITH
  {{include expressions/month_start
    month: month
  }} AS month_start,
  toInt32(month_start) AS first_day,
  toInt32(addMonths(month_start, 1)) - 1 AS last_day,
  arrayLastIndex(d -> d <= first_day, s.span_from) AS span,
  multiIf(empty(s.span_from), property, span = length(s.span_from) OR s.span_from[span + 1] > last_day, s.span_operation[span], '') AS owner,
  if(design_effect < 1, toDecimal64(1, 6), design_effect) AS deff
SELECT
  source, record_id, revision, sha256, known_at, came_at, property, domain, owner AS operation, month, country, device, unique_visitors, visits, page_views,
  universe, panel_size, deff AS design_effect, r.contamination AS contamination, r.not_heavy AS not_heavy, r.pages_per_visitor AS pages_per_visitor, r.rate_product AS rate_product,
  multiIf(
    isNull(unique_visitors), 'no_unique_visitors',
    isNull(panel_size) OR isNull(universe) OR universe = 0, 'panel_without_size',
    unique_visitors > universe, 'visitors_above_universe',
    -- In whole millionths: a count and a decimal of that size do not compare.
    toInt256(panel_size) * 1000000 < toInt256(30) * reinterpretAsInt64(deff), 'panel_too_small',
    r.rate_month = '' OR r.contamination < 0 OR has({without:Array(String)}, 'rate:contamination_share'), 'no_contamination_rate',
    '') AS problem,
  toUInt32(intDiv({alpha_ppm:UInt32}, greatest(countIf(problem = '') OVER (PARTITION BY operation, month), 1))) AS alpha_each_ppm
FROM (
  SELECT source, record_id, revision, sha256, known_at, came_at, property, arrayPushFront(ancestors, property)[-1] AS domain, month, toString(country) AS country, device, unique_visitors, visits, page_views, panel_size, universe,
    ifNull(design_effect, toDecimal64('2.5', 6)) AS design_effect
  FROM (
    {{include expressions/latest_revision
      rows: (SELECT *, min(least(known_at, ifNull(published_at, known_at))) OVER (PARTITION BY source, record_id) AS came_at FROM panel_record WHERE known_at <= {as_of:DateTime64(3)})
      id: record_id
    }}
  )
  WHERE contents = 1
) AS p
LEFT ANY JOIN (
  {{include rules/property_span
    names: (SELECT property, ancestors FROM panel_record)
    claims: site_latest_at(as_of = {as_of:DateTime64(3)})
  }}
) AS s ON p.property = s.span_property
LEFT ANY JOIN (SELECT * FROM rate_low WHERE rate_network = '') AS r ON p.month = r.rate_month AND p.country = r.rate_country
SETTINGS join_use_nulls = 0;

-- Measurements with their lower limits: of visitors from the memory that
-- pipeline/estimate/fill-model.ts fills; of visits and page views by winsorising
-- (heavy_user_share). 0 where there is none.
--   measured_pages: from page views, or one page for each visit.   implied_pages: visitors times
--   pages_per_visitor; these are visitors and are
--   never summed.   can_measure, can_imply: whether there is such a limit when no assumption is
--   left out.
CREATE OR REPLACE VIEW audience_limited_at AS
SELECT *,
  if(page_views_lower > visits_lower, page_views_lower, visits_lower) AS measured_pages,
  -- Far above any audience, and so small that money in whole numbers cannot overflow.
  toInt64(if(implied > toInt128('10000000000000000'), toInt128('10000000000000000'), implied)) AS implied_pages
FROM (
  SELECT a.*, l.visitors_lower AS visitors_lower,
    toUInt8(a.problem = '' AND a.not_heavy >= 0 AND (isNotNull(a.page_views) OR isNotNull(a.visits))) AS can_measure,
    toUInt8(a.problem = '' AND a.pages_per_visitor >= 0) AS can_imply,
    if(can_measure AND a.unique_visitors > 0 AND NOT has({without:Array(String)}, 'rate:heavy_user_share'),
      toInt256(l.visitors_lower) * a.not_heavy, toInt256(0)) AS kept,
    toInt256(if(ifNull(a.unique_visitors, 0) = 0, 1, ifNull(a.unique_visitors, 1))) * 1000000 AS reported,
    toInt64(intDiv(toInt256(ifNull(a.page_views, 0)) * kept, reported)) AS page_views_lower,
    toInt64(intDiv(toInt256(ifNull(a.visits, 0)) * kept, reported)) AS visits_lower,
    if(can_imply AND NOT has({without:Array(String)}, 'rate:pages_per_visitor'), intDiv(toInt128(l.visitors_lower) * a.pages_per_visitor, toInt128(1000000)), toInt128(0)) AS implied
  FROM audience_at(as_of = {as_of:DateTime64(3)}, alpha_ppm = {alpha_ppm:UInt32}, without = {without:Array(String)}) AS a
  LEFT ANY JOIN (
    SELECT unique_visitors AS l_u, universe AS l_n, panel_size AS l_s, design_effect AS l_d, alpha_ppm AS l_a, contamination AS l_c, visitors_lower FROM audience_limit FINAL
  ) AS l ON ifNull(a.unique_visitors, 0) = l.l_u AND ifNull(a.universe, 0) = l.l_n AND ifNull(a.panel_size, 0) = l.l_s AND a.design_effect = l.l_d
    AND a.alpha_each_ppm = l.l_a AND a.contamination = toInt64(reinterpretAsInt64(l.l_c))
)
SETTINGS join_use_nulls = 0;
