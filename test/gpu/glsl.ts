/** Asks glslang where it puts members of buffers, and spirv-val what uniform buffers of Vulkan refuse. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { numbersOf } from "./numbers.js";
import type { Teller } from "./numbers.js";
import type { Component, GpuCase, GpuMember, GpuStruct, GpuType } from "./structs.js";
import { hasRest, structsOf } from "./structs.js";

/** Returns the declarations of buffers in GLSL, each a block of its own. */
export function blocksOf(cases: readonly GpuCase[], layoutOf: (each: GpuCase) => string): string {
  const declarations = cases.flatMap((each, index) => {
    const structs = structsOf(each.struct);
    const nested = structs
      .slice(0, -1)
      .map(({ name, members }) => `struct ${name} {${members.map(declaration).join("")} };`);
    const { name, members } = each.struct;
    const placed = members.map((member) => ` ${qualifier(member)}${declaration(member).trim()}`);
    return [
      ...nested,
      `layout(${layoutOf(each)}) ${storageOf(each)} ${name} {${placed.join("")} } b${index};`,
    ];
  });
  return declarations.join("\n");
}

/** Returns a shader that has buffers. */
function shaderOf(cases: readonly GpuCase[], layoutOf: (each: GpuCase) => string): string {
  return `#version 460
#extension GL_EXT_shader_explicit_arithmetic_types : require
#extension GL_EXT_shader_16bit_storage : require
#extension GL_EXT_shader_8bit_storage : require
#extension GL_EXT_scalar_block_layout : require
layout(local_size_x = 1) in;
${blocksOf(cases, layoutOf)}
void main() {}
`;
}

/** A buffer of which nothing has no length can be a uniform one. */
function storageOf({ struct, rules }: GpuCase): "uniform" | "buffer" {
  const isStorage = rules === "std430" || rules === "wgsl-storage" || hasRest(struct);
  return isStorage ? "buffer" : "uniform";
}

function declaration({ name, type }: GpuMember): string {
  let [element, dimensions] = [type, ""];
  while (element.kind === "array") {
    dimensions += `[${element.length === "rest" ? "" : element.length}]`;
    element = element.element;
  }
  return ` ${typeName(element)} ${name}${dimensions};`;
}

/** A member that is a struct has the order of the matrices in it. */
function qualifier({ type, align, offset }: GpuMember): string {
  const order = orderIn(type);
  const words = [
    ...(order === undefined ? [] : [`${order}_major`]),
    ...(align === undefined ? [] : [`align=${align}`]),
    ...(offset === undefined ? [] : [`offset=${offset}`]),
  ];
  return words.length === 0 ? "" : `layout(${words.join(", ")}) `;
}

function orderIn(type: GpuType): "row" | "column" | undefined {
  if (type.kind === "matrix") return type.order;
  if (type.kind === "array") return orderIn(type.element);
  if (type.kind !== "struct") return undefined;
  return type.struct.members
    .map((member) => orderIn(member.type))
    .find((each) => each !== undefined);
}

const scalarNames: { readonly [Each in Component]: string } = {
  f32: "float",
  f64: "double",
  f16: "float16_t",
  i8: "int8_t",
  u8: "uint8_t",
  i16: "int16_t",
  u16: "uint16_t",
  i32: "int",
  u32: "uint",
  i64: "int64_t",
  u64: "uint64_t",
  bool: "bool",
};

const prefixes: { readonly [Each in Component]: string } = {
  f32: "",
  f64: "d",
  f16: "f16",
  i8: "i8",
  u8: "u8",
  i16: "i16",
  u16: "u16",
  i32: "i",
  u32: "u",
  i64: "i64",
  u64: "u64",
  bool: "b",
};

function typeName(type: GpuType): string {
  switch (type.kind) {
    case "scalar":
      return scalarNames[type.component];
    case "vector":
      return `${prefixes[type.component]}vec${type.size}`;
    case "matrix":
      return `${prefixes[type.component]}mat${type.columns}x${type.rows}`;
    case "struct":
      return type.struct.name;
    case "array":
      throw new Error("an array has its length behind the name");
  }
}

