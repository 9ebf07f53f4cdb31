package io.offload.schema;

/** Where in a JSON value a check is: written as an RFC 6901 pointer only when something is wrong there. */
record Place(Place parent, String key) {
    static final Place ROOT = new Place(null, null);

    Place at(String property) {
        return new Place(this, property);
    }

    Place at(int index) {
        return new Place(this, Integer.toString(index));
    }

    String pointer() {
        return parent == null ? "" : parent.pointer() + "/" + key.replace("~", "~0").replace("/", "~1");
    }
}
