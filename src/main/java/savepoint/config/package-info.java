/**
 * Reads a stack's configuration into component builders, and reports all mistakes in it at once.
 */
package savepoint.config;