/** Types and decorations in SPIR-V, by the names that it gives them. */
interface Assembly {
  readonly structs: ReadonlyMap<string, readonly string[]>;
  readonly elements: ReadonlyMap<string, string>;
  readonly strides: ReadonlyMap<string, number>;
  readonly members: ReadonlyMap<string, number>;
}

/** Returns the numbers that glslang gives buffers, by their names. */
export function askGlslang(cases: readonly GpuCase[]): ReadonlyMap<string, readonly number[]> {
  return new Map(
    batchesOf(cases, 25).flatMap((batch) => {
      const text = shaderOf(batch, (each) => {
        const layout = each.rules === "std140" ? "std140" : "std430";
        return `${layout}, binding=${batch.indexOf(each)}`;
      });
      const assembly = inFolder(text, (_folder, binary) =>
        readAssembly(
          execFileSync("spirv-dis", ["--raw-id", "--no-color", binary], {
            encoding: "utf8",
            maxBuffer: 2 ** 26,
          }),
        ),
      );
      return batch.map(({ struct }) => [struct.name, numbersIn(assembly, struct)] as const);
    }),
  );
}

/**
 * Asks whether a uniform buffer of Vulkan without extensions can have a layout, whose rules WGSL has for its
 * uniform address space. Returns what it says against it.
 */
export function askValidator(each: GpuCase): string | undefined {
  const text = shaderOf([each], () => "std430, binding=0");
  return inFolder(text, (_folder, binary) => {
    const { status, stderr, error } = spawnSync(
      "spirv-val",
      ["--target-env", "vulkan1.0", binary],
      { encoding: "utf8" },
    );
    if (error !== undefined) throw error;
    return status === 0 ? undefined : stderr;
  });
}

function inFolder<T>(text: string, use: (folder: string, binary: string) => T): T {
  const folder = mkdtempSync(path.join(tmpdir(), "structview-gpu-"));
  try {
    const [source, binary] = [path.join(folder, "a.comp"), path.join(folder, "a.spv")];
    writeFileSync(source, text);
    const { status, stdout, error } = spawnSync(
      "glslangValidator",
      ["-V", "--quiet", "-o", binary, source],
      { encoding: "utf8" },
    );
    if (error !== undefined) throw error;
    if (status !== 0) throw new Error(`${stdout}\n${readFileSync(source, "utf8")}`);
    return use(folder, binary);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function batchesOf<T>(list: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, index) =>
    list.slice(index * size, (index + 1) * size),
  );
}

function readAssembly(text: string): Assembly & { readonly names: ReadonlyMap<string, string> } {
  const names = new Map<string, string>();
  const structs = new Map<string, readonly string[]>();
  const elements = new Map<string, string>();
  const strides = new Map<string, number>();
  const members = new Map<string, number>();
  for (const line of text.split("\n")) {
    const words = line.trim().split(/\s+/);
    const [first = "", second = "", third = "", fourth = "", fifth = ""] = words;
    if (first === "OpName") names.set(third.replaceAll('"', ""), second);
    else if (first === "OpDecorate" && third === "ArrayStride") strides.set(second, Number(fourth));
    else if (first === "OpMemberDecorate" && fifth !== "") {
      members.set(`${second} ${third} ${fourth}`, Number(fifth));
    } else if (third === "OpTypeStruct") structs.set(first, words.slice(3));
    else if (third === "OpTypeArray" || third === "OpTypeRuntimeArray") elements.set(first, fourth);
  }
  return { names, structs, elements, strides, members };
}

function numbersIn(
  { names, structs, elements, strides, members }: ReturnType<typeof readAssembly>,
  struct: GpuStruct,
): readonly number[] {
  const decoration = (name: string, index: number, what: string): number =>
    members.get(`${name} ${index} ${what}`) ?? Number.NaN;
  const teller: Teller<string, string> = {
    offset: (name, index) => decoration(name, index, "Offset"),
    type: (name, index) => structs.get(name)?.[index] ?? "",
    element: (type) => ({
      stride: strides.get(type) ?? Number.NaN,
      element: elements.get(type) ?? "",
    }),
    struct: (type) => type,
    matrixStride: (name, index) => decoration(name, index, "MatrixStride"),
  };
  return numbersOf(struct, names.get(struct.name) ?? "", teller);
}
