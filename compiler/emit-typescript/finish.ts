/** Text of what computes all fields that are computed, in a record and in what lies within it. */
import { containsComputed } from "../facts.js";
import type { ComputedLayout, FieldLayout, FieldType, StructLayout } from "../layout-types.js";
import { firstByteOf } from "../layout-size.js";
import { isBigint } from "../resolve.js";
import { integerRange } from "../scalars.js";
import { relativeText, thisRecord } from "./access.js";
import { assignChecksum, recordLeaves } from "./computed.js";
import { expressionText } from "./expression.js";
import type { Imports } from "./imports.js";
import { selectName } from "./select-type.js";
import { lines } from "./text.js";

/** Returns the text of `$finish`, which computes all that is computed. */
export function emitFinish(struct: StructLayout, imports: Imports): string {
  if (!struct.facts.hasComputed) return "";
  return `
  /**
   * Computes all fields that are computed, those of nested records first, and writes them. Throws
   * \`ValidityError\` if a field cannot hold its value.
   */
  $finish(): ${struct.name} {
    ${lines([
      ...struct.fields.map((field) => finishField(field, struct, imports)),
      ...struct.computed.map((each) => assignComputed(each, struct, imports)),
    ])}
    return this;
  }
`;
}

function assignComputed(computed: ComputedLayout, struct: StructLayout, imports: Imports): string {
  if (computed.kind === "checksum") {
    return assignChecksum(computed, struct, "this", thisRecord, imports);
  }
  const { field, type, expression } = computed;
  const kind = type.kind === "bits" ? type.interpretation : type.scalar.kind;
  if (kind !== "unsigned" && kind !== "signed") throw new Error(`${field.name} is no integer`);
  const width = type.kind === "bits" ? type.width : type.scalar.size * 8;
  const range = integerRange(kind, width);
  const safe = BigInt(Number.MAX_SAFE_INTEGER);
  const minimum = range.minimum < -safe ? -safe : range.minimum;
  const maximum = range.maximum > safe ? safe : range.maximum;
  const place = `${JSON.stringify(struct.name)}, ${JSON.stringify(field.name)}, ${relativeText(thisRecord, firstByteOf(type, field.position))}`;
  const leaves = recordLeaves(struct, thisRecord, imports);
  const value = `${imports.runtime("fitting")}(${expressionText(expression, leaves, imports)}, ${minimum}, ${maximum}, ${place})`;
  return `this.${field.name} = ${isBigint(type) ? `BigInt(${value})` : value};`;
}

/** Returns the statements that finish what lies within a field, if it is there. */
function finishField(
  { name, type, condition }: FieldLayout,
  struct: StructLayout,
  imports: Imports,
): string {
  if (!containsComputed(type)) return "";
  const finish = (accessed: string): string =>
    type.kind === "select"
      ? `${selectName(struct, name)}.$finish(${accessed});`
      : finishWithin(type, accessed, 0, imports);
  if (condition === undefined) return finish(`this.${name}`);
  return `{
    const part = this.${name};
    if (part !== undefined) { ${finish("part")} }
  }`;
}

function finishWithin(type: FieldType, accessed: string, depth: number, imports: Imports): string {
  if (!containsComputed(type)) return "";
  switch (type.kind) {
    case "struct":
      return `${accessed}.$finish();`;
    case "variant":
      return `${imports.from(type.variant.file, type.variant.name)}.$finish(${accessed});`;
    case "sequence": {
      const { kind, file, name } = type.element;
      const finish =
        kind === "variant" ? `${imports.from(file, name)}.$finish(each)` : "each.$finish()";
      return `for (const each of ${accessed}) ${finish};`;
    }
    case "array": {
      const suffix = depth === 0 ? "" : String(depth);
      const [array, index] = [`array${suffix}`, `index${suffix}`];
      return `{
        const ${array} = ${accessed};
        for (let ${index} = 0; ${index} < ${array}.length; ${index}++) {
          ${finishWithin(type.element, `${array}.at(${index})`, depth + 1, imports)}
        }
      }`;
    }
    default:
      throw new Error(`${type.kind} has no fields`);
  }
}
