-- Purpose: which announced files another one may be, or continue: they are not larger and begin
-- alike. Parameters: byte_count and head_sha256 (of the file), head_bytes (how many bytes a head
-- has; of smaller files it says nothing). Returns: topic, byte_count, sha256.
SELECT DISTINCT topic, byte_count, sha256
FROM input_file
WHERE byte_count <= {byte_count:UInt64} AND (head_sha256 = {head_sha256:String} OR byte_count < {head_bytes:UInt64})
