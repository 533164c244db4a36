-- Reference data that ships with the program, by content version. A version is never changed, only
-- followed by another.

CREATE TABLE IF NOT EXISTS reference_version {{on_cluster}} (
  name LowCardinality(String) COMMENT 'fx, jurisdiction, offshore_centre, rate_card or disjoint_source',
  version String COMMENT 'version label, then the first 12 digits of the SHA-256 of the content',
  loaded_at DateTime64(3, 'UTC') COMMENT 'when this version became the current one'
) ENGINE = {{engine ReplacingMergeTree(loaded_at)}}
ORDER BY (name, version)
COMMENT 'the version of each reference table that was loaded last is in force';

CREATE TABLE IF NOT EXISTS fx_rate {{on_cluster}} (
  version LowCardinality(String) COMMENT 'see reference_version',
  currency LowCardinality(String) COMMENT 'ISO 4217',
  period String COMMENT 'YYYY-MM for a monthly average',
  eur_per_unit Decimal(28, 10) COMMENT 'EUR per unit of currency, truncated to 10 decimals (METHOD 3)'
) ENGINE = {{engine ReplacingMergeTree}}
ORDER BY (version, currency, period)
COMMENT 'exchange rates';

CREATE TABLE IF NOT EXISTS jurisdiction {{on_cluster}} (
  version LowCardinality(String) COMMENT 'see reference_version',
  list LowCardinality(String) COMMENT 'official list, such as FR_ETNC or FATF_GREY',
  country LowCardinality(String) COMMENT 'ISO 3166-1 alpha-2',
  listed_from Date32 COMMENT 'first day on the list, by publication',
  listed_to Nullable(Date32) COMMENT 'first day off the list again; null: still listed',
  legal_from Nullable(Date32) COMMENT 'first day of legal effect, which may lie before publication',
  source String COMMENT 'where the dates were read',
  grade LowCardinality(String) COMMENT 'read, snapshot or from_memory'
) ENGINE = {{engine ReplacingMergeTree}}
ORDER BY (version, list, country, listed_from)
COMMENT 'dated official lists of jurisdictions';

CREATE TABLE IF NOT EXISTS offshore_centre {{on_cluster}} (
  version LowCardinality(String) COMMENT 'see reference_version',
  country LowCardinality(String) COMMENT 'ISO 3166-1 alpha-2',
  centre_from Date32 COMMENT 'first day',
  centre_to Nullable(Date32) COMMENT 'first day after; null: until further notice',
  reason String COMMENT 'why an analyst calls it a usual payout place',
  grade LowCardinality(String) COMMENT 'grade of the reason'
) ENGINE = {{engine ReplacingMergeTree}}
ORDER BY (version, country, centre_from)
COMMENT 'analyst-owned list of offshore centres; not a legal list';

CREATE TABLE IF NOT EXISTS rate_card {{on_cluster}} (
  version LowCardinality(String) COMMENT 'see reference_version',
  id String COMMENT 'row of the card',
  factor LowCardinality(String) COMMENT 'what the row is a rate of (docs/method.md)',
  line LowCardinality(String) COMMENT 'line of revenue',
  network String COMMENT 'network; empty: any',
  country String COMMENT 'country of the audience; empty: any',
  valid_from Date32 COMMENT 'first day',
  valid_to Date32 COMMENT 'last day, included',
  currency LowCardinality(String) COMMENT 'currency of a price; empty for shares and counts',
  low Decimal(18, 6) COMMENT 'lower end of the interval',
  high Decimal(18, 6) COMMENT 'upper end of the interval',
  source String COMMENT 'where it was read',
  grade LowCardinality(String) COMMENT 'published, observed or assumption'
) ENGINE = {{engine ReplacingMergeTree}}
ORDER BY (version, id)
COMMENT 'rates as intervals';

CREATE TABLE IF NOT EXISTS disjoint_source {{on_cluster}} (
  version LowCardinality(String) COMMENT 'see reference_version',
  network String COMMENT 'network; empty: any',
  source LowCardinality(String) COMMENT 'source',
  source_group LowCardinality(String) COMMENT 'first source by name of the group that counts as one'
) ENGINE = {{engine ReplacingMergeTree}}
ORDER BY (version, network, source)
COMMENT 'sources that an analyst declared to report different payments';
