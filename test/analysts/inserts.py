# Inserts rows by clickhouse-connect, in every packing and from every kind of table that it has, and
# prints what stands in the table then, as JSON. Arguments: port, user, password.
import datetime
import json
import sys
from decimal import Decimal

import clickhouse_connect
import pandas as pd
import pyarrow as pa

login = {"host": "127.0.0.1", "port": int(sys.argv[1]), "username": sys.argv[2], "password": sys.argv[3]}
client = clickhouse_connect.get_client(database="plancher", **login)
client.command(
    "CREATE TABLE client_rows (id UInt32, name String, amount Nullable(Decimal(18, 2)), at DateTime64(3)) ENGINE = MergeTree ORDER BY id"
)
at = datetime.datetime(2026, 1, 2, 3, 4, 5)
columns = ["id", "name", "amount", "at"]
written = client.insert("client_rows", [[1, "a\n'\\ é", Decimal("1.25"), at], [2, "b", None, at]], column_names=columns).written_rows
client.insert_df("client_rows", pd.DataFrame({"id": [3], "name": ["frame"], "amount": [1.5], "at": [at]}))
client.insert_arrow("client_rows", pa.table({"id": pa.array([4], pa.uint32()), "name": ["arrow"]}))
client.raw_insert("client_rows", ["id", "name"], "5,raw\n", fmt="CSV")
for number, name in enumerate(("lz4", "zstd", "gzip")):
    packed = clickhouse_connect.get_client(database="plancher", compress=name, **login)
    packed.insert("client_rows", [[10 + number, name, None, at]], column_names=columns)
many = [[100 + number, f"many {number}", None, at] for number in range(20000)]
client.insert("client_rows", many, column_names=columns)
rows = client.query("SELECT id, name, toString(amount), toUnixTimestamp(at) FROM client_rows WHERE id < 100 ORDER BY id").result_rows
count = client.query("SELECT uniqExact(id, name) FROM client_rows WHERE id >= 100").result_rows[0][0]
client.command("DROP TABLE client_rows")
json.dump({"written": written, "rows": rows, "many": count}, sys.stdout)
