/** The program: what one stack deploys, and the settings that it is deployed with. */
package savepoint;
