-- Purpose: all revisions of all registry rows of sites.
-- Parameters: as_of.
-- Returns: the fields of a record of kind site.
SELECT
  {{include evidence/part/site_fields}}
FROM site_record
WHERE known_at <= {as_of:DateTime64(3)}
