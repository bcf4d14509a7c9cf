/** The secret that holds the Steam API key. */
package savepoint.secret;
