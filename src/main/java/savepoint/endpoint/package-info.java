/** The HTTP endpoint that accepts import requests and sends them to the queue. */
package savepoint.endpoint;
