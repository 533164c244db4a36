-- Purpose: reference data in force, in the form in which a run looks it up.

-- Days on which a country is on an official list, or on the analysts' list of offshore centres.
CREATE OR REPLACE VIEW offshore_span AS
WITH listed AS (
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
)
SELECT
  toString(country) AS place,
  groupArray((
    toInt32(listed_from),
    ifNull(toInt32(listed_to), {{include expressions/day_after_last}}))) AS spans
FROM listed
GROUP BY place;
