-- An alert says how much went where, and which of its flows are added up
-- (docs/decisions/0030-sentences-of-an-alert.md).

ALTER TABLE alert_episode_of {{on_cluster}} ADD COLUMN IF NOT EXISTS returned_levels Array(UInt8);

ALTER TABLE alert_episode_of {{on_cluster}} ADD COLUMN IF NOT EXISTS counting Array(Tuple(network String, source_group String));

ALTER TABLE alert_candidate {{on_cluster}} ADD COLUMN IF NOT EXISTS returned Array(String);

ALTER TABLE alert_candidate {{on_cluster}} ADD COLUMN IF NOT EXISTS counting Array(Tuple(network String, source_group String));

ALTER TABLE alert_candidate {{on_cluster}} ADD COLUMN IF NOT EXISTS accounts
  Array(Tuple(amount Int128, account String, country String)) COMMENT 'the five accounts that got most of what is added up, in 1e-10 EUR';

ALTER TABLE alert_candidate {{on_cluster}} ADD COLUMN IF NOT EXISTS elsewhere Int128
  COMMENT 'what is added up and went to other accounts, in 1e-10 EUR';

ALTER TABLE alert_candidate {{on_cluster}} ADD COLUMN IF NOT EXISTS places
  Array(Tuple(is_counted UInt8, place UInt8, country String, amount Int128, flows UInt64))
  COMMENT 'all flows by place (as alert_payment has it) and country, in 1e-10 EUR; is_counted: they are added up';

ALTER TABLE alert_candidate {{on_cluster}} ADD COLUMN IF NOT EXISTS taken_back Int128
  COMMENT 'reversals of payments that nobody reported, taken off what is added up, in 1e-10 EUR';

ALTER TABLE alert_revision {{on_cluster}} ADD COLUMN IF NOT EXISTS returned Array(String)
  COMMENT 'finer levels that are back after a silence with the same payment';

ALTER TABLE alert_revision {{on_cluster}} ADD COLUMN IF NOT EXISTS counting Array(Tuple(network String, source_group String))
  COMMENT 'of each network the source group that reports most in the episode: its flows are added up';
