-- The error probability that a run was asked to spend: without it an old run cannot be computed
-- again (docs/decisions/0014). 0: a run of before this column; its alpha is looked for among those
-- that give its fingerprint.
ALTER TABLE estimate_run {{on_cluster}} ADD COLUMN IF NOT EXISTS alpha_ppm UInt32 COMMENT 'alpha in millionths; 0 for runs that are older than this column';
