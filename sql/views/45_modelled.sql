-- Purpose: from audience to modelled money (docs/method.md, "Modelled money"), for the line
-- advertising, over the work lists of a run. `without` holds rung:L2, rung:L3 or rate:FACTOR. Money
-- is in 1e-4 EUR. Which panel counts is decided before anything is left out, so that leaving an
-- assumption out never raises a floor (docs/decisions/0003).
-- Parameters: scope, without.

-- Crawled slots with the rates of their network, by country of the audience. Parameter: scope.
--   slot_product: per_page x five rates of 1e-6; 0: a rate is missing.
CREATE OR REPLACE VIEW slot_rate_of AS
SELECT s.operation AS operation, s.month AS month, s.property AS property, a.country AS country, s.network AS network, s.per_page AS per_page, s.crawls AS crawls, s.pages_sampled AS pages_sampled,
  q.rate_network AS rate_network, toInt256(s.per_page) * q.slot_product AS slot_product
FROM (SELECT * FROM slot_of WHERE scope = {scope:String}) AS s
INNER JOIN (SELECT DISTINCT operation, month, property, country FROM audience_of WHERE scope = {scope:String} AND problem = '') AS a
  ON s.operation = a.operation AND s.month = a.month AND s.property = a.property
-- The rates of the network where the card names it, else those of any network: the longer name.
LEFT JOIN rate_low AS q ON q.rate_month = s.month AND q.rate_country = a.country
WHERE q.rate_network = '' OR lowerUTF8(q.rate_network) = s.network
ORDER BY q.rate_network DESC
LIMIT 1 BY operation, month, property, country, network
SETTINGS join_use_nulls = 0;

-- The panel declared primary for each operation and month: the declaration holds for the whole
-- month, is older than every measurement of it, and begins latest. Parameter: scope.
CREATE OR REPLACE VIEW primary_panel_of AS
SELECT operation, month, argMax(p.source, p.valid_from) AS primary_source
FROM (SELECT operation, month, min(came_at) AS first_came_at FROM audience_of WHERE scope = {scope:String} GROUP BY operation, month) AS a
CROSS JOIN (
  SELECT * FROM audience_policy FINAL
  WHERE permits = 'primary' AND version = {{include expressions/version_in_force
      name: 'audience_policy'
    }}
) AS p
WHERE {{include expressions/whole_month
    row: p
    month: month
  }}
  AND toInt32(p.declared_on) < toInt32(toDate32(first_came_at))
GROUP BY operation, month;

