package savepoint.integration;

/**
 * The order in which the classes of integration tests start, so that none runs alone at the end.
 * JUnit's pool takes them from both ends of the order: all of its threads from the beginning, except
 * the one that started the others, which takes them from the end. What is in the middle starts last:
 * short classes, which have no order.
 */
final class StartOrder {

    static final int FIRST = 1;
    static final int SECOND = 2;
    static final int THIRD = 3;

    static final int SECOND_FROM_THE_END = Integer.MAX_VALUE - 1;
    static final int FIRST_FROM_THE_END = Integer.MAX_VALUE;

    private StartOrder() {}
}
