-- Purpose: an empty database next to the one in force, for a recomputation in the embedded engine.
-- What an earlier one left is dropped.
-- Words: database.
DROP DATABASE IF EXISTS {{database}} SYNC;
CREATE DATABASE {{database}};
