package io.offload.system.store;

import io.offload.system.Database;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a release relies on in its database: by name, each thing and what it is. */
record Schema(Map<String, String> columns, Map<String, String> functions, Map<String, String> rules) {

    static Schema of(Database database) {
        return new Schema(
                read(database, "SELECT table_name || '.' || column_name AS name, concat_ws(' ', data_type, CASE is_nullable WHEN 'NO' THEN 'not null' END,"
                        + " CASE WHEN column_default IS NOT NULL THEN 'has a default' END) AS what FROM information_schema.columns WHERE table_schema = 'offload'"),
                read(database, "SELECT p.oid::regprocedure::text AS name, pg_get_function_result(p.oid) AS what"
                        + " FROM pg_proc p WHERE p.pronamespace = 'offload'::regnamespace"),
                read(database, "SELECT c.conrelid::regclass || ' ' || c.conname AS name, pg_get_constraintdef(c.oid) AS what FROM pg_constraint c"
                        + " WHERE c.connamespace = 'offload'::regnamespace AND c.conrelid <> 0 AND NOT EXISTS (SELECT 1 FROM pg_inherits i WHERE i.inhrelid = c.conrelid)"
                        + " UNION ALL SELECT i.indrelid::regclass || ' ' || i.indexrelid::regclass, pg_get_indexdef(i.indexrelid) FROM pg_index i"
                        + " JOIN pg_class t ON t.oid = i.indrelid WHERE i.indisunique AND t.relnamespace = 'offload'::regnamespace"
                        + " AND NOT EXISTS (SELECT 1 FROM pg_inherits h WHERE h.inhrelid = i.indrelid)"
                        + " UNION ALL SELECT g.tgrelid::regclass || ' ' || g.tgname, pg_get_triggerdef(g.oid) FROM pg_trigger g"
                        + " JOIN pg_class t ON t.oid = g.tgrelid WHERE NOT g.tgisinternal AND t.relnamespace = 'offload'::regnamespace"));
    }

    private static Map<String, String> read(Database database, String query) {
        Map<String, String> found = new LinkedHashMap<>();
        database.rows(query).forEach(row -> found.put((String) row.get("name"), String.valueOf(row.get("what"))));
        return found;
    }

    /** What a release that knows {@code before} would miss here, or be refused for. */
    List<String> missing(Schema before) {
        List<String> missing = new ArrayList<>();
        before.columns.forEach((name, what) -> expect(missing, "column " + name, what, columns.get(name)));
        before.functions.forEach((name, what) -> expect(missing, "function " + name, what, functions.get(name)));
        columns.forEach((name, what) -> {
            boolean tableWasThere = before.columns.keySet().stream().anyMatch(column -> column.startsWith(name.substring(0, name.indexOf('.') + 1)));
            if (tableWasThere && !before.columns.containsKey(name) && what.contains("not null") && !what.contains("has a default")) {
                missing.add("a value for the new column " + name);
            }
        });
        rules.forEach((name, what) -> {
            boolean tableWasThere = before.columns.keySet().stream().anyMatch(column -> column.startsWith(name.substring(0, name.indexOf(' ')) + "."));
            if (tableWasThere && !what.equals(before.rules.get(name))) {
                missing.add("freedom from the rule " + name + ": " + what);
            }
        });
        return missing;
    }

    private static void expect(List<String> missing, String name, String before, String after) {
        if (!before.equals(after) && !(before + " has a default").equals(after)) {
            missing.add(name + ": " + before + " became " + after);
        }
    }
}
