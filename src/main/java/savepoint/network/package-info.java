/** Networking: the function's VPC configuration, and the interface endpoint for SQS in that VPC. */
package savepoint.network;
