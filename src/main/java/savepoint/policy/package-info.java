/**
 * All IAM and queue policy documents of the program, for security reviews. Each is a pure function
 * of ARNs. Nothing here depends on Pulumi.
 */
package savepoint.policy;
