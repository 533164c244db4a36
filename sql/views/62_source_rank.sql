-- Purpose: which source counts, and why (M-OWNER).

CREATE OR REPLACE VIEW source_rank (
  operation String COMMENT 'operation',
  network_key LowCardinality(String)
    COMMENT 'network as it is compared (M-NETWORK); empty: unknown',
  source_group LowCardinality(String)
    COMMENT 'source, or the first of several that are declared disjoint',
  is_payment_dated UInt8
    COMMENT '1: its flows of which only days of payment are known, which rank apart (M-PERIOD)',
  rank UInt32 COMMENT 'place among the sources of the network key, from 1',
  total_eur Decimal(18, 4) COMMENT 'its money less its own take-backs, in EUR',
  why String COMMENT 'what decided its place, in a sentence',
  owned_months Array(String)
    COMMENT 'months that it owns, YYYY-MM: a flow counts if its source owns every month of its
      window',
  counts UInt8
    COMMENT '1: the side of the network key counts; 0: of the known networks together and the
      unknown one the other side is larger (M-ORIGIN)'
) AS
WITH
  -- Each source next to the one before it and the one behind it.
  neighbour AS (
    SELECT
      *,
      concat(source_group, if(is_payment_dated, ' by days of payment', '')) AS name,
      CAST(
        (name, total_eur, is_near, is_payment_dated, crossing),
        'Tuple(name String, total_eur Decimal(38, 10), is_near UInt8, is_payment_dated UInt8,
          crossing UInt32)') AS own,
      lagInFrame(own) OVER key_by_rank AS before,
      leadInFrame(own) OVER key_by_rank AS behind
    FROM group_ruling_in_force
    WINDOW key_by_rank AS (
      PARTITION BY operation, network_key
      ORDER BY rank
      ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
  ),
  compared AS (
    SELECT
      *,
      if(rank = 1, own, before) AS first_of_two,
      if(rank = 1, behind, own) AS second_of_two
    FROM neighbour
  ),
  explained AS (
    SELECT
      *,
      multiIf(
        first_of_two.is_near != second_of_two.is_near,
        concat(second_of_two.name, ' has less than 0.95 of the largest total'),
        NOT first_of_two.is_near AND first_of_two.total_eur != second_of_two.total_eur,
        concat(first_of_two.name, ' has the larger total'),
        NOT first_of_two.is_near,
        'the name decides between equal ones',
        first_of_two.is_payment_dated != second_of_two.is_payment_dated,
        concat('both are near the largest total, and ', second_of_two.name, ' has no periods'),
        first_of_two.crossing != second_of_two.crossing,
        concat(
          'both are near the largest total, and ', second_of_two.name,
          ' has more periods that cross months (', toString(second_of_two.crossing), ' against ',
          toString(first_of_two.crossing), ')'),
        first_of_two.total_eur != second_of_two.total_eur,
        concat('both are near the largest total, and ', first_of_two.name, ' is the smaller'),
        'the name decides between equal ones') AS decided
    FROM compared
  )
SELECT
  operation,
  network_key,
  source_group,
  is_payment_dated,
  rank,
  {{include expressions/eur_column
    eur: explained.total_eur
  }} AS total_eur,
  multiIf(
    second_of_two.name = '', 'the only source of the network',
    rank = 1, concat('before ', behind.name, ': ', decided),
    concat('behind ', before.name, ': ', decided)) AS why,
  arrayMap(month -> {{include expressions/month_text
    number: month
  }}, explained.owned_months) AS owned_months,
  is_of_chosen_side AS counts
FROM explained
COMMENT 'how the sources of each operation and network rank, as of the last run';
