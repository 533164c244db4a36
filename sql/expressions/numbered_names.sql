-- Purpose: two elements of a WITH clause. `names`: networks, lines and sources of a run, each at
-- the position that is its number. `declared`: (network, source) as one number and the number of
-- the source group declared for it, then the same for a source on every network.
-- Parameters: scope.
-- Returns: names and declared, tuples of arrays.
(
  SELECT (networks, lines, sources)
  FROM constant_of
  WHERE scope = {scope:String}
) AS names,
(
  SELECT (pairs, pair_groups, grouped_sources, source_groups)
  FROM constant_of
  WHERE scope = {scope:String}
) AS declared
