-- Purpose: an empty database beside the one in force, for a replay in the embedded engine; what an
-- earlier replay left is dropped. `{{database}}` is its name.
DROP DATABASE IF EXISTS {{database}} SYNC;
CREATE DATABASE {{database}};
