// Asks an analyst's questions by JDBC and prints one line an answer. Arguments: URL, user, password.
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

public class JdbcQuestions {
  public static void main(String[] args) throws SQLException {
    Properties login = new Properties();
    login.setProperty("user", args[1]);
    login.setProperty("password", args[2]);
    try (Connection connection = DriverManager.getConnection(args[0], login); Statement statement = connection.createStatement()) {
      ResultSet floors = statement.executeQuery("SELECT operation, floor_eur, known_at FROM revenue_floor WHERE operation = 'planet-series' AND month = '2015-11'");
      while (floors.next()) System.out.println("floor " + floors.getString(1) + " " + floors.getBigDecimal(2).toPlainString() + " " + (floors.getTimestamp(3) != null));
      PreparedStatement prepared = connection.prepareStatement("SELECT count() FROM revenue_floor WHERE operation = ?");
      prepared.setString(1, "planet-series");
      System.out.println("prepared " + count(prepared.executeQuery(), 1));
      System.out.println("tables " + rows(connection.getMetaData().getTables(null, "plancher", "%", null)));
      System.out.println("columns " + rows(connection.getMetaData().getColumns(null, "plancher", "revenue_floor", "%")));
      System.out.println("types " + types(connection.getMetaData().getTypeInfo()));
      System.out.println("shown " + rows(statement.executeQuery("SHOW TABLES")));
      System.out.println("exists " + count(statement.executeQuery("EXISTS TABLE revenue_floor"), 1));
      System.out.println("exists " + count(statement.executeQuery("EXISTS plancher.flow_record"), 1));
      ResultSet created = statement.executeQuery("SHOW CREATE TABLE plancher.revenue_floor");
      created.next();
      System.out.println("created " + created.getString(1).split("\n")[0]);
      System.out.println("lines " + rows(statement.executeQuery("SELECT line, sum(floor_eur) FROM revenue_floor_line GROUP BY line")));
      // Some blocks of the driver's compression, with what can be made smaller and what cannot.
      ResultSet numbers = statement.executeQuery("SELECT number, toString(cityHash64(number)) FROM numbers(50000)");
      long many = 0, sum = 0;
      while (numbers.next()) {
        many += 1;
        sum += numbers.getLong(1);
      }
      System.out.println("many " + many + " " + sum);
      System.out.println("refused " + refused(statement, "SELECT * FROM flow_record"));
      System.out.println("refused " + refused(statement, "SELECT file('/etc/passwd')"));
    }
  }

  private static long count(ResultSet result, int column) throws SQLException {
    result.next();
    return result.getLong(column);
  }

  private static int rows(ResultSet result) throws SQLException {
    int rows = 0;
    while (result.next()) rows += 1;
    return rows;
  }

  /** Of the types that it knows, those that are asked for here. */
  private static String types(ResultSet result) throws SQLException {
    Set<String> names = new HashSet<>();
    while (result.next()) names.add(result.getString("TYPE_NAME"));
    return Stream.of("Decimal", "UInt64", "String", "nosuch").filter(names::contains).collect(Collectors.joining(" "));
  }

  /** The code, and whether the whole message can be read: the driver does not unpack it. */
  private static String refused(Statement statement, String sql) {
    try {
      statement.executeQuery(sql);
      return "0";
    } catch (SQLException thrown) {
      String message = thrown.getMessage();
      return (message.startsWith("Code: 497.") ? "497 " : "-1 ") + message.trim().endsWith("(ACCESS_DENIED)");
    }
  }
}
