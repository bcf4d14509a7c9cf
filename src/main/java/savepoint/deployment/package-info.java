/** The roles that a pipeline assumes to preview and to deploy one stack. */
package savepoint.deployment;
