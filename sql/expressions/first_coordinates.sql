-- Where each content was found first: digest, and its lowest topic, partition and offset. Words:
-- none.
SELECT sha256 AS digest, lowest.1 AS topic, lowest.2 AS partition, lowest.3 AS offset
FROM (SELECT sha256, min((toString(topic), partition, offset)) AS lowest FROM input_record WHERE reason = '' GROUP BY sha256)
