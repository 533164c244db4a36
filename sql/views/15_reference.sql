-- Purpose: reference data in force, in the form in which a run looks it up.

-- Days on which a country is on an official list, or on the analysts' list of offshore centres.
CREATE OR REPLACE VIEW offshore_span AS
WITH listed AS (
  {{include expressions/offshore_listed}}
)
SELECT
  toString(country) AS place,
  groupArray((
    toInt32(listed_from),
    ifNull(toInt32(listed_to), {{include expressions/day_after_last}}))) AS spans
FROM listed
GROUP BY place;
