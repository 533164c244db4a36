-- Purpose: which content of a flow counts, and as what (docs/method.md, "Which content of a flow
-- stands"), straight from the records. A run does not read these views but fills work lists by the
-- same rules (sql/rules/): it sums plain flows apart (sql/estimate/40_fill_plain_sums.sql) and
-- looks closely at special ones only.
-- Parameters: as_of.

-- The contents of the highest revision of each flow; `contents` counts them: more than one is a
-- dispute. Parameter: as_of.
CREATE OR REPLACE VIEW flow_top_at AS
SELECT source, flow_id, revision, sha256, known_at, network, line, publisher_account, amount, currency, status, basis, account_country, account_country_from,
  site_domain, share_domains, tupleElement(site_shares, 'share') AS shares, period_start, period_end, value_date, statement_date, reverses, upstream_flow_id, upstream_source, contents
FROM (
  {{include expressions/latest_revision
    rows: (SELECT * FROM flow_record WHERE known_at <= {as_of:DateTime64(3)})
    id: flow_id
  }}
);

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

-- One row for each flow (for a dispute one for each content): see sql/rules/flow_valued.sql.
CREATE OR REPLACE VIEW flow_valued_at AS
{{include rules/flow_valued
  flows: flow_top_at(as_of = {as_of:DateTime64(3)})
  targets: flow_top_at(as_of = {as_of:DateTime64(3)})
  hops: superseded_hop_at(as_of = {as_of:DateTime64(3)})
  records: flow_record
  rates: rate_table
  offshore: offshore_table
}}
SETTINGS join_use_nulls = 0;
