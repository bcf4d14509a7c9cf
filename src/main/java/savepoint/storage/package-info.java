/** The bucket that imports are stored in. */
package savepoint.storage;
