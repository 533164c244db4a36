// Asks an analyst's questions by clickhouse-go over HTTP, as Grafana's data source does, and prints
// one line an answer. Arguments: what (ask or insert), host:port, user, password, compression.
package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"reflect"
	"regexp"
	"strings"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
)

var methods = map[string]clickhouse.CompressionMethod{
	"none": clickhouse.CompressionNone, "lz4": clickhouse.CompressionLZ4, "zstd": clickhouse.CompressionZSTD,
	"gzip": clickhouse.CompressionGZIP, "deflate": clickhouse.CompressionDeflate, "br": clickhouse.CompressionBrotli,
}

func main() {
	options := &clickhouse.Options{
		Protocol:    clickhouse.HTTP,
		Addr:        []string{os.Args[2]},
		Auth:        clickhouse.Auth{Database: "plancher", Username: os.Args[3], Password: os.Args[4]},
		Compression: &clickhouse.Compression{Method: methods[os.Args[5]]},
		Settings:    clickhouse.Settings{"max_execution_time": 600, "max_block_size": 65536, "allow_experimental_object_type": 1},
	}
	// The driver adds five seconds of its own to a deadline.
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
	defer cancel()
	connection := must(clickhouse.Open(options))
	check(connection.Ping(ctx))
	if os.Args[1] == "insert" {
		insert(ctx, connection)
		return
	}
	version := must(connection.ServerVersion())
	fmt.Println("server", version.DisplayName, version.Version.Major, version.Timezone)
	ask(ctx, connection)
	viaDatabaseSQL(ctx, options)
}

func ask(ctx context.Context, connection driver.Conn) {
	fmt.Println("types", values(ctx, connection, `SELECT toUInt8(1), toInt64(-2), toUInt256(3), toFloat64(0.5),
		toDecimal128('4.25', 2), 'text', toFixedString('ab', 2), toDate('2026-01-02'), toDate32('2026-01-02'),
		toDateTime('2026-01-02 03:04:05'), toDateTime64('2026-01-02 03:04:05.678', 3), true,
		toUUID('61f0c404-5cb3-11e7-907b-a6006ad3dba0'), toIPv4('192.0.2.1'), toIPv6('2001:db8::1'),
		CAST('a', 'Enum8(''a'' = 1)'), toLowCardinality('low'), toNullable(7), CAST(NULL, 'Nullable(String)'),
		[1, 2], map('k', 1), (1, 'x')`))
	rows := must(connection.Query(ctx, "SHOW TABLES"))
	tables := 0
	for rows.Next() {
		var table string
		check(rows.Scan(&table))
		// Every column of every view must be of a type that the driver reads.
		values(ctx, connection, "SELECT * FROM "+table+" LIMIT 20")
		tables++
	}
	check(rows.Err())
	fmt.Println("tables", tables)
	parameters := clickhouse.Context(ctx, clickhouse.WithParameters(clickhouse.Parameters{"name": "planet-series"}))
	fmt.Println("parameter", values(parameters, connection, "SELECT count() FROM revenue_floor WHERE operation = {name:String}"))
	fmt.Println("bound", values(ctx, connection, "SELECT count() FROM revenue_floor WHERE operation = ?", "planet-series"))
	fmt.Println("nothing", values(ctx, connection, "SELECT 1 AS a WHERE 0"))
	fmt.Println("many", values(ctx, connection, "SELECT count(), sum(n) FROM (SELECT number AS n FROM numbers(50000))"))
	streamed(ctx, connection)
	for _, statement := range []string{"SELECT * FROM flow_record", "SELECT throwIf(1, 'as asked')", "SELECT nosuch"} {
		_, err := connection.Query(ctx, statement)
		fmt.Println("error", code(err))
	}
	cancelled, hangUp := context.WithCancel(ctx)
	hangUp()
	_, err := connection.Query(cancelled, "SELECT 1")
	fmt.Println("hung up", errors.Is(err, context.Canceled))
	check(connection.Ping(ctx))
}

func streamed(ctx context.Context, connection driver.Conn) {
	rows := must(connection.Query(ctx, "SELECT number, toString(cityHash64(number)) FROM numbers(50000)"))
	var count, sum uint64
	for rows.Next() {
		var number uint64
		var text string
		check(rows.Scan(&number, &text))
		count++
		sum += number
	}
	check(rows.Err())
	fmt.Println("streamed", count, sum)
}

// What Grafana's data source opens.
func viaDatabaseSQL(ctx context.Context, options *clickhouse.Options) {
	db := clickhouse.OpenDB(options)
	defer db.Close()
	check(db.PingContext(ctx))
	var floor sql.NullString
	statement := "SELECT toString(max(floor_eur)) FROM revenue_floor WHERE operation = 'planet-series'"
	check(db.QueryRowContext(ctx, statement).Scan(&floor))
	fmt.Println("database/sql", floor.Valid, floor.String != "")
}

// The text of all rows, behind the number of columns.
func values(ctx context.Context, connection driver.Conn, statement string, args ...any) string {
	rows := must(connection.Query(ctx, statement, args...))
	types := rows.ColumnTypes()
	parts := []string{fmt.Sprint(len(types))}
	for rows.Next() {
		into := make([]any, len(types))
		for index, column := range types {
			into[index] = reflect.New(column.ScanType()).Interface()
		}
		check(rows.Scan(into...))
		for _, value := range into {
			parts = append(parts, text(reflect.ValueOf(value).Elem()))
		}
	}
	check(rows.Err())
	return strings.Join(parts, " | ")
}

func text(value reflect.Value) string {
	if value.Kind() == reflect.Pointer {
		if value.IsNil() {
			return "NULL"
		}
		if _, isText := value.Interface().(fmt.Stringer); !isText {
			return text(value.Elem())
		}
	}
	if moment, isTime := value.Interface().(time.Time); isTime {
		return moment.UTC().Format(time.RFC3339Nano)
	}
	return fmt.Sprint(value.Interface())
}

func insert(ctx context.Context, connection driver.Conn) {
	check(connection.Exec(ctx, "CREATE TABLE go_rows (id UInt32, name String, amount Nullable(Decimal(18, 2)), at DateTime64(3, 'UTC')) ENGINE = MergeTree ORDER BY id"))
	batch := must(connection.PrepareBatch(ctx, "INSERT INTO go_rows (id, name, at)"))
	for id := range uint32(20000) {
		check(batch.Append(id, fmt.Sprintf("name %d\n", id), time.UnixMilli(1767322800123)))
	}
	check(batch.Send())
	fmt.Println("inserted", values(ctx, connection, "SELECT count(), uniqExact(name), max(id), countIf(amount IS NULL), min(at) FROM go_rows"))
	check(connection.Exec(ctx, "DROP TABLE go_rows"))
}

var codeInText = regexp.MustCompile(`Code: (\d+)\.`)

func code(err error) string {
	if err == nil {
		return "none"
	}
	var exception *clickhouse.Exception
	if errors.As(err, &exception) {
		return fmt.Sprint(exception.Code)
	}
	if found := codeInText.FindStringSubmatch(err.Error()); found != nil {
		return found[1]
	}
	return err.Error()
}

func must[Value any](value Value, err error) Value {
	check(err)
	return value
}

func check(err error) {
	if err != nil {
		fmt.Println("failed", err)
		os.Exit(1)
	}
}
