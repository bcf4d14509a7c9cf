/** Word of what became of an import: events on a bus and, optionally, a webhook that receives them. */
package savepoint.completion;
