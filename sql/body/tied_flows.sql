-- A flow, the one that it takes back, and the one that it is the next hop of, as hashes: an expression over columns of flow_record.
arrayDistinct([
  flow_hash,
  if(reverses IS NULL, flow_hash, cityHash64(source, assumeNotNull(reverses))),
  if(upstream_flow_id IS NULL, flow_hash, cityHash64(ifNull(upstream_source, toString(source)), assumeNotNull(upstream_flow_id)))])
