package io.offload.store;

import java.util.UUID;

/** Bounds of a set of run ids: statements over ids carry them, so that a generic plan looks only at the partitions that hold these runs. */
public record RunIds(UUID lowest, UUID highest) {

    /**
     * @throws IllegalArgumentException when there are none
     */
    public static RunIds boundsOf(UUID[] ids) {
        if (ids.length == 0) {
            throw new IllegalArgumentException("no ids");
        }
        UUID lowest = ids[0];
        UUID highest = ids[0];
        for (UUID id : ids) {
            if (compare(id, lowest) < 0) {
                lowest = id;
            } else if (compare(id, highest) > 0) {
                highest = id;
            }
        }
        return new RunIds(lowest, highest);
    }

    /** Order of Postgres's {@code uuid}: unsigned bytes, unlike {@link UUID#compareTo}. */
    public static int compare(UUID a, UUID b) {
        int high = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
        return high != 0 ? high : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
    }
}
