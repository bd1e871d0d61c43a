/** Paths of files, with forward slashes, without asking the machine. */

/** Returns the path of a file that is named relative to another file. */
export function pathFrom(file: string, relative: string): string {
  const segments = file.split("/").slice(0, -1);
  for (const segment of relative.split("/")) {
    if (segment === ".." && segments.length > 0 && segments.at(-1) !== "..") segments.pop();
    else if (segment !== ".") segments.push(segment);
  }
  return segments.join("/");
}

/** Returns how the file `from` names the file `to`. */
export function relativePath(from: string, to: string): string {
  const here = from.split("/").slice(0, -1);
  const there = to.split("/");
  let shared = 0;
  while (shared < here.length && here[shared] === there[shared]) shared++;
  const up = Array.from({ length: here.length - shared }, () => "..");
  return [...(up.length === 0 ? ["."] : up), ...there.slice(shared)].join("/");
}
