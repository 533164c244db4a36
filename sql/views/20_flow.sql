-- Which content of a flow stands, and as what (METHOD 3). Parameters of every view here: as_of (records known then), and
-- scope: empty, or the name of a work list of an estimate run: `all-...` or `some-...`. A run makes the list of flows that need a closer look once, in
-- flow_link_of; a `some` run sums only plain flows of the sites in estimate_scope, and all others.

-- Flows that need a closer look. The others are plain: one row, no link to another flow, net, one site, inside one month, and of one
-- operation on all days. Parameter unless: when it is not empty, nothing is read; the condition stands beside each table, where the
-- engine sees that it need not read.
CREATE OR REPLACE VIEW flow_link_at AS
SELECT source, flow_id FROM flow_record WHERE {unless:String} = '' AND known_at <= {as_of:DateTime64(3)} GROUP BY source, flow_id HAVING count() > 1
UNION ALL
SELECT source, assumeNotNull(reverses) FROM flow_record WHERE {unless:String} = '' AND known_at <= {as_of:DateTime64(3)} AND reverses IS NOT NULL
UNION ALL
SELECT ifNull(upstream_source, toString(source)), assumeNotNull(upstream_flow_id) FROM flow_record
WHERE {unless:String} = '' AND known_at <= {as_of:DateTime64(3)} AND upstream_flow_id IS NOT NULL
UNION ALL
SELECT source, flow_id
FROM (SELECT source, flow_id, status, basis, reverses, upstream_flow_id, site_domain, period_start, period_end FROM flow_record WHERE {unless:String} = '' AND known_at <= {as_of:DateTime64(3)}) AS f
LEFT ANY JOIN site_longest_span_at(as_of = {as_of:DateTime64(3)}) AS s ON f.site_domain = s.longest_site
WHERE reverses IS NOT NULL OR upstream_flow_id IS NOT NULL OR status = 'reversed' OR basis != 'net' OR site_domain = '' OR toYYYYMM(period_start) != toYYYYMM(period_end)
  OR (s.longest_site != '' AND (s.longest_operation = '' OR toInt32(period_start) < s.longest_from OR toInt32(period_end) > s.longest_to));

CREATE OR REPLACE VIEW flow_linked_at AS
SELECT source, flow_id FROM flow_link_of WHERE scope = {scope:String} AND {scope:String} != ''
UNION ALL
SELECT source, flow_id FROM flow_link_at(as_of = {as_of:DateTime64(3)}, unless = {scope:String});

-- The contents of the highest revision of each flow on that list; `contents` counts them: more than one is a dispute. Parameters: as_of, unless, and
-- links: where the list of linked flows is (as `scope`).
CREATE OR REPLACE VIEW flow_top_made_at AS
SELECT source, flow_id, revision, sha256, known_at, network, line, publisher_account, amount, currency, status, basis, account_country, account_country_from,
  site_domain, share_domains, shares, period_start, period_end, value_date, statement_date, reverses, upstream_flow_id, upstream_source, contents
FROM (
  SELECT *, count() OVER (PARTITION BY source, flow_id, revision) AS contents, max(revision) OVER (PARTITION BY source, flow_id) AS latest_revision
  FROM (
    SELECT source, flow_id, revision, sha256, known_at, network, line, publisher_account, amount, currency, status, basis, account_country, account_country_from,
      site_domain, share_domains, tupleElement(site_shares, 'share') AS shares, period_start, period_end, value_date, statement_date, reverses, upstream_flow_id, upstream_source
    FROM flow_record
    WHERE {unless:String} = '' AND known_at <= {as_of:DateTime64(3)}
      AND (source, flow_id) IN (SELECT source, flow_id FROM flow_linked_at(as_of = {as_of:DateTime64(3)}, scope = {links:String}))
    ORDER BY known_at LIMIT 1 BY source, flow_id, revision, sha256
  )
)
WHERE revision = latest_revision;

