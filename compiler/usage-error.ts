/** A mistake in how the program is called or configured: one line for the user, exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
