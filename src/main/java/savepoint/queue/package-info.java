/** The queue of Steam imports and its dead-letter queue. */
package savepoint.queue;
