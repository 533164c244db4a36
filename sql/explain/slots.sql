-- Purpose: the slots behind modelled money of one operation and month (L2), each with the factors
-- that price it.
-- Parameters: scope, operation, month.
-- Returns: one row for each site, country of the audience and network: per_page (the lowest of the
-- crawls), crawls, pages_sampled (of the smallest), and the factors as the model takes them
-- (not_blocked: 1 - ad-block); eur_per_page: what one page brings through them.
WITH millionths -> toString(toDecimal128(millionths, 0) * toDecimal128('0.000001', 6)) AS shown
SELECT s.property AS site, toString(s.country) AS country, s.network AS network, shown(s.per_page) AS per_page, s.crawls AS crawls, s.pages_sampled AS pages_sampled,
  shown(q.not_blocked) AS not_blocked, shown(q.fill_rate) AS fill_rate, shown(q.valid_traffic) AS valid_traffic, shown(q.publisher_share) AS publisher_share, shown(q.cpm) AS cpm_eur,
  toString(toDecimal128(toInt128(intDiv(s.slot_product, toInt256('1000000000000000000000000000'))), 0) * toDecimal128('0.000000000001', 12)) AS eur_per_page
FROM (SELECT * FROM slot_rate_of(scope = {scope:String}) WHERE operation = {operation:String} AND month = {month:String} AND slot_product > 0) AS s
INNER JOIN rate_low AS q ON q.rate_month = s.month AND q.rate_country = s.country AND q.rate_network = s.rate_network
ORDER BY site, country, network
