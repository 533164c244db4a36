-- What a later row says is done must be on the disk before that row: an insert waits for it
-- (fsync). So a machine that loses its power loses nothing that is in custody, no floor of a noted
-- run, and no alert of a noted look. Work lists do without: they are made again.

ALTER TABLE flow_record {{on_cluster}} MODIFY SETTING fsync_after_insert = 1, fsync_part_directory = 1;

ALTER TABLE panel_record {{on_cluster}} MODIFY SETTING fsync_after_insert = 1, fsync_part_directory = 1;

ALTER TABLE site_record {{on_cluster}} MODIFY SETTING fsync_after_insert = 1, fsync_part_directory = 1;

ALTER TABLE observation_record {{on_cluster}} MODIFY SETTING fsync_after_insert = 1, fsync_part_directory = 1;

ALTER TABLE event_record {{on_cluster}} MODIFY SETTING fsync_after_insert = 1, fsync_part_directory = 1;

ALTER TABLE input_record {{on_cluster}} MODIFY SETTING fsync_after_insert = 1, fsync_part_directory = 1;

ALTER TABLE custody_range {{on_cluster}} MODIFY SETTING fsync_after_insert = 1, fsync_part_directory = 1;

ALTER TABLE input_file {{on_cluster}} MODIFY SETTING fsync_after_insert = 1, fsync_part_directory = 1;

ALTER TABLE floor_revision {{on_cluster}} MODIFY SETTING fsync_after_insert = 1, fsync_part_directory = 1;

ALTER TABLE estimate_run {{on_cluster}} MODIFY SETTING fsync_after_insert = 1, fsync_part_directory = 1;

ALTER TABLE alert_payment {{on_cluster}} MODIFY SETTING fsync_after_insert = 1, fsync_part_directory = 1;

ALTER TABLE alert_coverage {{on_cluster}} MODIFY SETTING fsync_after_insert = 1, fsync_part_directory = 1;

ALTER TABLE flow_coordinate {{on_cluster}} MODIFY SETTING fsync_after_insert = 1, fsync_part_directory = 1;

ALTER TABLE alert_revision {{on_cluster}} MODIFY SETTING fsync_after_insert = 1, fsync_part_directory = 1;

ALTER TABLE alert_evaluation {{on_cluster}} MODIFY SETTING fsync_after_insert = 1, fsync_part_directory = 1;

ALTER TABLE alert_message {{on_cluster}} MODIFY SETTING fsync_after_insert = 1, fsync_part_directory = 1;

ALTER TABLE alert_message_member {{on_cluster}} MODIFY SETTING fsync_after_insert = 1, fsync_part_directory = 1;

ALTER TABLE alert_attempt {{on_cluster}} MODIFY SETTING fsync_after_insert = 1, fsync_part_directory = 1;
