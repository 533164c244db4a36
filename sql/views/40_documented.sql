-- From parts to documented money (docs/method.md, "From parts to documented money"): one source for
-- each operation, month and network counts. Parameters: as_of, scope, and without: assumptions that
-- are left out, of even_spread, rung:L0 (money documented for a site) and rung:L1 (proven shares).
-- The source that counts is chosen before anything is left out, and what takes money back always
-- stays, so that leaving an assumption out never raises a floor (docs/decisions/0003). Sums are in
-- 1e-10 EUR.

-- Parts that go to an operation, with their source group: for lists of flows, not for sums.
-- Parameter: as_of.
CREATE OR REPLACE VIEW flow_part_group_at AS
WITH
  (SELECT (network_keys, network_groups, keys, groups) FROM source_group) AS declared
SELECT *,
  {{include rules/source_group_of
    network: network
    groups: declared
  }} AS source_group
FROM flow_part_at(as_of = {as_of:DateTime64(3)})
WHERE operation != '';
