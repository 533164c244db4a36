-- From audience to modelled money (METHOD 4 and 5, bottom-up), for the line advertising. Parameters: as_of, scope of the whole file:
-- alpha_ppm (alpha in millionths), without (rung:L3, or rate:FACTOR).

-- The rate card in force, by month and country: of each factor the end that makes a floor lowest. High ends are taken for what
-- reduces money: ad_block_share, heavy_user_share, contamination_share. Whole numbers of 1e-6; -1: no rate that holds for the whole month.
CREATE OR REPLACE VIEW rate_low_at AS
WITH
  toDate32(concat(m.month, '-01')) AS first_day,
  toDate32(toInt32(addMonths(first_day, 1)) - 1) AS last_day,
  (r.valid_from <= first_day AND r.valid_to >= last_day AND r.country IN ('', m.country) AND r.network = '' AND r.line = 'advertising'
    AND NOT has({without:Array(String)}, concat('rate:', r.factor))) AS holds
SELECT
  m.month AS rate_month, m.country AS rate_country,
  if(countIf(holds AND r.factor = 'ads_per_page') = 0, -1, minIf(reinterpretAsInt64(r.low), holds AND r.factor = 'ads_per_page')) AS ads_per_page,
  if(countIf(holds AND r.factor = 'ad_block_share') = 0, -1, 1000000 - maxIf(reinterpretAsInt64(r.high), holds AND r.factor = 'ad_block_share')) AS not_blocked,
  if(countIf(holds AND r.factor = 'fill_rate') = 0, -1, minIf(reinterpretAsInt64(r.low), holds AND r.factor = 'fill_rate')) AS fill_rate,
  if(countIf(holds AND r.factor = 'valid_traffic_share') = 0, -1, minIf(reinterpretAsInt64(r.low), holds AND r.factor = 'valid_traffic_share')) AS valid_traffic,
  if(countIf(holds AND r.factor = 'publisher_share') = 0, -1, minIf(reinterpretAsInt64(r.low), holds AND r.factor = 'publisher_share')) AS publisher_share,
  if(countIf(holds AND r.factor = 'heavy_user_share') = 0, -1, 1000000 - maxIf(reinterpretAsInt64(r.high), holds AND r.factor = 'heavy_user_share')) AS not_heavy,
  if(countIf(holds AND r.factor = 'contamination_share') = 0, -1, maxIf(reinterpretAsInt64(r.high), holds AND r.factor = 'contamination_share')) AS contamination,
  -- Price of 1000 impressions in 1e-6 EUR, at the rate of the month, truncated.
  if(countIf(holds AND r.factor = 'cpm' AND price_rate > 0) = 0, -1, minIf(toInt64(intDiv(toInt128(reinterpretAsInt64(r.low)) * price_rate, toInt128(10000000000))), holds AND r.factor = 'cpm' AND price_rate > 0)) AS cpm
FROM (SELECT DISTINCT month, toString(country) AS country FROM panel_record) AS m
CROSS JOIN rate_in_force AS r
LEFT ANY JOIN (
  SELECT concat(toString(currency), ' ', period) AS price_key, toInt64(eur_per_unit * 10000000000) AS fx FROM fx_rate FINAL
  WHERE version = (SELECT argMax(version, loaded_at) FROM reference_version WHERE name = 'fx')
) AS f ON concat(toString(r.currency), ' ', m.month) = f.price_key
ARRAY JOIN [if(r.currency = 'EUR', toInt64(10000000000), f.fx)] AS price_rate
GROUP BY rate_month, rate_country
SETTINGS join_use_nulls = 0;

-- Latest, undisputed measurements with the operation that the site belongs to on every day of the month (empty: on several, or claimed twice).
--   problem: why no lower limit can be given; empty when one can.   alpha_each_ppm: alpha over all limits that enter the operation's month.
CREATE OR REPLACE VIEW audience_at AS
WITH
  toInt32(toDate32(concat(month, '-01'))) AS first_day,
  toInt32(addMonths(toDate32(concat(month, '-01')), 1)) - 1 AS last_day,
  arrayLastIndex(d -> d <= first_day, s.span_from) AS span,
  multiIf(empty(s.span_from), site_domain, span = length(s.span_from) OR s.span_from[span + 1] > last_day, s.span_operation[span], '') AS owner,
  if(design_effect < 1, toDecimal64(1, 6), design_effect) AS deff
SELECT
  source, record_id, revision, sha256, known_at, site_domain, owner AS operation, month, country, device, unique_visitors, page_views,
  universe, panel_size, deff AS design_effect, r.contamination AS contamination,
  multiIf(
    isNull(unique_visitors), 'no_unique_visitors',
    isNull(panel_size) OR isNull(universe) OR universe = 0, 'panel_without_size',
    unique_visitors > universe, 'visitors_above_universe',
    -- In whole millionths: a count and a decimal of that size do not compare.
    toInt256(panel_size) * 1000000 < toInt256(30) * reinterpretAsInt64(deff), 'panel_too_small',
    isNull(r.contamination) OR r.contamination < 0, 'no_contamination_rate',
    '') AS problem,
  toUInt32(intDiv({alpha_ppm:UInt32}, greatest(countIf(problem = '') OVER (PARTITION BY operation, month), 1))) AS alpha_each_ppm
