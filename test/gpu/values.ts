/** Values for each scalar of a buffer, as plain objects and as the words that shaders see. */
import type { GpuMember, GpuStruct, GpuType } from "./structs.js";

/** A plain object for a struct, and the bits of its scalars in the order of their paths. */
export interface Values {
  readonly value: unknown;
  readonly words: readonly number[];
}

const [float, word] = [new Float32Array(1), new Uint32Array(1)];
const floatBits = new Uint32Array(float.buffer);

/** Makes values that all differ, where an array without a length has two elements. */
export function valuesOf(struct: GpuStruct): Values {
  const words: number[] = [];
  const scalar = (component: string): number => {
    const next = words.length + 1;
    const value = component === "f32" ? next + 0.5 : component === "i32" ? -next : 2 ** 31 + next;
    float[0] = value;
    word[0] = value;
    words.push((component === "f32" ? floatBits[0] : word[0]) ?? 0);
    return value;
  };
  const valueOf = (type: GpuType): unknown => {
    switch (type.kind) {
      case "scalar":
        return scalar(type.component);
      case "vector":
        return list(type.size, () => scalar(type.component));
      case "matrix": {
        // A column of three components has a fourth one, which is padding.
        const padding = type.rows === 3 ? [0] : [];
        const column = (): readonly unknown[] => list(type.rows, () => scalar(type.component));
        return Array.from({ length: type.columns }, () => [...column(), ...padding]).flat();
      }
      case "array":
        return list(type.length === "rest" ? 2 : type.length, () => valueOf(type.element));
      case "struct":
        return recordOf(type.struct);
    }
  };
  const recordOf = ({ members }: GpuStruct): unknown =>
    Object.fromEntries(members.map(({ name, type }: GpuMember) => [name, valueOf(type)]));
  return { value: recordOf(struct), words };
}

function list(length: number, make: () => unknown): readonly unknown[] {
  return Array.from({ length }, make);
}
