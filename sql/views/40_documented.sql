-- Purpose: parts that go to an operation, with their source group: for lists of flows, not for sums
-- (method 1.3, "From parts to documented money"). A run sums in
-- sql/estimate/39_fill_special_sums.sql and 40_fill_plain_sums.sql.
-- Parameters: as_of.

CREATE OR REPLACE VIEW flow_part_group_at AS
WITH
  (SELECT (network_keys, network_groups, keys, groups) FROM source_group) AS declared
SELECT *,
  {{include rules/source_group_of
    network: network
    groups: declared
    source: booked_source
  }} AS source_group
FROM flow_part_at(as_of = {as_of:DateTime64(3)})
WHERE operation != '';