FROM (
  SELECT source, record_id, revision, sha256, known_at, site_domain, month, toString(country) AS country, device, unique_visitors, page_views, universe, panel_size,
    ifNull(design_effect, toDecimal64('2.5', 6)) AS design_effect
  FROM (
    SELECT *, count() OVER (PARTITION BY source, record_id, revision) AS contents, max(revision) OVER (PARTITION BY source, record_id) AS latest_revision
    FROM (SELECT * FROM panel_record WHERE known_at <= {as_of:DateTime64(3)} ORDER BY known_at LIMIT 1 BY source, record_id, revision, sha256)
  )
  WHERE revision = latest_revision AND contents = 1
) AS p
LEFT ANY JOIN site_span_at(as_of = {as_of:DateTime64(3)}) AS s ON p.site_domain = s.span_site
LEFT ANY JOIN rate_low_at(without = {without:Array(String)}) AS r ON p.month = r.rate_month AND p.country = r.rate_country
SETTINGS join_use_nulls = 0;

-- Measurements with their lower limit of visitors (from the memory that pipeline/estimate/audience-limit.ts fills) and of page views.
CREATE OR REPLACE VIEW audience_limited_at AS
SELECT a.*, l.visitors_lower AS visitors_lower,
  if(a.problem = '' AND a.unique_visitors > 0 AND isNotNull(a.page_views),
    toInt64(intDiv(toInt256(assumeNotNull(a.page_views)) * l.visitors_lower * q.not_heavy, toInt256(assumeNotNull(a.unique_visitors)) * 1000000)), 0) AS page_views_lower,
  if(least(q.ads_per_page, q.not_blocked, q.fill_rate, q.valid_traffic, q.publisher_share, q.not_heavy, q.cpm) < 0, 0,
    toInt256(q.ads_per_page) * q.not_blocked * q.fill_rate * q.valid_traffic * q.publisher_share * q.cpm) AS rate_product
FROM audience_at(as_of = {as_of:DateTime64(3)}, alpha_ppm = {alpha_ppm:UInt32}, without = {without:Array(String)}) AS a
LEFT ANY JOIN (
  SELECT unique_visitors AS l_u, universe AS l_n, panel_size AS l_s, design_effect AS l_d, alpha_ppm AS l_a, contamination AS l_c, visitors_lower FROM audience_limit FINAL
) AS l ON ifNull(a.unique_visitors, 0) = l.l_u AND ifNull(a.universe, 0) = l.l_n AND ifNull(a.panel_size, 0) = l.l_s AND a.design_effect = l.l_d
  AND a.alpha_each_ppm = l.l_a AND toInt64(a.contamination) = toInt64(reinterpretAsInt64(l.l_c))
LEFT ANY JOIN rate_low_at(without = {without:Array(String)}) AS q ON a.month = q.rate_month AND a.country = q.rate_country
SETTINGS join_use_nulls = 0;

-- Bottom-up product of the lows for each operation and month. Devices are not summed: the largest one is taken. Page views of
-- sites and countries are disjoint and are summed within one panel; of several panels the lowest is taken.
CREATE OR REPLACE VIEW modelled_at AS
SELECT operation, month, minIf(vendor_visitors, vendor_usable) AS visitors_lower, minIf(vendor_units, vendor_model) AS modelled_units, max(vendor_model) AS has_model,
  max(vendor_usable) AS usable, arrayStringConcat(arraySort(arrayFilter(p -> p != '', groupUniqArrayArray(vendor_problems))), ',') AS problem
FROM (
  SELECT operation, month, source,
    maxIf(site_visitors, site_usable) AS vendor_visitors, sum(site_units) AS vendor_units, max(site_model) AS vendor_model, max(site_usable) AS vendor_usable,
    groupUniqArrayArray(site_problems) AS vendor_problems
  FROM (
    SELECT operation, month, source, site_domain, country,
      max(toUInt64(visitors_lower)) AS site_visitors, max(problem = '') AS site_usable,
      -- 1e-4 EUR: page views x product (six factors of 1e-6) / 1000 / 1e36 x 1e4.
      max(toInt128(intDiv(toInt256(page_views_lower) * rate_product, toInt256('100000000000000000000000000000000000')))) AS site_units,
      max(problem = '' AND isNotNull(page_views) AND rate_product > 0) AS site_model,
      groupUniqArray(multiIf(problem != '', problem, isNull(page_views), 'no_page_views', rate_product = 0, 'no_rate', '')) AS site_problems
    FROM audience_limited_at(as_of = {as_of:DateTime64(3)}, alpha_ppm = {alpha_ppm:UInt32}, without = {without:Array(String)})
    WHERE operation != ''
    GROUP BY operation, month, source, site_domain, country
  )
  GROUP BY operation, month, source
)
GROUP BY operation, month;
