-- Words of a WITH clause. names: networks, lines and sources of a run, each at the position that is its number. pairs and pair_groups: (network, source)
-- as one number, and the source group declared for it; sources and source_groups: the same for a source on every network. Parameter: scope.
(SELECT (arraySort(groupArrayIf(name, what = 'network')), arraySort(groupArrayIf(name, what = 'line')), arraySort(groupArrayIf(name, what = 'source')))
  FROM name_of WHERE scope = {scope:String} AND what != 'operation') AS names,
(SELECT (networks, network_sources, network_groups, keys, groups) FROM source_group) AS declared,
arrayMap((n, s) -> toUInt64(indexOf(names.1, n)) * 4294967296 + indexOf(names.3, s), declared.1, declared.2) AS pairs,
arrayMap(g -> toUInt32(indexOf(names.3, g)), declared.3) AS pair_groups,
arrayMap(s -> toUInt32(indexOf(names.3, s)), declared.4) AS sources,
arrayMap(g -> toUInt32(indexOf(names.3, g)), declared.5) AS source_groups
