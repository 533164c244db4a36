-- Purpose: drops the database of a recomputation.
-- Words: database.
DROP DATABASE IF EXISTS {{database}} SYNC
