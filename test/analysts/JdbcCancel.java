// Cancels a statement by JDBC that would run to its limit, and asks again. Arguments: URL, user, password.
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

public class JdbcCancel {
  // More work than its limit of time allows.
  private static final String LONG = "SELECT sum(arraySum(arrayMap(x -> cityHash64(x, number), range(100)))) FROM numbers(900000000) SETTINGS max_execution_time = 12";

  public static void main(String[] args) throws Exception {
    Properties login = new Properties();
    login.setProperty("user", args[1]);
    login.setProperty("password", args[2]);
    try (Connection connection = DriverManager.getConnection(args[0], login); Statement statement = connection.createStatement()) {
      String[] failure = {"none"};
      Thread asking = new Thread(() -> {
        try {
          statement.executeQuery(LONG);
        } catch (SQLException thrown) {
          failure[0] = thrown.getMessage().split("\\.")[0];
        }
      });
      long startedAt = System.nanoTime();
      asking.start();
      // A statement that has not arrived cannot be cancelled: so until it has ended.
      String cancelled = "cancel";
      while (asking.isAlive() && cancelled.equals("cancel")) {
        try {
          statement.cancel();
        } catch (SQLException thrown) {
          cancelled = "cancel " + thrown.getMessage().split("\n")[0];
        }
        asking.join(100);
      }
      asking.join();
      System.out.println(cancelled);
      System.out.println("ended before its limit " + (System.nanoTime() - startedAt < 10_000_000_000L) + " " + failure[0]);
      try (Statement next = connection.createStatement(); ResultSet one = next.executeQuery("SELECT 1")) {
        one.next();
        System.out.println("goes on " + one.getInt(1));
      }
    }
  }
}
