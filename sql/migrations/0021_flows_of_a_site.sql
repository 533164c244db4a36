-- A run over new records looks for the flows of a few sites among all flows, which are in the order
-- of their names. The filter says for each granule which sites cannot be in it. Parts that were
-- written before get theirs now, on a server in the background; until then they are read as before.
ALTER TABLE flow_record {{on_cluster}}
  ADD INDEX IF NOT EXISTS site_filter site_domain TYPE bloom_filter(0.01) GRANULARITY 1;

ALTER TABLE flow_record {{on_cluster}} MATERIALIZE INDEX site_filter;
