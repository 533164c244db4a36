-- Which content of a flow stands, and as what (METHOD 3). Parameters of every view here: as_of (records known then), and
-- scope: empty, or the name of a work list of an estimate run: `all-...` or `some-...`. A run makes the list of linked flows once, in
-- flow_link_of; a `some` run looks only at flows of the sites in estimate_scope (and at all linked flows).

-- Flows that one cannot judge by one row alone: several rows, or a link to another flow.
CREATE OR REPLACE VIEW flow_link_at AS
SELECT source, flow_id FROM flow_record WHERE known_at <= {as_of:DateTime64(3)} GROUP BY source, flow_id HAVING count() > 1
UNION ALL
SELECT source, flow_id FROM flow_record WHERE known_at <= {as_of:DateTime64(3)} AND (reverses IS NOT NULL OR upstream_flow_id IS NOT NULL)
UNION ALL
SELECT source, assumeNotNull(reverses) FROM flow_record WHERE known_at <= {as_of:DateTime64(3)} AND reverses IS NOT NULL
UNION ALL
SELECT ifNull(upstream_source, toString(source)), assumeNotNull(upstream_flow_id) FROM flow_record
WHERE known_at <= {as_of:DateTime64(3)} AND upstream_flow_id IS NOT NULL;

CREATE OR REPLACE VIEW flow_linked_at AS
SELECT source, flow_id FROM flow_link_of WHERE scope = {scope:String} AND {scope:String} != ''
UNION ALL
SELECT source, flow_id FROM flow_link_at(as_of = {as_of:DateTime64(3)}) WHERE {scope:String} = '';

-- The contents of the highest revision of each linked flow; `contents` counts them: more than one is a dispute.
CREATE OR REPLACE VIEW flow_top_at AS
SELECT *
FROM (
  SELECT *, count() OVER (PARTITION BY source, flow_id, revision) AS contents, max(revision) OVER (PARTITION BY source, flow_id) AS latest_revision
  FROM (
    SELECT * FROM flow_record
    WHERE known_at <= {as_of:DateTime64(3)} AND (source, flow_id) IN (SELECT source, flow_id FROM flow_linked_at(as_of = {as_of:DateTime64(3)}, scope = {scope:String}))
    ORDER BY known_at LIMIT 1 BY source, flow_id, revision, sha256
  )
)
WHERE revision = latest_revision;

-- One row for each flow (for a dispute one for each content), with what decides its part in the floors:
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
WHERE known_at <= {as_of:DateTime64(3)}
  AND (
    NOT startsWith({scope:String}, 'some')
    OR site_domain IN (SELECT name FROM estimate_scope WHERE scope = {scope:String} AND what = 'site')
    OR (source, flow_id) IN (
      SELECT source, flow_id FROM flow_record ARRAY JOIN share_domains AS domain
      WHERE domain IN (SELECT name FROM estimate_scope WHERE scope = {scope:String} AND what = 'site')))
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
  tupleElement(if(takes, t.site_shares, f.site_shares), 'share'),
  if(takes, t.period_start, f.period_start),
  if(takes, t.period_end, f.period_end),
  if(takes, t.value_date, f.value_date),
  if(takes, t.statement_date, f.statement_date),
  if(takes, t.basis, f.basis),
  if(takes, t.network, f.network),
  if(takes, t.currency, f.currency)
FROM top AS f
LEFT ANY JOIN (
  SELECT toString(source) AS target_source, flow_id AS target_flow_id, line, site_domain, share_domains, site_shares, period_start, period_end, value_date, statement_date, basis,
    network, currency, status, contents, is_superseded
  FROM top
) AS t ON toString(f.source) = t.target_source AND f.reverses = t.target_flow_id
-- `takes`: the reversal stands in the place of its target.
ARRAY JOIN [f.status = 'reversed' AND t.contents > 0] AS takes;
