-- An alert says how much went where, and which of its flows are added up (docs/decisions/0030-sentences-of-an-alert.md).

ALTER TABLE alert_episode_of {{on_cluster}} ADD COLUMN IF NOT EXISTS returned_levels Array(UInt8);

ALTER TABLE alert_episode_of {{on_cluster}} ADD COLUMN IF NOT EXISTS counting Array(Tuple(network String, source_group String));

ALTER TABLE alert_candidate {{on_cluster}} ADD COLUMN IF NOT EXISTS returned Array(String);

ALTER TABLE alert_candidate {{on_cluster}} ADD COLUMN IF NOT EXISTS counting Array(Tuple(network String, source_group String));

ALTER TABLE alert_candidate {{on_cluster}} ADD COLUMN IF NOT EXISTS accounts
  Array(Tuple(amount_eur Decimal(18, 4), account String, country String));

ALTER TABLE alert_candidate {{on_cluster}} ADD COLUMN IF NOT EXISTS elsewhere_eur Decimal(18, 4);

ALTER TABLE alert_candidate {{on_cluster}} ADD COLUMN IF NOT EXISTS places
  Array(Tuple(is_counted UInt8, place UInt8, country String, amount_eur Decimal(18, 4), flows UInt64));

ALTER TABLE alert_candidate {{on_cluster}} ADD COLUMN IF NOT EXISTS paid_eur Decimal(18, 4);

ALTER TABLE alert_revision {{on_cluster}} ADD COLUMN IF NOT EXISTS returned Array(String)
  COMMENT 'finer levels that are back after a silence with the same payment';

ALTER TABLE alert_revision {{on_cluster}} ADD COLUMN IF NOT EXISTS counting Array(Tuple(network String, source_group String))
  COMMENT 'of each network the source group that reports most in the episode: its flows are added up';
