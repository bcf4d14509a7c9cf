/** The queue of Steam library syncs and its dead-letter queue. */
package savepoint.queue;
