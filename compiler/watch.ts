/**
 * Watches files and folders. chokidar does it, as `fs.watch` sees neither what editors replace nor what is
 * in folders on every platform, and the alternative, `@parcel/watcher`, is a binary for each of them.
 */
import path from "node:path";
import { watch } from "chokidar";

/** Milliseconds without a change until changes are told: editors write in several steps. */
const settleTime = 50;

/** A watcher of files. */
export interface FileWatcher {
  /** Watches these files and folders, absolute paths, beside those that it watches already. */
  add(paths: Iterable<string>): void;
  close(): Promise<void>;
}

/** How files are watched. */
export interface WatchOptions {
  /** How deep folders are watched: 0 is the files in them. Without it, all that is in them is. */
  readonly depth?: number;
  /** Whether the process lives as long as it watches, unless it is said to end. Default: yes. */
  readonly isPersistent?: boolean;
  /** Whether a file or folder, an absolute path, is left out. */
  readonly isIgnored: (file: string) => boolean;
}

/**
 * Watches files and folders, absolute paths that exist. `onChange` is called once for all changes that come close together, with the absolute
 * paths of the files that were made, changed or removed.
 */
export async function watchFiles(
  paths: readonly string[],
  { depth, isPersistent = true, isIgnored }: WatchOptions,
  onChange: (files: ReadonlySet<string>) => void,
): Promise<FileWatcher> {
  const watcher = watch([...paths], {
    ignored: (file) => isIgnored(path.normalize(file)),
    // What is found in a folder that is added later may have come after the folder was read: it is a change.
    ignoreInitial: false,
    persistent: isPersistent,
    ...(depth === undefined ? {} : { depth }),
  });
  let isReady = false;
  const watched = new Set(paths);
  let changed = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  watcher.on("all", (_event, file) => {
    if (!isReady) return;
    changed.add(path.normalize(file));
    clearTimeout(timer);
    timer = setTimeout(() => {
      const files = changed;
      changed = new Set();
      onChange(files);
    }, settleTime);
  });
  // A folder that cannot be read is no reason to end: what matters is read again, and reported then.
  watcher.on("error", () => {});
  // Without a path it is never ready.
  if (paths.length > 0) {
    await new Promise<void>((resolve) => {
      watcher.once("ready", resolve);
    });
  }
  isReady = true;
  return {
    add: (paths) => {
      const more = [...paths].filter((each) => !watched.has(each));
      for (const each of more) watched.add(each);
      if (more.length > 0) watcher.add(more);
    },
    close: async () => {
      clearTimeout(timer);
      await watcher.close();
    },
  };
}

/** Whether a path leads into one of these folders, or into packages or the repository's own folder. */
export function isWithin(
  file: string,
  folders: readonly string[],
  { sep }: Pick<typeof path, "sep"> = path,
): boolean {
  return (
    file.split(sep).some((segment) => segment === "node_modules" || segment === ".git") ||
    folders.some((folder) => file === folder || file.startsWith(`${folder}${sep}`))
  );
}
