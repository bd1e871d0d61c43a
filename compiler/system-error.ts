/** What the operating system says when a file cannot be read or written, in words. */

/** Words for the codes of errors. */
const words: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "the disk can only be read",
  ENOSPC: "the disk is full",
  ENOENT: "there is no such file",
  EISDIR: "it is a folder",
  ENOTDIR: "what should be a folder of it is a file",
  EEXIST: "what should be a folder of it is a file",
  ELOOP: "its links lead back to themselves",
  EMFILE: "too many files are open",
  ENAMETOOLONG: "its name is too long",
};

/** Returns why something went wrong, in one line. */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (words[code] !== undefined) return words[code];
  const [line = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
  return line;
}
