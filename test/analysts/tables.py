# Reads tables by what analysts have on their desks (pandas and SQLAlchemy over clickhouse-connect's
# dialect, Ibis, Polars) and prints what they got as one JSON object. Arguments: port, user, password.
import json
import sys
from urllib.parse import quote

import clickhouse_connect
import ibis
import pandas as pd
import sqlalchemy

port, user, password = int(sys.argv[1]), sys.argv[2], sys.argv[3]
answers = {}

engine = sqlalchemy.create_engine(f"clickhousedb://{user}:{quote(password, safe='')}@127.0.0.1:{port}/plancher")
inspector = sqlalchemy.inspect(engine)
answers["has_table"] = [
    inspector.has_table("revenue_floor"),
    inspector.has_table("revenue_floor", schema="plancher"),
    inspector.has_table("flow_record"),
    inspector.has_table("nosuch"),
]
answers["schemas"] = inspector.get_schema_names()
answers["tables"] = len(inspector.get_table_names())
answers["columns"] = {column["name"]: str(column["type"]) for column in inspector.get_columns("revenue_floor") if column["name"] in ("month", "floor_eur")}
metadata = sqlalchemy.MetaData()
metadata.reflect(engine, views=True)
answers["reflected"] = len(metadata.tables)
floors = pd.read_sql_table("revenue_floor", engine, schema="plancher", coerce_float=False)
answers["read_sql_table"] = {
    "shape": list(floors.shape),
    "documented": str(sum(floors["documented_eur"])),
}
answers["known_at"] = str(floors["known_at"].dtype)
answers["read_sql_query"] = pd.read_sql_query("SELECT operation, floor_eur FROM revenue_floor WHERE 0", engine).columns.tolist()

connection = ibis.clickhouse.connect(host="127.0.0.1", port=port, user=user, password=password, database="plancher")
table = connection.table("revenue_floor")
answers["ibis"] = {
    "tables": len(connection.list_tables()),
    "to_polars": list(table.to_polars().shape),
    "to_pandas": list(table.to_pandas().shape),
    "schema": str(table.schema()["floor_eur"]),
    "sums": table.group_by("operation").agg(total=table.documented_eur.sum()).to_polars().height,
    "nothing": list(table.filter(table.operation == "nobody").to_polars().shape),
}
try:
    table.join(ibis.memtable({"operation": ["planet-series"]}), "operation").count().execute()
    answers["memtable"] = "answered"
except Exception as thrown:
    answers["memtable"] = str(thrown)[:200]

for name in ("lz4", "zstd", "gzip"):
    client = clickhouse_connect.get_client(
        host="127.0.0.1", port=port, username=user, password=password, database="plancher", compress=name
    )
    nothing = client.query("SELECT operation, floor_eur FROM revenue_floor WHERE 0")
    answers[name] = [client.query("SELECT count() FROM numbers(7)").result_rows[0][0], list(nothing.column_names)]
json.dump(answers, sys.stdout)
