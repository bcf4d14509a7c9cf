/** The HTTP endpoint that takes import requests and puts them into the queue. */
package savepoint.endpoint;
