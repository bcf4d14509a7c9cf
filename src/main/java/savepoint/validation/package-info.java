/** Validation rules as data, and the exception that reports all broken rules at once. */
package savepoint.validation;
