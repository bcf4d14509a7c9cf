/** Rules about inputs as data, and the one exception that reports all that are broken. */
package savepoint.validation;
