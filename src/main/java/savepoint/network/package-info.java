/** A network of one's own: the function in a VPC, and the interface endpoint for SQS there. */
package savepoint.network;
