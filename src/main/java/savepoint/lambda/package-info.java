/** A container-image function, its role and log group, and the mapping that feeds it from a queue. */
package savepoint.lambda;
