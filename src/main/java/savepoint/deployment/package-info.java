/** The roles that a pipeline takes to preview and to deploy one stack. */
package savepoint.deployment;
