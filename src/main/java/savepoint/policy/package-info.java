/**
 * Every IAM and queue document of the program, each a pure function of ARNs: what a security reviewer reads. Nothing
 * here knows of Pulumi.
 */
package savepoint.policy;
