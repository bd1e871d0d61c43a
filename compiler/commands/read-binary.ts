import { existsSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import { LayoutError } from "@structview/runtime";
import type { ReadBeside } from "../import/dwarf-split.js";
import { BrokenFileError, FileSource } from "../import/source.js";
import type { ByteSource } from "../import/source.js";
import { UsageError } from "../usage-error.js";

/** Reads a file. Throws {@link UsageError} where it is not there, or breaks its format. */
export async function readBinary<T>(
  cwd: string,
  file: string,
  read: (source: ByteSource) => Promise<T>,
): Promise<T> {
  const named = path.resolve(cwd, file);
  if (!existsSync(named)) throw new UsageError(`there is no file ${file}`);
  const absolute = inBundle(named) ?? named;
  if (!statSync(absolute).isFile()) throw new UsageError(`${file} is no file`);
  let source: FileSource | undefined;
  try {
    source = new FileSource(absolute);
    return await read(source);
  } catch (error) {
    if (error instanceof UsageError) throw new UsageError(`${file}: ${error.message}`);
    if (error instanceof BrokenFileError || error instanceof LayoutError || isOfSystem(error)) {
      throw new UsageError(`${file} cannot be imported: ${error.message}`);
    }
    throw error;
  } finally {
    source?.close();
  }
}

/** Returns a function that reads files that a binary in a folder names: where it says, or in the folder. */
export function readerBeside(folder: string): ReadBeside {
  return async (names, read) => {
    const places = names.flatMap((name) => [
      path.resolve(folder, name),
      path.join(folder, path.basename(name)),
    ]);
    const found = places.find((place) => existsSync(place) && statSync(place).isFile());
    if (found === undefined) return undefined;
    const source = new FileSource(found);
    try {
      return await read(source);
    } finally {
      source.close();
    }
  };
}

/** Returns the file in a folder that the tools of macOS put debug information into. */
function inBundle(folder: string): string | undefined {
  const within = path.join(folder, "Contents/Resources/DWARF");
  if (!existsSync(within)) return undefined;
  const [file] = readdirSync(within).sort();
  return file === undefined ? undefined : path.join(within, file);
}

function isOfSystem(error: unknown): error is Error {
  return error instanceof Error && "syscall" in error;
}
