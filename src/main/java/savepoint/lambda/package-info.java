/** A Lambda function deployed as a container image, its role and log group, and its event source mappings. */
package savepoint.lambda;
