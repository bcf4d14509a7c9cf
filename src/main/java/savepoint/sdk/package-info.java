/** Workarounds for the Pulumi Java SDK, for any program. Each can be removed once the SDK has the fix. */
package savepoint.sdk;
