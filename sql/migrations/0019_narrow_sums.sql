-- Sums of a run in half of the bytes: what a sum counts as is said in bits and not by a column for
-- each use. A work list: nothing is in it between runs.

DROP TABLE IF EXISTS numbered_sum_of {{on_cluster}};

CREATE TABLE IF NOT EXISTS numbered_sum_of {{on_cluster}} (
  scope String COMMENT 'name of the work list',
  operation UInt32, month UInt32, network UInt32, line UInt32, source_group UInt32,
  kind UInt8 COMMENT 'bits: 1 paid, which decides the source that counts; 2 kept, of the paid what is not left out; of the kept 4 apportioned and 8 on proven shares; 16 accrued; none: counts for nothing',
  part Int128 COMMENT '1e-10 EUR', offshore Int128 COMMENT 'of it on offshore accounts'
) ENGINE = {{engine MergeTree}}
PARTITION BY scope
ORDER BY tuple()
COMMENT 'sums of each source group by line; names by their number in name_of';