-- The same, from the work list of a run where there is one.
CREATE OR REPLACE VIEW flow_top_at AS
SELECT * EXCEPT (scope) FROM flow_top_of WHERE scope = {scope:String} AND {scope:String} != ''
UNION ALL
SELECT * FROM flow_top_made_at(as_of = {as_of:DateTime64(3)}, links = '', unless = {scope:String});

-- One row for each flow (for a dispute one for each content), with what decides its part in the floors. Parameter plain: 0 leaves the plain
-- flows out.
--   first_standing (before rates are looked at): paid, accrued, reversal (of a flow that counts), unknown_reversal (of a flow that nobody reported),
--   idle_reversal (of a flow that does not count), disputed, superseded_by_hop.
-- The e_ columns are those that a reversal takes from its target: site, shares, line, period, dates; and the target's basis, network and currency.
CREATE OR REPLACE VIEW flow_standing_at AS
SELECT
  source, flow_id, revision, sha256, known_at, network, line AS reported_line, publisher_account, amount, currency, status, basis, account_country, account_country_from,
  status AS first_standing,
  line, site_domain, share_domains, tupleElement(site_shares, 'share') AS shares,
  period_start, period_end, value_date, statement_date, basis AS target_basis, network AS target_network, currency AS target_currency
FROM flow_record
WHERE {plain:UInt8} = 1 AND known_at <= {as_of:DateTime64(3)}
  AND (source, flow_id) NOT IN (SELECT source, flow_id FROM flow_linked_at(as_of = {as_of:DateTime64(3)}, scope = {scope:String}))
UNION ALL
WITH
  hop AS (
    SELECT ifNull(upstream_source, toString(source)) AS hop_source, assumeNotNull(upstream_flow_id) AS hop_flow_id
    FROM flow_top_at(as_of = {as_of:DateTime64(3)}, scope = {scope:String})
    WHERE contents = 1 AND status = 'paid' AND upstream_flow_id IS NOT NULL AND (hop_source, hop_flow_id) != (toString(source), flow_id)
  ),
  top AS (SELECT *, (toString(source), flow_id) IN (SELECT hop_source, hop_flow_id FROM hop) AS is_superseded FROM flow_top_at(as_of = {as_of:DateTime64(3)}, scope = {scope:String}))
SELECT
  f.source, f.flow_id, f.revision, f.sha256, f.known_at, f.network, f.line, f.publisher_account, f.amount, f.currency, f.status, f.basis, f.account_country, f.account_country_from,
  CAST(multiIf(
    f.contents > 1, 'disputed',
    f.status = 'accrued', 'accrued',
    f.is_superseded, 'superseded_by_hop',
    f.status = 'paid', 'paid',
    t.contents = 0, 'unknown_reversal',
    t.contents = 1 AND t.status = 'paid' AND NOT t.is_superseded, 'reversal',
    'idle_reversal'), 'LowCardinality(String)') AS first_standing,
  if(takes, t.line, f.line),
  if(takes, t.site_domain, f.site_domain),
  if(takes, t.share_domains, f.share_domains),
  if(takes, t.shares, f.shares),
  if(takes, t.period_start, f.period_start),
  if(takes, t.period_end, f.period_end),
  if(takes, t.value_date, f.value_date),
  if(takes, t.statement_date, f.statement_date),
  if(takes, t.basis, f.basis),
  if(takes, t.network, f.network),
  if(takes, t.currency, f.currency)
FROM top AS f
LEFT ANY JOIN (
  SELECT toString(source) AS target_source, flow_id AS target_flow_id, line, site_domain, share_domains, shares, period_start, period_end, value_date, statement_date, basis,
    network, currency, status, contents, is_superseded
  FROM top
) AS t ON toString(f.source) = t.target_source AND f.reverses = t.target_flow_id
-- `takes`: the reversal stands in the place of its target.
ARRAY JOIN [f.status = 'reversed' AND t.contents > 0] AS takes;
