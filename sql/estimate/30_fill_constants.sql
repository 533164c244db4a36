-- Purpose: fetches the reference data of a run once, as constant tables, and the networks, lines
-- and sources of all flows: one row that all its statements share. A statement that read the views
-- would read them while it is planned, on one core, each time.
-- Parameters: scope.
INSERT INTO constant_of
WITH (SELECT (networks, network_sources, network_groups, keys, groups) FROM source_group) AS declared
SELECT {scope:String}, r.*, o.*, c.*, networks, lines, sources,
  arrayMap((network, source) -> toUInt64(indexOf(networks, network)) * 4294967296 + indexOf(sources, source), declared.1, declared.2),
  arrayMap(source -> toUInt32(indexOf(sources, source)), declared.3),
  arrayMap(source -> toUInt32(indexOf(sources, source)), declared.4),
  arrayMap(source -> toUInt32(indexOf(sources, source)), declared.5)
FROM rate_table AS r
CROSS JOIN offshore_table AS o
CROSS JOIN contract_table AS c
CROSS JOIN (
  SELECT
    (SELECT arraySort(groupArray(toString(network))) FROM (SELECT DISTINCT network FROM flow_record)) AS networks,
    (SELECT arraySort(groupArray(toString(line))) FROM (SELECT DISTINCT line FROM flow_record)) AS lines,
    (SELECT arraySort(groupUniqArray(name)) FROM (
      SELECT toString(source) AS name FROM (SELECT DISTINCT source FROM flow_record)
      UNION ALL
      SELECT arrayJoin([toString(source), toString(source_group)]) FROM disjoint_source)) AS sources
) AS n
