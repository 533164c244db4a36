-- Purpose: drops the database of a replay. `{{database}}` is its name.
DROP DATABASE IF EXISTS {{database}} SYNC
