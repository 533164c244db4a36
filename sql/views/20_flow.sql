-- Which content of a flow stands, and as what (METHOD 3). Parameters: as_of (records known then), and scope: where flows come from.
--   scope '': all flows, straight from the records.
--   scope 'all-...' or 'some-...': the work lists of an estimate run, which sums plain flows apart (sql/estimate/fill_plain_sums.sql) and sends only special flows
--   this way; a `some` run sums only plain flows of the sites in estimate_scope, and all special ones.
-- The condition on scope stands beside each table, where the engine sees that it need not read.
--
-- Most flows are plain: one row, no link to another flow, net, one site, inside one month, and of one operation on all days.
-- The others are special. The list of special flows holds a 64-bit hash of source and flow_id: a plain flow that shares a hash with a
-- special one is treated as special too, which costs time and changes nothing.

-- Special flows. is_repeated: the flow may have more than one row. Parameter: as_of.
CREATE OR REPLACE VIEW special_found_at AS
SELECT cityHash64(source, flow_id) AS flow_hash, toUInt8(1) AS is_repeated FROM flow_record
WHERE known_at <= {as_of:DateTime64(3)} GROUP BY flow_hash HAVING count() > 1
UNION ALL
-- With a flow that has a link goes the one that it is linked to.
SELECT
  arrayJoin(arrayDistinct([
    cityHash64(source, flow_id),
    if(reverses IS NULL, cityHash64(source, flow_id), cityHash64(source, assumeNotNull(reverses))),
    if(upstream_flow_id IS NULL, cityHash64(source, flow_id), cityHash64(ifNull(upstream_source, toString(source)), assumeNotNull(upstream_flow_id)))])),
  toUInt8(0)
FROM flow_record
WHERE known_at <= {as_of:DateTime64(3)}
  AND (status = 'reversed' OR upstream_flow_id IS NOT NULL OR basis != 'net' OR site_domain = '' OR toYYYYMM(period_start) != toYYYYMM(period_end))
UNION ALL
SELECT cityHash64(f.source, f.flow_id), toUInt8(0)
FROM (
  SELECT source, flow_id, site_domain, period_start, period_end FROM flow_record
  WHERE known_at <= {as_of:DateTime64(3)} AND site_domain IN (SELECT longest_site FROM site_longest_span_at(as_of = {as_of:DateTime64(3)}) WHERE NOT is_whole)
) AS f
INNER JOIN site_longest_span_at(as_of = {as_of:DateTime64(3)}) AS s ON f.site_domain = s.longest_site
WHERE s.longest_operation = '' OR toInt32(f.period_start) < s.longest_from OR toInt32(f.period_end) > s.longest_to;

-- The contents of the highest revision of each special flow of a run, made from the records; `contents` counts them: more than one is a dispute.
-- Without the columns that no sum needs: digests are half of what a flow weighs.
CREATE OR REPLACE VIEW special_top_made_at AS
SELECT source, flow_id, revision, network, line, amount, currency, status, basis, account_country,
  site_domain, share_domains, tupleElement(site_shares, 'share') AS shares, period_start, period_end, value_date, statement_date, reverses, upstream_flow_id, upstream_source,
  toUInt64(1) AS contents
FROM flow_record
WHERE known_at <= {as_of:DateTime64(3)} AND cityHash64(source, flow_id) IN (SELECT flow_hash FROM special_flow_of WHERE scope = {scope:String} AND is_repeated = 0)
UNION ALL
SELECT source, flow_id, revision, network, line, amount, currency, status, basis, account_country,
  site_domain, share_domains, tupleElement(site_shares, 'share'), period_start, period_end, value_date, statement_date, reverses, upstream_flow_id, upstream_source, contents
FROM (
  SELECT *, count() OVER (PARTITION BY source, flow_id, revision) AS contents, max(revision) OVER (PARTITION BY source, flow_id) AS latest_revision
  FROM (
    SELECT * FROM flow_record
    WHERE known_at <= {as_of:DateTime64(3)} AND cityHash64(source, flow_id) IN (SELECT flow_hash FROM special_flow_of WHERE scope = {scope:String} AND is_repeated = 1)
    ORDER BY known_at LIMIT 1 BY source, flow_id, revision, sha256
  )
)
WHERE revision = latest_revision;

