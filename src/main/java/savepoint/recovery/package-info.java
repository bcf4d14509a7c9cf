/**
 * Recovery of failed messages: an optional schedule, and the permissions for recovering them
 * manually.
 */
package savepoint.recovery;
