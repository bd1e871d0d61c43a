/** Compiles documents, and imports what is generated for them as a user's program would. */
import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { transform } from "esbuild";
import { compile } from "structview";
import type { Diagnostic, MethodGroup } from "structview";
import type { Value } from "./bits.js";
import type { ByteOrderData, DocumentData, Order } from "./document.js";
import { writtenDocument } from "./document.js";
import { machineOrder } from "./model.js";

/** The root of the repository. */
export const root: string = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");

/** A record as this test sees it: members by name. */
export interface AnyRecord {
  readonly $view: DataView;
  readonly $offset: number;
  readonly $bytes: Uint8Array;
  readonly $size?: number;
  readonly [name: string]: unknown;
}

/** An array of records, or of scalars, in place. */
export interface AnyArray {
  readonly $view: DataView;
  readonly $offset: number;
  readonly length: number;
  readonly $bytes: Uint8Array;
  at(index: number): unknown;
  subarray(start?: number, end?: number): AnyArray;
  slice(start?: number, end?: number): AnyArray;
  toArray(): unknown[];
  column(name: string): AnyArray;
  search(key: unknown, value: unknown): number;
  sort(key: unknown): AnyArray;
  setAt(index: number, value: unknown): void;
  typed(): Iterable<unknown> & { readonly byteOffset: number; readonly length: number };
  cursor(): {
    readonly index: number;
    readonly record: AnyRecord;
    next(): boolean;
    seek(index: number): AnyRecord;
  };
  [Symbol.iterator](): Iterator<unknown>;
}

/** A text in place. */
export interface AnyText {
  readonly bytes: Uint8Array;
  readonly length: number;
  toString(): string;
  equals(other: string | AnyText): boolean;
  compare(other: string | AnyText): number;
  startsWith(start: string): boolean;
  copyTo(target: Uint8Array, offset?: number): number;
  firstInvalid(): number;
}

/** A generated class. Where the byte order is chosen at run time, it is one more argument. */
export interface AnyClass {
  readonly size?: number;
  readonly minimumSize?: number;
  readonly alignment: number;
  view(bytes: unknown, ...order: readonly unknown[]): AnyRecord;
  viewPrefix(bytes: unknown, ...order: readonly unknown[]): [AnyRecord, Uint8Array];
  viewSuffix(bytes: unknown, ...order: readonly unknown[]): [Uint8Array, AnyRecord];
  viewAt(view: DataView, offset: number, ...more: readonly unknown[]): AnyRecord;
  create(...more: readonly unknown[]): AnyRecord;
  read(bytes: unknown, ...order: readonly unknown[]): { readonly [name: string]: Value };
  write(bytes: unknown, value: unknown, ...order: readonly unknown[]): AnyRecord;
  sizeOf?(value: unknown): number;
  toObject(record: AnyRecord): { readonly [name: string]: Value };
  array(bytes: unknown, ...more: readonly unknown[]): AnyArray;
}

/** The members of a generated class that validate contents. */
export interface AnyParser {
  parse(bytes: unknown, ...order: readonly unknown[]): AnyRecord;
  safeParse(
    bytes: unknown,
    ...order: readonly unknown[]
  ):
    | { readonly success: true; readonly value: AnyRecord }
    | { readonly success: false; readonly errors: readonly RecordError[] };
}

/** What a generated module exports. */
export type AnyModule = Readonly<Record<string, AnyClass | undefined>>;

/**
 * Returns the text that is generated for a document: classes with `methods`, or with all. Throws for any
 * diagnostic.
 */
export function emit(
  document: DocumentData,
  file = "schema.json",
  methods?: readonly MethodGroup[],
): string {
  const span = { file, line: 1, column: 1, endLine: 1, endColumn: 1 };
  const compilation = compile(
    [{ file, data: writtenDocument(document), spanAt: () => span }],
    () => "schema.ts",
    { methods },
  );
  const [output] = compilation.outputs;
  if (output === undefined || compilation.diagnostics.some(isError)) {
    throw new Error(compilation.diagnostics.map(({ message }) => message).join("\n"));
  }
  return output.text;
}

/**
 * Imports generated texts, in a folder of their own where the runtime is found. Returns the error of
 * a module that does not load.
 */
export async function importTexts(
  texts: readonly string[],
  folderName: string,
): Promise<readonly (AnyModule | Error)[]> {
  const folder = path.join(root, "node_modules", ".cache", "structview-test", folderName);
  await mkdir(folder, { recursive: true });
  try {
    const modules: (AnyModule | Error)[] = [];
    for (const [index, text] of texts.entries()) {
      const { code } = await transform(text, { loader: "ts", format: "esm", target: "es2022" });
      const file = path.join(folder, `${index}.mjs`);
      await writeFile(file, code);
      const specifier = pathToFileURL(file).href;
      const loaded = import(/* @vite-ignore */ specifier) as Promise<AnyModule>;
      modules.push(
        await loaded.catch((error: unknown) => new Error("cannot load", { cause: error })),
      );
    }
    return modules;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Compiles one document and imports the result. */
export async function importDocument(
  document: DocumentData,
  folderName: string,
): Promise<AnyModule> {
  const [module] = await importTexts([emit(document)], folderName);
  if (module === undefined || module instanceof Error) throw module ?? new Error("no module");
  return module as AnyModule;
}

/** An error of a record, with its numbers. */
export interface RecordError {
  readonly name: string;
  readonly message: string;
  readonly struct: string;
  readonly path: string;
  readonly offset: number;
  readonly expected: unknown;
  readonly got: unknown;
  readonly needed?: number;
}

/** Returns what `run` throws. Throws itself if that is nothing, or no error of a record. */
export function errorOf(run: () => unknown): RecordError {
  let result: unknown;
  try {
    result = run();
  } catch (error) {
    if (error instanceof Error && "struct" in error) return error as unknown as RecordError;
    throw error;
  }
  throw new Error(`expected an error, got ${String(result)}`);
}

/** A window at an odd offset into a buffer whose other bytes are a sentinel. */
export interface Window {
  readonly all: Uint8Array;
  readonly start: number;
  readonly bytes: Uint8Array;
}

/** Copies bytes into a window. */
export function windowOf(bytes: Uint8Array, start = 3, behind = 4): Window {
  const all = new Uint8Array(start + bytes.length + behind).fill(0xa5);
  all.set(bytes, start);
  return { all, start, bytes: all.subarray(start, start + bytes.length) };
}

/** A buffer that can be resized, which the library of the language does not declare. */
export function resizableBuffer(
  size: number,
  maxByteLength: number,
): ArrayBuffer & { resize(size: number): void } {
  return Reflect.construct(ArrayBuffer, [size, { maxByteLength }]) as ArrayBuffer & {
    resize(size: number): void;
  };
}

/** Both orders where the order is chosen at run time, else the one that there is. */
export function ordersOf(order: ByteOrderData | "runtime"): readonly Order[] {
  if (order === "native") return [machineOrder];
  return order === "runtime" ? ["big", "little"] : [order];
}

/** Random schemas may be remarked on. */
function isError({ severity }: Diagnostic): boolean {
  return severity === "error";
}
