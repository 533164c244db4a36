-- Purpose: which bytes were read under a file name before. Parameters: name. Returns: topic, byte_count, sha256; larger versions first.
SELECT topic, byte_count, sha256 FROM input_file FINAL WHERE name = {name:String} ORDER BY byte_count DESC, topic
