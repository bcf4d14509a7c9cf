/**
 * Completion events, which report the results of imports: the event bus and, optionally, a webhook
 * that receives them.
 */
package savepoint.completion;