-- The contents of the highest revision of each flow.
CREATE OR REPLACE VIEW flow_top_at AS
SELECT * EXCEPT (scope) FROM special_top_of WHERE scope = {scope:String} AND {scope:String} != ''
UNION ALL
SELECT source, flow_id, revision, sha256, known_at, network, line, publisher_account, amount, currency, status, basis, account_country, account_country_from,
  site_domain, share_domains, tupleElement(site_shares, 'share') AS shares, period_start, period_end, value_date, statement_date, reverses, upstream_flow_id, upstream_source, contents
FROM (
  SELECT *, count() OVER (PARTITION BY source, flow_id, revision) AS contents, max(revision) OVER (PARTITION BY source, flow_id) AS latest_revision
  FROM (
    SELECT * FROM flow_record
    WHERE {scope:String} = '' AND known_at <= {as_of:DateTime64(3)}
    ORDER BY known_at LIMIT 1 BY source, flow_id, revision, sha256
  )
)
WHERE revision = latest_revision;

-- Flows that an undisputed, paid flow names as the hop before it. Parameter: as_of.
CREATE OR REPLACE VIEW superseded_hop_at AS
SELECT ifNull(content.4, toString(source)) AS hop_source, assumeNotNull(content.5) AS hop_flow_id
FROM (
  SELECT source, flow_id, groupUniqArray((revision, sha256, toString(status), upstream_source, upstream_flow_id)) AS rows,
    arrayFilter(r -> r.1 = arrayMax(x -> x.1, rows), rows) AS top, top[1] AS content
  FROM flow_record
  WHERE known_at <= {as_of:DateTime64(3)}
    AND (source, flow_id) IN (SELECT source, flow_id FROM flow_record WHERE known_at <= {as_of:DateTime64(3)} AND upstream_flow_id IS NOT NULL)
  GROUP BY source, flow_id
)
WHERE length(top) = 1 AND content.3 = 'paid' AND content.5 IS NOT NULL AND (hop_source, hop_flow_id) != (toString(source), flow_id);

-- One row for each flow (for a dispute one for each content), with what decides its part in the floors, the exchange rate, and whether the account is
-- offshore. One view: each parameterised view inside another doubles the time that the engine takes to plan (docs/decisions/0004).
--   first_standing (before rates are looked at): paid, accrued, reversal (of a flow that counts), unknown_reversal (of a flow that nobody reported),
--   idle_reversal (of a flow that does not count), disputed, superseded_by_hop.
--   The columns from `line` on are those that a reversal takes from its target: site, shares, line, period, dates; and the target's basis, network
--   and currency.
--   rate: the lower of the rates of value date and statement date, 0 when there is none; for an unknown reversal the higher.
CREATE OR REPLACE VIEW flow_valued_at AS
SELECT
  source, flow_id, revision, sha256, known_at, network, reported_line, publisher_account, amount, currency, status, basis, account_country, account_country_from,
  line, site_domain, share_domains, shares, period_start, period_end, value_date, statement_date, target_basis, target_network, rate,
  -- A flow without a rate does not count, so what takes it back takes back nothing. In its own currency the rate is the same.
  CAST(multiIf(
    asks_target AND target_value_rate = 0 AND target_statement_rate = 0, 'idle_reversal',
    first_standing = 'reversal' AND target_currency = currency AND rate = 0, 'idle_reversal',
    first_standing IN ('paid', 'reversal', 'unknown_reversal') AND rate = 0, 'unconverted',
    first_standing), 'LowCardinality(String)') AS standing,
  place_day,
  ((o.first_from <= place_number AND place_number < o.first_to)
    OR (notEmpty(o.later_spans) AND arrayExists(r -> r.1 <= place_number AND place_number < r.2, o.later_spans))) AS is_offshore
