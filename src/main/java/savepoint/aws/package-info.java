/** The account, region and partition of a deployment, and the tags on everything in it. */
package savepoint.aws;
