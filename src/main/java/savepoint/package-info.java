/** The Pulumi program: the resources that a stack deploys, and its settings. */
package savepoint;
