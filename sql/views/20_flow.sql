-- Purpose: which content of a flow counts, and as what (method 1.3, "Which content of a flow is
-- in force"), straight from the records. A run does not read these views but fills work lists by
-- the same rules (sql/rules/): it sums plain flows apart (sql/estimate/40_fill_plain_sums.sql) and
-- looks closely at special ones only.
-- Parameters: as_of.

-- The contents of the highest revision of each flow; `contents` counts them: more than one is a
-- dispute. period_start and period_end: the service period, or the day of payment (M-PERIOD).
-- Parameter: as_of.
CREATE OR REPLACE VIEW flow_top_at AS
WITH known AS (
  SELECT
    *,
    is_payment_dated
  FROM flow_record
  WHERE known_at <= {as_of:DateTime64(3)}
)
SELECT
  source,
  flow_id,
  revision,
  sha256,
  known_at,
  network,
  line,
  publisher_account,
  amount,
  currency,
  status,
  basis,
  account_country,
  account_country_from,
  property,
  share_properties,
  tupleElement(site_shares, 'share') AS shares,
  is_payment_dated,
  service_start AS period_start,
  service_end AS period_end,
  value_date,
  statement_date,
  reverses_source,
  reverses_flow_id,
  upstream,
  contents
FROM (
  {{include expressions/latest_revision
    rows: known
    id: flow_id
  }}
);

-- Flows that an undisputed, paid flow names as the hop before it. Parameter: as_of.
CREATE OR REPLACE VIEW superseded_hop_at AS
WITH
  hop AS (
    SELECT
      source,
      flow_id,
      groupUniqArray((revision, sha256, toString(status), is_void, upstream)) AS contents_found,
      arrayFilter(
        content -> content.1 = arrayMax(found -> found.1, contents_found),
        contents_found) AS top
    FROM flow_record
    WHERE known_at <= {as_of:DateTime64(3)}
      AND (source, flow_id) IN (
        SELECT source, flow_id
        FROM flow_record
        WHERE known_at <= {as_of:DateTime64(3)}
          AND notEmpty(upstream))
    GROUP BY source, flow_id
  ),
  named AS (
    SELECT
      source,
      flow_id,
      arrayJoin(top[1].5) AS before
    FROM hop
    WHERE length(top) = 1
      AND top[1].3 = 'paid'
      AND NOT top[1].4
  )
SELECT
  before.source AS hop_source,
  before.flow_id AS hop_flow_id
FROM named
WHERE (hop_source, hop_flow_id) != (toString(source), flow_id);

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
