-- Purpose: which announced files another one may be, or continue: they are not larger and begin
-- alike. Of a file with fewer than head_bytes bytes the digest of the head says nothing.
-- Parameters: byte_count, head_sha256, head_bytes.
-- Returns: topic, byte_count, sha256.
SELECT DISTINCT
  topic,
  byte_count,
  sha256
FROM input_file
WHERE byte_count <= {byte_count:UInt64}
  AND (head_sha256 = {head_sha256:String} OR byte_count < {head_bytes:UInt64})
