-- Purpose: what an explanation of modelled money shows. No floor reads these views.
-- Parameters: scope, as_of.

-- Each rate behind the modelled money of an operation and month: one row for each factor, country
-- and network. Parameter: scope (work lists that fillModel filled). network: empty for the rates of
-- any network (L3), else a network that crawls show without documents (L2).
--   value: the end that a floor uses, in millionths; of cpm the price of 1000 impressions in EUR.
--   rate_end: that end as the rate card has it, in `currency`.
CREATE OR REPLACE VIEW model_factor_of AS
SELECT m.operation AS operation, m.month AS month, m.country AS country, m.network AS network, f.rate_factor AS factor,
  f.value AS value_ppm, f.rate_end AS rate_end, f.currency AS currency, f.rate_id AS rate_id, f.grade AS grade, f.source AS source
FROM (
  SELECT DISTINCT operation, month, country, '' AS network, '' AS rate_network FROM audience_of WHERE scope = {scope:String}
  UNION ALL
  SELECT DISTINCT operation, month, country, network, rate_network FROM slot_rate_of(scope = {scope:String})
) AS m
INNER JOIN rate_factor AS f ON m.month = f.rate_month AND m.country = f.rate_country AND m.rate_network = f.rate_network;

-- Measurements without a panel size, of panels that the policy permits (declared before the figure
-- came), as if they had no sampling error. Unquantified: in no floor and under no confidence. No
-- figure of theirs depends on alpha.
--   modelled_units: largest pages x lowest rates, in 1e-4 EUR; 0 when a rate is missing.
CREATE OR REPLACE VIEW unquantified_audience_at AS
SELECT operation, month, source, record_id, revision, site, country, device, unique_visitors, visits, page_views, pages,
  toInt128(if(rate_product = 0, toInt256(0), intDiv(toInt256(pages) * rate_product, toInt256('100000000000000000000000000000000000')))) AS modelled_units,
  'unquantified' AS label, declared_on, declared_by, reason
FROM (
  SELECT a.operation AS operation, a.month AS month, toString(a.source) AS source, a.record_id AS record_id, a.revision AS revision, a.property AS site, a.country AS country, a.device AS device,
    a.unique_visitors AS unique_visitors, a.visits AS visits, a.page_views AS page_views, a.rate_product AS rate_product, a.came_at AS came_at,
    p.valid_from AS valid_from, p.valid_to AS valid_to, p.declared_on AS declared_on, p.declared_by AS declared_by, p.reason AS reason,
    toInt128(intDiv(toInt256(arrayMax([ifNull(a.page_views, 0), ifNull(a.visits, 0)])) * if(a.not_heavy < 0, 0, a.not_heavy), toInt256(1000000))) AS measured,
    toInt128(intDiv(toInt256(ifNull(a.unique_visitors, 0)) * if(a.pages_per_visitor < 0, 0, a.pages_per_visitor), toInt256(1000000))) AS implied,
    if(measured > implied, measured, implied) AS pages
  FROM audience_at(as_of = {as_of:DateTime64(3)}, alpha_ppm = {{include expressions/alpha_of_last_run}}, without = []) AS a
  INNER JOIN (
    SELECT * FROM audience_policy FINAL
    WHERE permits = 'unquantified' AND version = {{include expressions/version_in_force
        name: 'audience_policy'
      }}
  ) AS p ON a.source = p.source
  WHERE a.operation != '' AND (isNull(a.panel_size) OR isNull(a.universe) OR a.universe = 0)
) AS u
WHERE {{include expressions/whole_month
    row: u
    month: u.month
  }}
  AND toInt32(declared_on) < toInt32(toDate32(came_at))
ORDER BY valid_from DESC
LIMIT 1 BY source, record_id;
