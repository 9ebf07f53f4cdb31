package io.offload.canonical;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.offload.catalog.TaskDefinition;
import io.offload.task.CacheKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The key under which a run's result answers for other runs of its task. */
public final class CacheKeys {
    private CacheKeys() {}

    /**
     * SHA-256 over the task's name and the parts that its {@link TaskDefinition.Cache} names; 32 bytes.
     *
     * @throws JsonProcessingException when the input is not JSON that {@link io.offload.json.ExactJson} accepts
     * @throws IllegalArgumentException when the task has no cache
     */
    public static byte[] of(TaskDefinition task, String inputJson) throws JsonProcessingException {
        if (!task.cache().enabled()) {
            throw new IllegalArgumentException("task '%s' has no cache".formatted(task.name()));
        }
        MessageDigest digest = sha256();
        part(digest, "task", task.name().getBytes(StandardCharsets.UTF_8));
        if (task.cache().parts().contains(CacheKey.TASK_SOURCE)) {
            part(digest, "source", task.sourceDigest().getBytes(StandardCharsets.UTF_8));
        }
        if (task.cache().parts().contains(CacheKey.INPUTS)) {
            part(digest, "inputs", CanonicalJson.bytes(inputJson));
        }
        return digest.digest();
    }

    /** Lengths go in too: no two lists of parts may run together to the same bytes. */
    private static void part(MessageDigest digest, String label, byte[] value) {
        digest.update(label.getBytes(StandardCharsets.UTF_8));
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(value.length).array());
        digest.update(value);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
