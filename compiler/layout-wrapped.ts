/** Part of stage 5: which types a codec can be laid over, and whether it makes a value of all of them. */
import { areDates, textSizes } from "./codec.js";
import type { Codec, ModuleFile } from "./codec.js";
import type { FieldType, NumericLayout, WrappedBase } from "./layout-types.js";
import { isBigint } from "./resolve.js";
import { integerRange } from "./scalars.js";

/** Returns what the base of a codec has to be, where it is something else; else the base. */
export function wrappedBaseOf(
  codec: Codec<ModuleFile>,
  base: FieldType,
): { readonly base: WrappedBase } | { readonly wanted: string } {
  switch (codec.kind) {
    case "module":
      return canBeWrapped(base)
        ? { base }
        : { wanted: "a number, an enumeration, or a run of bytes of fixed length" };
    case "date":
      return isNumber(base) ? { base } : { wanted: "an integer or a float" };
    case "scaled":
      return isNumber(base) && !isBigint(base)
        ? { base }
        : { wanted: "a number that is no bigint in TypeScript" };
    case "uuid":
    case "ipv4Address":
    case "ipv6Address":
    case "macAddress": {
      const size = textSizes[codec.kind];
      const isFit =
        base.kind === "bytes" && base.length.kind === "fixed" && base.length.value === size;
      return isFit && base.content === undefined ? { base } : { wanted: `bytes(${size})` };
    }
  }
}

/** Whether a codec makes a value of whatever is valid below it. */
export function isTotal(codec: Codec<ModuleFile>, base: WrappedBase): boolean {
  if (codec.kind === "module") return false;
  if (codec.kind !== "date") return true;
  if (!isNumber(base)) return false;
  const kind = kindOf(base);
  if (kind !== "unsigned" && kind !== "signed") return false;
  const width = base.kind === "bits" ? base.width : base.scalar.size * 8;
  const { minimum, maximum } = integerRange(kind, width);
  return areDates(codec, minimum, maximum);
}

function canBeWrapped(type: FieldType): type is WrappedBase {
  switch (type.kind) {
    case "bytes":
      return type.length.kind === "fixed" && type.content === undefined;
    case "constant":
    case "struct":
    case "variant":
    case "select":
    case "array":
    case "sequence":
    case "text":
    case "flags":
    case "wrapped":
      return false;
    case "scalar":
    case "bits":
    case "enumeration":
    case "nonzero":
      return true;
  }
}

function isNumber(type: FieldType): type is NumericLayout {
  return (
    (type.kind === "scalar" || type.kind === "bits") &&
    ["unsigned", "signed", "float"].includes(kindOf(type))
  );
}

function kindOf(type: NumericLayout): string {
  return type.kind === "bits" ? type.interpretation : type.scalar.kind;
}
