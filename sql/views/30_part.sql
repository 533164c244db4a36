-- Purpose: contractual publisher shares, in the forms in which a run looks them up.

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
