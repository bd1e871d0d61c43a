/** Text of what validates the contents of a record. A struct that accepts any bytes gets none of it. */
import { acceptsAnyBytes } from "../facts.js";
import { findsOrder } from "../layout-order.js";
import type { FieldType, Position, RecordLayout, StructLayout } from "../layout-types.js";
import { offsetText, readText } from "./access.js";
import type { RecordText } from "./access.js";
import { validateRecord } from "./computed.js";
import type { ArrayLayout } from "./element-array.js";
import { isThereText } from "./field.js";
import { orderErrorText } from "./found-order.js";
import { flagsValidateText } from "./flags.js";
import { contentText, contentWords } from "./magic.js";
import type { Imports } from "./imports.js";
import { methodText } from "./method.js";
import { orderText } from "./open.js";
import { validateSequence } from "./sequence.js";
import { lines, sum } from "./text.js";
import { placeText } from "./value.js";
import { isValue, valueText } from "./value-text.js";
import { selectName } from "./select-type.js";
import { wrappedValidateText } from "./wrapped.js";

/** A record as a static method sees it that is given one. */
const givenRecord: RecordText = {
  view: "record.$view",
  offset: "record.$offset",
  anchor: (name) => `record.$${name}`,
  littleEndian: "record.$littleEndian",
};

/** Returns the text of `parse`, `safeParse` and what they rest on. */
export function emitValidation(struct: StructLayout, imports: Imports): string {
  const validate = (): string =>
    struct.facts.acceptsAnyBytes ? "" : emitValidate(struct, imports);
  return `${emitParse(struct, imports)}${imports.ifHeld("validation", validate)}`;
}

/** Returns the text of `parse` and `safeParse`. */
export function emitParse(record: RecordLayout, imports: Imports): string {
  const { name, facts } = record;
  const bytes = imports.runtimeType("Bytes");
  const order = orderText(record, imports);
  const { start, end } = methodText(record);
  const hasSlice = record.kind === "struct" && record.slice !== undefined;
  const count = hasSlice ? ", count?: number" : "";
  const open = `${name}.view(bytes${order.argument}${hasSlice ? ", count" : ""})`;
  const place = (): string => `${imports.runtime("placeOf")}(${JSON.stringify(name)}, false)`;
  const what = facts.acceptsAnyBytes
    ? "Any contents are valid: the same as `view`."
    : "Views the record that `bytes` holds and validates its contents. Throws for the first mistake.";
  const parse = (): string => `
  /** ${what} */
  ${start}parse(bytes: ${bytes}${order.parameter}${count}): ${name} {
    ${
      facts.acceptsAnyBytes
        ? `return ${open};`
        : `const record = ${open};
    ${name}.$validate(record, ${place()}, ${imports.runtime("throwError")});
    return record;`
    }
  }${end}
`;
  const validate = (): string =>
    facts.acceptsAnyBytes
      ? ""
      : `, (record, report) => ${name}.$validate(record, ${place()}, report)`;
  const safeParse = (): string => `
  /** Views the record that \`bytes\` holds, or returns every mistake in it. */
  ${start}safeParse(bytes: ${bytes}${order.parameter}${count}): ${imports.runtimeType("ParseResult")}<${name}> {
    return ${imports.runtime("parseSafely")}(() => ${open}${validate()});
  }${end}
`;
  return `${imports.ifHeld("validation", parse)}${imports.ifHeld("standardSchema", safeParse)}`;
}

function emitValidate(struct: StructLayout, imports: Imports): string {
  const statements = struct.fields
    .filter(({ type }) => !acceptsAnyBytes(type))
    .map(({ name, type, position, condition }) => {
      const offset = placeText(type, position, givenRecord);
      const owner = { place: "place", name: JSON.stringify(name), offset };
      const accessed = `record.${name}${condition === undefined ? "" : "!"}`;
      const text =
        type.kind === "select"
          ? validateSelect(name, struct, owner, imports)
          : validateText(type, accessed, owner, position, givenRecord, 0, imports);
      return condition === undefined
        ? text
        : `if (${isThereText(name, position, givenRecord)}) ${text}`;
    });
  return `
  /** Reports each field of \`record\` whose contents are not valid. */
  static $validate(record: ${struct.name}, place: ${imports.runtimeType("Place")}, report: ${imports.runtimeType("Report")}): void {
    ${lines([...statements, ...validateRecord(struct, givenRecord, imports)])}
  }
`;
}

/** Expressions for the place of what contains a value, its name in there, and its offset in there. */
interface Owner {
  readonly place: string;
  readonly name: string;
  readonly offset: string;
}

