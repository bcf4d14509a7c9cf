/** What the tests share: a plan made without an engine, and the committed files. */
package savepoint.testing;
