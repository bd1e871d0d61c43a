/** Text of the static methods that copy records as they are. */
import type { FieldLayout, StructLayout } from "../layout-types.js";
import { offsetText } from "./access.js";
import type { RecordText } from "./access.js";
import { dynamicProperties, mayBeAbsent, recordProperty } from "./field.js";
import type { Imports } from "./imports.js";
import { selectName } from "./select-type.js";

/** A record that is copied, at its new place. */
const copiedRecord: RecordText = {
  view: "view",
  offset: "offset",
  anchor: (name) => `record.$${name}`,
  littleEndian: "record.$littleEndian",
};

/** Returns the text of `copyTo` and `clone`. */
export function emitCopies(struct: StructLayout, imports: Imports): string {
  const { name, size } = struct;
  const twin = (view: string): string =>
    size === undefined
      ? `${name}.$twin(record, ${view}, 0)`
      : `new ${name}(${view}, 0${struct.byteOrder === "runtime" ? ", record.$littleEndian" : ""})`;
  const over = `${imports.runtime("copyOver")}(record.$bytes, bytes, ${JSON.stringify(name)})`;
  return `
  /** Copies the bytes of \`record\` over \`bytes\`, and returns the record there. Throws \`SizeError\`. */
  static copyTo(record: ${name}, bytes: ${imports.runtimeType("Bytes")}): ${name} {
    return ${twin(over)};
  }

  /** Returns a record over new memory with the bytes of \`record\`. */
  static clone(record: ${name}): ${name} {
    return ${twin(`${imports.runtime("copyOfBytes")}(record.$bytes)`)};
  }
${size === undefined ? emitTwin(struct, imports) : ""}`;
}

/** A record keeps the lengths that it was opened with: its copy has the same, whatever the bytes say. */
function emitTwin(struct: StructLayout, imports: Imports): string {
  const { name } = struct;
  const dynamics = dynamicProperties(struct, imports).map((property) => {
    const field = struct.fields.find((each) => recordProperty(each.name) === property.name);
    const kept = `record.${property.name}`;
    const nested = field && twinsOf(field, struct, imports);
    if (field === undefined || nested === undefined) return kept;
    const twin = `${nested}.$twin(${kept}, view, ${offsetText(copiedRecord, field.position)})`;
    return mayBeAbsent(field) ? `${kept} && ${twin}` : twin;
  });
  const flag = struct.byteOrder === "runtime" ? [copiedRecord.littleEndian] : [];
  return `
  /** Views a record with the lengths of \`record\` at \`offset\` of \`view\`. Checks nothing. */
  static $twin(record: ${name}, view: DataView, offset: number): ${name} {
    return new ${name}(${["view", "offset", ...flag, ...dynamics].join(", ")});
  }
`;
}

/** Returns an expression for what views the twin of a nested record. */
function twinsOf(
  { name, type }: FieldLayout,
  struct: StructLayout,
  imports: Imports,
): string | undefined {
  switch (type.kind) {
    case "struct":
      return imports.from(type.struct.file, type.struct.name);
    case "variant":
      return imports.from(type.variant.file, type.variant.name);
    case "select":
      return selectName(struct, name);
    default:
      return undefined;
  }
}
