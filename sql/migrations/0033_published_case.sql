-- Published cases in enumerated fields (docs/decisions/0033-cases-in-fields.md). The words of
-- the sources stay in reference/cases.json. Earlier versions of the table have no fields: null.

ALTER TABLE reference_case {{on_cluster}}
  DROP COLUMN IF EXISTS evidence_class;

ALTER TABLE reference_case {{on_cluster}}
  ADD COLUMN IF NOT EXISTS case_id String
    COMMENT 'name of the case in the file' AFTER number,
  ADD COLUMN IF NOT EXISTS audience_value Nullable(UInt64)
    COMMENT 'the audience figure; null: not published',
  ADD COLUMN IF NOT EXISTS audience_unit LowCardinality(Nullable(String))
    COMMENT 'what one of the audience is, such as unique_visitors_month; null: not said',
  ADD COLUMN IF NOT EXISTS audience_statistic LowCardinality(Nullable(String))
    COMMENT 'value, average, peak or total; null: not said',
  ADD COLUMN IF NOT EXISTS audience_scope LowCardinality(Nullable(String))
    COMMENT 'one_site or several_sites; null: not said',
  ADD COLUMN IF NOT EXISTS audience_basis LowCardinality(Nullable(String))
    COMMENT 'who measured the audience, such as mediametrie; null: not said',
  ADD COLUMN IF NOT EXISTS audience_country LowCardinality(Nullable(String))
    COMMENT 'ISO 3166-1 alpha-2; null: not said',
  ADD COLUMN IF NOT EXISTS revenue_amount Nullable(Decimal(18, 4))
    COMMENT 'the revenue figure in its currency; null: not published',
  ADD COLUMN IF NOT EXISTS revenue_currency LowCardinality(Nullable(String))
    COMMENT 'ISO 4217; null: not said',
  ADD COLUMN IF NOT EXISTS revenue_line LowCardinality(Nullable(String))
    COMMENT 'advertising, another line of revenue, or all_lines; null: not said',
  ADD COLUMN IF NOT EXISTS revenue_basis LowCardinality(Nullable(String))
    COMMENT 'how the figure was established, such as court_finding; null: not said',
  ADD COLUMN IF NOT EXISTS revenue_measure LowCardinality(Nullable(String))
    COMMENT 'received, gross or profit; null: not said',
  ADD COLUMN IF NOT EXISTS revenue_bound LowCardinality(Nullable(String))
    COMMENT 'exact, at_least, at_most or about; null: not said',
  ADD COLUMN IF NOT EXISTS revenue_scope LowCardinality(Nullable(String))
    COMMENT 'one_site, part or several_sites; null: not said',
  ADD COLUMN IF NOT EXISTS period_from Nullable(Date32)
    COMMENT 'first day of the period; null: not said',
  ADD COLUMN IF NOT EXISTS period_to Nullable(Date32)
    COMMENT 'last day of the period; null: not said',
  ADD COLUMN IF NOT EXISTS period_edges LowCardinality(Nullable(String))
    COMMENT 'exact: of all days of the period; within: of a time in it; null: not said',
  ADD COLUMN IF NOT EXISTS period_per LowCardinality(Nullable(String))
    COMMENT 'what the revenue is per: month, year or whole; null: not said';

ALTER TABLE reference_case {{on_cluster}}
  COMMENT COLUMN site
    'name of the site or operation',
  COMMENT COLUMN unit
    'visitors, visits or page_views of one month; empty outside the reference class',
  COMMENT COLUMN eur_per_unit
    'revenue of a month per unit of audience, truncated to 10 decimals; 0 outside the reference class';

ALTER TABLE reference_case {{on_cluster}}
  MODIFY COMMENT 'published cases in enumerated fields (reference/README.md), and whether they are in the class';
