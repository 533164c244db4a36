-- Purpose: what each flow gives to which operation and month (method 1.3, "Parts").
-- Parameters: as_of.

-- Contractual publisher shares as spans of days with the lowest share of each; -1: none.
CREATE OR REPLACE VIEW share_span AS
SELECT
  network AS share_network, share_line,
  arraySort(arrayDistinct(arrayConcat([{{include expressions/first_day}}], arrayMap(r -> r.1, rows), arrayMap(r -> r.2 + 1, rows)))) AS share_from,
  arrayMap(day -> arrayMin(arrayConcat([toInt32(2000000)], arrayMap(r -> r.3, arrayFilter(r -> r.1 <= day AND day <= r.2, rows)))), share_from) AS lowest,
  arrayMap(share -> if(share = 2000000, toInt32(-1), share), lowest) AS share_low
FROM (
  SELECT network, toString(line) AS share_line, groupArray((toInt32(valid_from), toInt32(valid_to), toInt32(reinterpretAsInt64(low)))) AS rows
  FROM rate_in_force
  WHERE factor = 'contractual_publisher_share'
  GROUP BY network, share_line
);

-- The same as a constant table, by network and line.
CREATE OR REPLACE VIEW contract_table AS
SELECT groupArray(concat(share_network, ' ', share_line)) AS contract_keys, groupArray(share_from) AS contract_from, groupArray(share_low) AS contract_share
FROM share_span;

-- Parts of flows: see sql/rules/flow_part.sql. Parameter: as_of.
CREATE OR REPLACE VIEW flow_part_at AS
{{include rules/flow_part
  flows: flow_valued_at(as_of = {as_of:DateTime64(3)})
  spans: property_span_at(as_of = {as_of:DateTime64(3)})
  along: booked_source, flow_id, revision, sha256, known_at, currency, account_country
  contracts: contract_table
  rest: [toInt32(-1)]
}};
