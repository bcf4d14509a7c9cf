/** Reads a stack's configuration into the builders of components, and reports all mistakes in it together. */
package savepoint.config;