FROM (
  SELECT *, toInt32(place_day) AS place_number,
    multiIf(
      currency = 'EUR', toInt64(10000000000),
      value_rate = 0 OR statement_rate = 0 OR first_standing = 'unknown_reversal', greatest(value_rate, statement_rate),
      least(value_rate, statement_rate)) AS rate
  FROM (
    WITH (SELECT (keys, rates) FROM rate_table) AS fx
    SELECT *,
      if(value_month = 0, 0, transform(currency_key + value_month, fx.1, fx.2, toInt64(0))) AS value_rate,
      if(statement_month = 0, 0, transform(currency_key + statement_month, fx.1, fx.2, toInt64(0))) AS statement_rate,
      if(asks_target AND value_month != 0, transform(target_key + value_month, fx.1, fx.2, toInt64(0)), 0) AS target_value_rate,
      if(asks_target AND statement_month != 0, transform(target_key + statement_month, fx.1, fx.2, toInt64(0)), 0) AS target_statement_rate
    FROM (
      SELECT *,
        ifNull(toYYYYMM(value_date), 0) AS value_month, ifNull(toYYYYMM(statement_date), 0) AS statement_month,
        toUInt64(reinterpretAsUInt32(currency)) * 1000000 AS currency_key, toUInt64(reinterpretAsUInt32(target_currency)) * 1000000 AS target_key,
        -- Only a reversal asks whether its target has a rate.
        (first_standing = 'reversal' AND target_currency NOT IN ('EUR', currency)) AS asks_target,
        -- The day on which the place of the account is judged: of the money, else of the statement, else of the service.
        assumeNotNull(coalesce(value_date, statement_date, period_end)) AS place_day
      FROM (
        SELECT
          f.source AS source, f.flow_id AS flow_id, f.revision AS revision, f.sha256 AS sha256, f.known_at AS known_at, f.network AS network, f.line AS reported_line,
          f.publisher_account AS publisher_account, f.amount AS amount, f.currency AS currency, f.status AS status, f.basis AS basis,
          f.account_country AS account_country, f.account_country_from AS account_country_from,
          CAST(multiIf(
            f.contents > 1, 'disputed',
            f.status = 'accrued', 'accrued',
            is_superseded, 'superseded_by_hop',
            f.status = 'paid', 'paid',
            t.contents = 0, 'unknown_reversal',
            t.contents = 1 AND t.status = 'paid' AND NOT is_target_superseded, 'reversal',
            'idle_reversal'), 'LowCardinality(String)') AS first_standing,
          if(takes, t.line, f.line) AS line,
          if(takes, t.site_domain, f.site_domain) AS site_domain,
          if(takes, t.share_domains, f.share_domains) AS share_domains,
          if(takes, t.shares, f.shares) AS shares,
          if(takes, t.period_start, f.period_start) AS period_start,
          if(takes, t.period_end, f.period_end) AS period_end,
          if(takes, t.value_date, f.value_date) AS value_date,
          if(takes, t.statement_date, f.statement_date) AS statement_date,
          if(takes, t.basis, f.basis) AS target_basis,
          if(takes, t.network, f.network) AS target_network,
          if(takes, t.currency, f.currency) AS target_currency
        FROM (
          SELECT *,
            (toString(source), flow_id) IN (SELECT hop_source, hop_flow_id FROM superseded_hop_at(as_of = {as_of:DateTime64(3)})) AS is_superseded,
            (toString(source), ifNull(reverses, '')) IN (SELECT hop_source, hop_flow_id FROM superseded_hop_at(as_of = {as_of:DateTime64(3)})) AS is_target_superseded,
            if(status = 'reversed', ifNull(reverses, ''), '') AS taken_back
          FROM flow_top_at(as_of = {as_of:DateTime64(3)}, scope = {scope:String})
        ) AS f
        LEFT ANY JOIN (
          SELECT source AS target_source, flow_id AS target_flow_id, line, site_domain, share_domains, shares, period_start, period_end, value_date, statement_date, basis,
            network, currency, status, contents
          FROM flow_top_at(as_of = {as_of:DateTime64(3)}, scope = {scope:String})
          WHERE (source, flow_id) IN (SELECT source, assumeNotNull(reverses) FROM flow_record WHERE reverses IS NOT NULL)
        ) AS t ON f.source = t.target_source AND f.taken_back = t.target_flow_id
        -- `takes`: the reversal stands in the place of its target.
        ARRAY JOIN [f.status = 'reversed' AND t.contents > 0] AS takes
      )
    )
  )
) AS f
LEFT ANY JOIN offshore_span AS o ON f.account_country = o.place
SETTINGS join_use_nulls = 0;
