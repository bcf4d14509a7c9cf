package savepoint;

/** The kinds of lanes. Each has a queue with a name of its own, so that all of them can exist side by side. */
enum LaneKind {
    /** Single imports, in no particular order. */
    STANDARD(""),

    /** Single imports, in order within a message group. It takes the place of the standard queue. */
    FIFO("fifo"),

    /** Imports of many users at once, beside one of the others. */
    BULK("bulk");

    private final String suffix;

    LaneKind(String suffix) {
        this.suffix = suffix;
    }

    /** The name of the function's event source; empty for none. */
    String eventSourceName() {
        return suffix;
    }

    /** The name of the component. */
    String componentName(String prefix) {
        return suffix.isEmpty() ? prefix : prefix + "-" + suffix;
    }
}
