package io.offload.next;

import io.offload.task.NonRetryableException;
import io.offload.task.Task;
import io.offload.task.TaskContext;
import jakarta.validation.constraints.Positive;
import java.util.Optional;

/** The example of docs/authoring-tasks.md, word for word: effects that happen exactly once. A test compares the two. */
@jakarta.inject.Singleton
public class TransferTasks {
    private final javax.sql.DataSource database;

    public TransferTasks(javax.sql.DataSource database) {
        this.database = database;
    }

    @Task(retries = 5, retryDelay = "exponential(1s, 1m)", retryOn = java.sql.SQLException.class)
    public String transfer(String from, String to, @Positive long cents, TaskContext run) throws java.sql.SQLException {
        try (java.sql.Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            Optional<String> receipt = enter(connection, run);
            if (receipt.isEmpty()) {
                receipt = Optional.of(move(connection, from, to, cents));
                leave(connection, run, receipt.get());
                connection.commit();
            }
            return receipt.get();
        }
    }

    /** The receipt of an attempt that was here before. The row stays locked until the transaction ends. */
    private static Optional<String> enter(java.sql.Connection connection, TaskContext run) throws java.sql.SQLException {
        try (var statement = connection.prepareStatement("""
                INSERT INTO effect AS e (idempotency_key, fencing_token) VALUES (?, ?)
                ON CONFLICT (idempotency_key) DO UPDATE SET fencing_token = EXCLUDED.fencing_token
                    WHERE e.fencing_token <= EXCLUDED.fencing_token
                RETURNING receipt""")) {
            statement.setString(1, run.idempotencyKey());
            statement.setLong(2, run.fencingToken());
            try (var row = statement.executeQuery()) {
                if (!row.next()) {
                    throw new NonRetryableException("a newer attempt has been here: this one was given up");
                }
                return Optional.ofNullable(row.getString(1));
            }
        }
    }

    private static String move(java.sql.Connection connection, String from, String to, long cents) throws java.sql.SQLException {
        try (var statement = connection.prepareStatement("UPDATE account SET cents = cents + ? WHERE name = ?")) {
            statement.setLong(1, -cents);
            statement.setString(2, from);
            statement.addBatch();
            statement.setLong(1, cents);
            statement.setString(2, to);
            statement.addBatch();
            statement.executeBatch();
            return "%d from %s to %s".formatted(cents, from, to);
        }
    }

    private static void leave(java.sql.Connection connection, TaskContext run, String receipt) throws java.sql.SQLException {
        try (var statement = connection.prepareStatement("UPDATE effect SET receipt = ? WHERE idempotency_key = ?")) {
            statement.setString(1, receipt);
            statement.setString(2, run.idempotencyKey());
            statement.executeUpdate();
        }
    }
}
