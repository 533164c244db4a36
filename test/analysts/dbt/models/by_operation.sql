{{ config(materialized='view') }}
SELECT operation, sum(floor_eur) AS at_least_eur FROM {{ target.schema }}.revenue_floor GROUP BY operation
