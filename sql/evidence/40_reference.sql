-- Purpose: the small tables of reference data in force, as the plain form of the method reads them.
-- Returns: one row: card (approved rows), fixed, pegs, disjoint (sources by declaration),
-- network_names, offshore, primary_panels.
SELECT
  (
    SELECT groupArray(CAST(
      (
        id, factor, line, device, network, country, valid_from, valid_to, currency, low, high,
        grade, source),
      'Tuple(id String, factor String, line String, device String, network String,
        country String, from Date32, to Date32, currency String, low Decimal(18, 6),
        high Decimal(18, 6), grade String, source String)'))
    FROM rate_card FINAL
    WHERE status = 'approved'
      AND version = {{include expressions/version_in_force
          name: 'rate_card'
        }}
  ) AS card,
  (
    SELECT groupArray(CAST(
      (currency, fixed_from, eur_per_unit),
      'Tuple(currency String, from Date32, eur_per_unit Decimal(28, 10))'))
    FROM euro_conversion FINAL
    WHERE version = {{include expressions/version_in_force
        name: 'euro_conversion'
      }}
  ) AS fixed,
  (
    SELECT groupArray(CAST(
      (code, currency, units, valid_from, valid_to),
      'Tuple(code String, currency String, units Decimal(28, 10), from Date32, to Date32)'))
    FROM peg FINAL
    WHERE status = 'approved'
      AND version = {{include expressions/version_in_force
          name: 'peg'
        }}
  ) AS pegs,
  (
    SELECT groupArray(CAST(
      (declaration, network, source),
      'Tuple(declaration UInt32, network String, source String)'))
    FROM disjoint_source FINAL
    WHERE version = {{include expressions/version_in_force
          name: 'disjoint_source'
        }}
  ) AS disjoint,
  (
    SELECT groupArray(CAST(
      (network, name, is_conduit),
      'Tuple(network String, name String, is_conduit Bool)'))
    FROM network_name_listed FINAL
    WHERE version = {{include expressions/version_in_force
        name: 'network_name_listed'
      }}
  ) AS network_names,
  (
    SELECT groupArray(CAST(
      (country, listed_from, listed_to),
      'Tuple(country String, from Date32, until Nullable(Date32))'))
    FROM (
      {{include expressions/offshore_listed}}
    )
  ) AS offshore,
  (
    SELECT groupArray(CAST(
      (source, valid_from, valid_to, declared_on),
      'Tuple(source String, from Date32, to Date32, declared_on Date32)'))
    FROM audience_policy FINAL
    WHERE permits = 'primary'
      AND version = {{include expressions/version_in_force
          name: 'audience_policy'
        }}
  ) AS primary_panels