-- What each panel gives for an operation and month. Visitors, and pages that stand for visitors,
-- are never summed: the largest site and country counts. Measured pages of domains and countries
-- are disjoint and are summed. Devices are not, nor are properties of one domain: the largest
-- counts. Of "all countries" and the sum of single ones the larger counts, never both.
-- Parameters: scope, without.
--   audience_units: bottom-up, L3.   slot_units: over crawled slots, L2.   can_audience, can_slots:
--   whether there is such a figure when nothing is left out.
CREATE OR REPLACE VIEW panel_model_of AS
WITH
  hasAny({without:Array(String)}, ['rung:L3', 'rate:ads_per_page', 'rate:ad_block_share',
    'rate:fill_rate', 'rate:valid_traffic_share', 'rate:publisher_share', 'rate:cpm']) AS no_audience,
  hasAny({without:Array(String)}, ['rung:L2', 'rate:ad_block_share', 'rate:fill_rate',
    'rate:valid_traffic_share', 'rate:publisher_share', 'rate:cpm']) AS no_slots,
  -- Pages x product (six factors of 1e-6) / 1000 / 1e36 x 1e4. More than a money column holds is
  -- cut.
  x -> toInt128(if(
    x > toInt256('99999999999999999999999999999999999999999999999999999'),
    toInt256('999999999999999999'),
    intDiv(x, toInt256('100000000000000000000000000000000000')))) AS money,
  per_property AS (
    SELECT
      operation,
      month,
      source,
      property,
      any(audience_of.domain) AS property_domain,
      country,
      max(visitors_lower) AS site_visitors,
      max(problem = '') AS site_usable,
      max(can_measure OR can_imply) AS site_can,
      max(rate_product) AS site_rate,
      max(visits_lower) AS site_visits,
      max(page_views_lower) AS site_pages,
      max(problem = '' AND isNotNull(visits)) AS site_has_visits,
      max(problem = '' AND isNotNull(page_views)) AS site_has_pages,
      max(measured_pages) AS site_measured,
      max(if(measured_pages > implied_pages, measured_pages, implied_pages)) AS site_largest,
      groupUniqArray(multiIf(
        problem != '', toString(problem),
        NOT (can_measure OR can_imply), 'no_page_views',
        '')) AS site_problems
    FROM audience_of
    WHERE scope = {scope:String}
      AND operation != ''
    GROUP BY operation, month, source, property, country
  ),
  slots_of_property AS (
    SELECT
      operation AS p_operation,
      month AS p_month,
      property AS p_property,
      country AS p_country,
      sum(slot_product) AS slot_sum
    FROM slot_rate_of(scope = {scope:String})
    GROUP BY p_operation, p_month, p_property, p_country
  ),
  per_country AS (
    SELECT
      operation,
      month,
      source,
      property_domain AS domain,
      country,
      maxIf(site_visitors, site_usable) AS visitors,
      max(toInt128(site_visits)) AS visits,
      max(toInt128(site_pages)) AS pages,
      max(site_has_visits) AS has_visits,
      max(site_has_pages) AS has_pages,
      max(site_usable) AS usable,
      max(site_can AND site_rate > 0) AS can_audience,
      max(site_can AND p.slot_sum > 0) AS can_slots,
      max(money(toInt256(site_measured) * site_rate)) AS measured_units,
      max(money(toInt256(site_largest) * site_rate)) AS single_units,
      max(money(toInt256(site_measured) * p.slot_sum)) AS measured_slots,
      max(money(toInt256(site_largest) * p.slot_sum)) AS single_slots,
      groupUniqArrayArray(site_problems) AS found_problems,
      groupUniqArrayIf('no_rate', site_can AND site_rate = 0 AND p.slot_sum = 0) AS rate_problems
    FROM per_property AS a
    LEFT ANY JOIN slots_of_property AS p
      ON a.operation = p_operation
        AND a.month = p_month
        AND a.property = p_property
        AND a.country = p_country
    GROUP BY operation, month, source, domain, country
  ),
  -- The second of each pair is of all countries together.
  per_domain AS (
    SELECT
      operation,
      month,
      source,
      domain,
      max(visitors) AS visitors,
      [sumIf(visits, country != ''), maxIf(visits, country = '')] AS visits,
      [sumIf(pages, country != ''), maxIf(pages, country = '')] AS pages,
      [sumIf(measured_units, country != ''), maxIf(measured_units, country = '')] AS units,
      [sumIf(measured_slots, country != ''), maxIf(measured_slots, country = '')] AS slot_units,
      max(has_visits) AS has_visits,
      max(has_pages) AS has_pages,
      max(usable) AS usable,
      max(can_audience) AS can_audience,
      max(can_slots) AS can_slots,
      max(single_units) AS single_units,
      max(single_slots) AS single_slots,
      groupUniqArrayArray(arrayConcat(found_problems, rate_problems)) AS found_problems
    FROM per_country
    GROUP BY operation, month, source, domain
  ),
  per_panel AS (
    SELECT
      operation,
      month,
      source,
      max(d.visitors) AS visitors,
      sum(if(d.visits[1] > d.visits[2], d.visits[1], d.visits[2])) AS visits,
      sum(if(d.pages[1] > d.pages[2], d.pages[1], d.pages[2])) AS pages,
      sum(if(d.units[1] > d.units[2], d.units[1], d.units[2])) AS summed_units,
      sum(if(d.slot_units[1] > d.slot_units[2], d.slot_units[1], d.slot_units[2])) AS summed_slots,
      max(d.has_visits) AS has_visits,
      max(d.has_pages) AS has_pages,
      max(d.usable) AS usable,
      max(d.can_audience) AS can_audience,
      max(d.can_slots) AS can_slots,
      max(d.single_units) AS single_units,
      max(d.single_slots) AS single_slots,
      groupUniqArrayArray(d.found_problems) AS problems
    FROM per_domain AS d
    GROUP BY operation, month, source
  )
SELECT
  operation,
  month,
  source,
  visitors,
  visits,
  pages,
  has_visits,
  has_pages,
  usable,
  can_audience,
  can_slots,
  problems,
  multiIf(
    no_audience OR NOT can_audience, toInt128(0),
    summed_units > single_units, summed_units,
    single_units) AS audience_units,
  multiIf(
    no_slots OR NOT can_slots, toInt128(0),
    summed_slots > single_slots, summed_slots,
    single_slots) AS slot_units,
  (can_audience AND NOT no_audience) AS has_audience,
  (can_slots AND NOT no_slots) AS has_slots