function validateText(
  type: FieldType,
  accessed: string,
  owner: Owner,
  position: Position,
  record: RecordText,
  depth: number,
  imports: Imports,
): string {
  if (isValue(type)) {
    const text = valueText(type, imports);
    if (text.validity === undefined) return "";
    const value = `value${depth}`;
    const { isValid, expected } = text.validity;
    return `{
      const ${value} = ${readText(text.number, position, record, imports)};
      if (!(${isValid(value)})) report(${imports.runtime("invalid")}(${ownerText(owner)}, ${expected}, ${value}));
    }`;
  }
  switch (type.kind) {
    case "flags":
      return flagsValidateText(type, position, record, ownerText(owner), `value${depth}`, imports);
    case "wrapped":
      return wrappedValidateText(type, position, record, owner, imports);
    case "bytes": {
      if (type.content === undefined) return "";
      const value = `value${depth}`;
      const start = offsetText(record, position);
      return `{
        const ${value} = ${imports.runtime("bytesOf")}(${record.view}, ${start}, ${type.content.length});
        if (!${imports.runtime("hasContent")}(${value}, ${contentText(type.content)})) {
          report(${imports.runtime("invalid")}(${ownerText(owner)}, ${JSON.stringify(contentWords(type.content))}, new ${imports.runtime("Hex")}(${value})));
        }
      }`;
    }
    case "text":
      return `${imports.runtime("reportText")}(${ownerText(owner)}, ${accessed}, report);`;
    case "struct": {
      const { struct } = type;
      const validate = (): string =>
        `${struct.name}.$validate(${accessed}, ${imports.runtime("placeWithin")}(${ownerText(owner)}), report);`;
      if (!findsOrder(struct) || struct.size === undefined) return validate();
      // The accessor throws where the fields say neither order.
      const place = { path: owner.name, offset: owner.offset };
      const error = orderErrorText(struct, record, position, place, imports);
      const otherwise = struct.facts.acceptsAnyBytes ? "" : ` else ${validate()}`;
      return `if (${struct.name}.$orderAt(${record.view}, ${offsetText(record, position)}) === undefined) {
        report(${imports.runtime("invalid")}(${owner.place}, ${error}));
      }${otherwise}`;
    }
    case "variant": {
      const within = `${imports.runtime("placeWithin")}(${ownerText(owner)})`;
      const open = `${imports.runtime("openReported")}(() => ${accessed}, ${owner.place}, report)`;
      return `{
        const each = ${open};
        if (each !== undefined) ${type.variant.name}.$validate(each, ${within}, report);
      }`;
    }
    case "select":
      throw new Error("a select is a field");
    case "array":
      return validateArray(type, accessed, owner, depth, imports);
    case "sequence":
      return validateSequence(type, accessed, ownerText(owner), imports);
  }
}

function validateSelect(
  name: string,
  struct: StructLayout,
  owner: Owner,
  imports: Imports,
): string {
  const open = `${imports.runtime("openReported")}(() => record.${name}, place, report)`;
  const within = `${imports.runtime("placeWithin")}(${ownerText(owner)})`;
  return `{
    const each = ${open};
    if (each !== undefined) ${selectName(struct, name)}.validate(each, ${within}, report);
  }`;
}

function ownerText({ place, name, offset }: Owner): string {
  return `${place}, ${name}, ${offset}`;
}

function validateArray(
  type: ArrayLayout,
  accessed: string,
  owner: Owner,
  depth: number,
  imports: Imports,
): string {
  const { element, stride } = type;
  const suffix = depth === 0 ? "" : String(depth);
  const [array, index, elements] = [`array${suffix}`, `index${suffix}`, `elements${suffix}`];
  const step = stride === 1 ? index : `${index} * ${stride}`;
  // Elements are read in the view of their array, from its own offset on.
  const record: RecordText = {
    ...givenRecord,
    view: `${array}.$view`,
    offset: sum(`${array}.$offset`, step),
  };
  const inner = { place: elements, name: `\`[\${${index}}]\``, offset: step };
  const start: Position = { after: undefined, bytes: 0 };
  const each = validateText(
    element,
    `${array}.at(${index})`,
    inner,
    start,
    record,
    depth + 1,
    imports,
  );
  return `{
    const ${array} = ${accessed};
    const ${elements} = ${imports.runtime("placeOfElements")}(${ownerText(owner)});
    for (let ${index} = 0; ${index} < ${array}.length; ${index}++) { ${each} }
  }`;
}
