/**
 * Alarms, their notifications and the dashboard for the on-call engineer. Refers to the queue and
 * the function by name.
 */
package savepoint.monitoring;