FROM per_panel
SETTINGS join_use_nulls = 0;

-- Both estimators of each panel: bottom-up (the larger of L3 and L2), and the reference class (the
-- smallest of its units). The smaller counts.
-- Parameters: scope, without.
CREATE OR REPLACE VIEW panel_estimate_of AS
SELECT *, if(bottom_up_units > class_least, class_least, bottom_up_units) AS units
FROM (
  SELECT m.*, if(m.slot_units > m.audience_units, m.slot_units, m.audience_units) AS bottom_up_units,
    arrayFilter(c -> c.2 > 0, [
      (toInt128(intDiv(toInt256(m.visitors) * c.visitor_rate, toInt256(1000000))), if(m.usable, c.visitor_cases, 0)),
      (toInt128(intDiv(toInt256(m.visits) * c.visit_rate, toInt256(1000000))), if(m.has_visits, c.visit_cases, 0)),
      (toInt128(intDiv(toInt256(m.pages) * c.page_rate, toInt256(1000000))), if(m.has_pages, c.page_cases, 0))]) AS class_figures,
    if(empty(class_figures), toInt128('99999999999999999999999999'), arraySort(class_figures)[1].1) AS class_least,
    if(empty(class_figures), toUInt32(0), arraySort(class_figures)[1].2) AS class_cases
  FROM panel_model_of(scope = {scope:String}, without = {without:Array(String)}) AS m
  LEFT ANY JOIN (
    SELECT operation AS c_operation,
      anyIf(rate, unit = 'visitors') AS visitor_rate, anyIf(cases, unit = 'visitors') AS visitor_cases,
      anyIf(rate, unit = 'visits') AS visit_rate, anyIf(cases, unit = 'visits') AS visit_cases,
      anyIf(rate, unit = 'page_views') AS page_rate, anyIf(cases, unit = 'page_views') AS page_cases
    FROM class_rate_of WHERE scope = {scope:String} GROUP BY operation
  ) AS c ON m.operation = c.c_operation
)
SETTINGS join_use_nulls = 0;

-- Modelled money of each operation and month: that of the primary panel, where one was declared in
-- time; else of the panel that gives the least. A panel that has a figure only with what is left
-- out gives 0. Parameters: scope, without.
CREATE OR REPLACE VIEW model_of AS
SELECT operation, month,
  if(primary_usable, primary_visitors, least_visitors) AS visitors_lower,
  chosen.1 AS modelled_units, any_has AS has_model, any_usable AS usable,
  arrayStringConcat(arraySort(arrayFilter(x -> x != '', all_problems)), ',') AS problem,
  chosen.2 AS source, toUInt8(primary_can) AS is_primary, if(chosen.1 > chosen.3, 'L2', 'L3') AS rung, chosen.3 AS audience_units, chosen.4 AS slot_units,
  if(chosen.6 > 0, chosen.5, NULL) AS class_units, chosen.6 AS class_cases
FROM (
  SELECT *, if(primary_can, primary_chosen, least_chosen) AS chosen
  FROM (
    SELECT operation, month,
      max(m.source = p.primary_source AND m.usable) AS primary_usable, maxIf(m.visitors, m.source = p.primary_source) AS primary_visitors, minIf(m.visitors, m.usable) AS least_visitors,
      max(m.source = p.primary_source AND can) AS primary_can,
      minIf((m.units, toString(m.source), m.audience_units, m.slot_units, m.class_least, m.class_cases), m.source = p.primary_source AND can) AS primary_chosen,
      minIf((m.units, toString(m.source), m.audience_units, m.slot_units, m.class_least, m.class_cases), can) AS least_chosen,
      max(m.has_audience OR m.has_slots) AS any_has, max(m.usable) AS any_usable, groupUniqArrayArray(m.problems) AS all_problems
    FROM (SELECT *, (can_audience OR can_slots) AS can FROM panel_estimate_of(scope = {scope:String}, without = {without:Array(String)})) AS m
    LEFT ANY JOIN (SELECT operation AS p_operation, month AS p_month, primary_source FROM primary_panel_of(scope = {scope:String})) AS p ON m.operation = p_operation AND m.month = p_month
    GROUP BY operation, month
  )
)
SETTINGS join_use_nulls = 0;
