# Asks the questions on standard input (a JSON array of SQL) by clickhouse-connect and prints [rows or error code, ...].
# Arguments: port, user, password, raw or query.
import json
import re
import sys

import clickhouse_connect

port, user, password = int(sys.argv[1]), sys.argv[2], sys.argv[3]
client = clickhouse_connect.get_client(host="127.0.0.1", port=port, username=user, password=password, database="plancher")
answers = []
for sql in json.load(sys.stdin):
    try:
        # As the driver does it: its own FORMAT Native behind the statement, for those that it takes for queries.
        answers.append(len(client.query(sql).result_rows))
    except Exception as thrown:
        code = re.search(r"code:? (\d+)", str(thrown), re.IGNORECASE)
        answers.append(f"code {code.group(1)}" if code else str(thrown)[:300])
extra = {
    "parameter": client.query("SELECT count() FROM revenue_floor WHERE operation = {name:String}", parameters={"name": "planet-series"}).result_rows[0][0],
    "quoted": client.query("SELECT {text:String} AS text", parameters={"text": "it's\ta \\ \n é"}).result_rows[0][0],
    "setting": client.query("SELECT count() FROM revenue_floor", settings={"max_execution_time": 7}).result_rows[0][0],
    "parquet": client.raw_query("SELECT * FROM revenue_floor", fmt="Parquet")[:4].decode(),
    "arrow": len(client.raw_query("SELECT * FROM revenue_floor", fmt="Arrow")),
    "version": client.server_version,
}
json.dump({"answers": answers, "extra": extra}, sys.stdout)
