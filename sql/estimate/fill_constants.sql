-- Purpose: fetches the reference data of a run once, as constant tables: one row that all its statements share. Parameter: scope; names are numbered before
-- (fill_names.sql). A statement that asked the views would ask them while it is planned, on one core, each time.
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
  SELECT arraySort(groupArrayIf(name, what = 'network')) AS networks, arraySort(groupArrayIf(name, what = 'line')) AS lines, arraySort(groupArrayIf(name, what = 'source')) AS sources
  FROM name_of WHERE scope = {scope:String} AND what != 'operation'
) AS n
SETTINGS async_insert = 0
