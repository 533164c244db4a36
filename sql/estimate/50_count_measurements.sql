-- Purpose: what there is to model.
-- Parameters: as_of.
-- Returns: measurements, crawls, cases (in the reference class): 0 or 1 each.
SELECT
  (SELECT count() FROM (SELECT 1 FROM panel_record WHERE known_at <= {as_of:DateTime64(3)} LIMIT 1)) AS measurements,
  (SELECT count() FROM (SELECT 1 FROM observation_record WHERE known_at <= {as_of:DateTime64(3)} LIMIT 1)) AS crawls,
  (SELECT count() FROM (SELECT 1 FROM reference_case WHERE refusal = '' AND version = {{include expressions/version_in_force
      name: 'reference_case'
    }} LIMIT 1)) AS cases
