package savepoint;

/** The kinds of lanes. Each has its own queue name, so that all of them can exist at the same time. */
enum LaneKind {
    /** Single imports, in no particular order. */
    STANDARD(""),

    /** Single imports, in order within a message group. Replaces the standard queue. */
    FIFO("fifo"),

    /** Imports of many users at once, in addition to one of the other lanes. */
    BULK("bulk");

    private final String suffix;

    LaneKind(String suffix) {
        this.suffix = suffix;
    }

    /** The name of the function's event source; an empty string if it has none. */
    String eventSourceName() {
        return suffix;
    }

    /** The name of the component. */
    String componentName(String prefix) {
        return suffix.isEmpty() ? prefix : prefix + "-" + suffix;
    }
}
