-- Purpose: which operation a property belongs to on which days.
-- Parameters: as_of.

-- The latest registry rows that are not in dispute. Parameter: as_of.
CREATE OR REPLACE VIEW site_latest_at AS
WITH known AS (
  SELECT *
  FROM site_record
  WHERE known_at <= {as_of:DateTime64(3)}
)
SELECT
  source,
  record_id,
  property,
  operation,
  valid_from,
  valid_to
FROM (
  {{include expressions/latest_revision
    rows: known
    id: record_id
  }}
)
WHERE contents = 1;

-- Names whose owner another name decides: those of flows with ancestors, and all that audiences,
-- crawls, events and registry rows have. A flow's name without ancestors that no row has is an
-- operation of its own.
CREATE OR REPLACE VIEW property_name AS
SELECT property, ancestors
FROM flow_record
WHERE notEmpty(ancestors)
UNION ALL
SELECT shared.1, shared.2
FROM flow_record
ARRAY JOIN arrayZip(share_properties, share_ancestors) AS shared
WHERE notEmpty(share_properties)
UNION ALL
SELECT property, ancestors
FROM panel_record
UNION ALL
SELECT property, ancestors
FROM observation_record
UNION ALL
SELECT property, ancestors
FROM event_record
UNION ALL
SELECT property, ancestors
FROM site_record;
