/** How failed messages come back: a schedule, if wanted, and the rights of those who do it by hand. */
package savepoint.recovery;
