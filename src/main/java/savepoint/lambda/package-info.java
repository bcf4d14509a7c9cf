/**
 * A container image function, its role and log group, and the event source mapping that feeds it
 * from a queue.
 */
package savepoint.lambda;
