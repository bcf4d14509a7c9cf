/** The account, region and partition of a deployment, and the tags on its resources. */
package savepoint.aws;
