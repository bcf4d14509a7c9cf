/** Code shared by the tests: plans made without an engine, and the committed files. */
package savepoint.testing;
