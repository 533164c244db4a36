-- Looking for what a few records touch among all: which flows point to a flow (two numbers, nearly
-- all of them 0, in the place of four columns of names), and which granules of the ledger can hold
-- a digest. Parts that were written before get theirs now, on a server in the background; until
-- then they are read as before.
ALTER TABLE flow_record {{on_cluster}}
  ADD COLUMN IF NOT EXISTS reverses_hash UInt64 MATERIALIZED if(reverses IS NULL, 0, cityHash64(toString(source), assumeNotNull(reverses))) COMMENT 'flow_hash of the flow that this one takes back; 0: none',
  ADD COLUMN IF NOT EXISTS upstream_hash UInt64 MATERIALIZED if(upstream_flow_id IS NULL, 0, cityHash64(ifNull(upstream_source, toString(source)), assumeNotNull(upstream_flow_id))) COMMENT 'flow_hash of the hop before; 0: none';

ALTER TABLE input_record {{on_cluster}}
  ADD INDEX IF NOT EXISTS digest_filter sha256 TYPE bloom_filter(0.01) GRANULARITY 1;

ALTER TABLE flow_record {{on_cluster}} MATERIALIZE COLUMN reverses_hash;

ALTER TABLE flow_record {{on_cluster}} MATERIALIZE COLUMN upstream_hash;

ALTER TABLE input_record {{on_cluster}} MATERIALIZE INDEX digest_filter;
