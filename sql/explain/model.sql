-- Purpose: how the modelled money of one operation and month is made from audiences (L3): the
-- factors of each measurement that has a model.
-- Parameters: operation, month, alpha_ppm.
-- Returns: one row for each measurement. pages_lower: the larger of measured and implied pages. The
-- factors are as the model takes them (not_blocked: 1 - ad-block). modelled_eur: of this
-- measurement alone.
SELECT a.source AS source, a.record_id AS record_id, a.property AS site, a.country AS country, a.device AS device, toString(pages) AS pages_lower,
  toString(toDecimal128(q.ads_per_page, 0) * toDecimal128('0.000001', 6)) AS ads_per_page, toString(toDecimal128(q.not_blocked, 0) * toDecimal128('0.000001', 6)) AS not_blocked,
  toString(toDecimal128(q.fill_rate, 0) * toDecimal128('0.000001', 6)) AS fill_rate, toString(toDecimal128(q.valid_traffic, 0) * toDecimal128('0.000001', 6)) AS valid_traffic,
  toString(toDecimal128(q.publisher_share, 0) * toDecimal128('0.000001', 6)) AS publisher_share, toString(toDecimal128(q.cpm, 0) * toDecimal128('0.000001', 6)) AS cpm_eur,
  toString(toDecimal128(toInt128(intDiv(toInt256(pages) * a.rate_product, toInt256('100000000000000000000000000000000000'))), 0) * toDecimal128('0.0001', 4)) AS modelled_eur
FROM (
  SELECT *, if(measured_pages > implied_pages, measured_pages, implied_pages) AS pages
  FROM audience_limited_at(as_of = {{include expressions/everything_known}}, alpha_ppm = {alpha_ppm:UInt32}, without = [])
) AS a
LEFT ANY JOIN (SELECT * FROM rate_low WHERE rate_network = '') AS q ON a.month = q.rate_month AND a.country = q.rate_country
WHERE a.operation = {operation:String} AND a.month = {month:String} AND a.rate_product > 0 AND (a.can_measure = 1 OR a.can_imply = 1)
ORDER BY source, site, country, device, record_id
