-- Purpose: the days on which countries are on an official list, or on the analysts' list of
-- offshore centres, by the lists in force.
-- Returns: a SELECT: country, listed_from (first day), listed_to (first day off; null: listed).
SELECT
  country,
  listed_from,
  listed_to
FROM jurisdiction FINAL
WHERE version = {{include expressions/version_in_force
    name: 'jurisdiction'
  }}
UNION ALL
SELECT
  country,
  centre_from,
  centre_to
FROM offshore_centre FINAL
WHERE version = {{include expressions/version_in_force
    name: 'offshore_centre'
  }}
