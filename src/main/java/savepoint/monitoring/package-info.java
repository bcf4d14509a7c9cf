/** Alarms, where they are sent, and the dashboard: what the person on call lives in. Knows queue and function by name. */
package savepoint.monitoring;
