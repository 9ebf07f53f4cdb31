package io.offload.task;

import java.util.regex.Pattern;

/** What names of tasks, names of queues and tags may look like. */
public final class Names {
    public static final int LONGEST_TASK = 100;
    public static final int LONGEST_QUEUE = 60;
    public static final int LONGEST_TAG = 64;
    public static final int MOST_TAGS = 20;

    private static final Pattern KEBAB = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9._:/-]{1,64}");

    private Names() {}

    public static boolean isTask(String name) {
        return name.length() <= LONGEST_TASK && KEBAB.matcher(name).matches();
    }

    public static boolean isQueue(String name) {
        return name.length() <= LONGEST_QUEUE && KEBAB.matcher(name).matches();
    }

    public static boolean isTag(String tag) {
        return TAG.matcher(tag).matches();
    }
}
