/**
 * Text of what is one of several structs. A variant, told by a tag within it, is a union type and an
 * object with the methods that structs have; a select, told by an expression before it, is a field
 * of a struct, and an object that only the class of that struct uses. Both switch over the value.
 */
import type {
  CaseLayout,
  FieldLayout,
  FieldType,
  StructLayout,
  VariantLayout,
} from "../layout-types.js";
import { isPlain } from "../facts.js";
import { structsOf } from "../layout-cases.js";
import type { Cases } from "../layout-cases.js";
import { isBigint } from "../resolve.js";
import { openedRecord, readText } from "./access.js";
import { docText } from "./doc.js";
import { arrayText } from "./element-array.js";
import type { Imports } from "./imports.js";
import { emitSequence, isSequenced } from "./sequence.js";
import { lines } from "./text.js";
import { literalText } from "./value-text.js";

/** A field that is one of several structs. */
export type SelectLayout = FieldType & { readonly kind: "select" };

/** Returns the types and the object of a variant, and its sequence class. */
export function emitVariant(variant: VariantLayout, imports: Imports): string {
  const { name, size, tag } = variant;
  const structs = structsOf(variant);
  const bytes = imports.runtimeType("Bytes");
  const owner = JSON.stringify(name);
  const place = (partial: boolean): string => `${imports.runtime("placeOf")}(${owner}, ${partial})`;
  const doc = [
    variant.doc,
    `One of ${listOf(
      structs.map((each) => `{@link ${each.name}}`),
      "and",
    )}, told by \`${tag}\`.`,
  ];
  const values = valueTypes(variant, imports);
  const initTypes = valueTypes(variant, imports, "Partial");
  const sizeConstant =
    size === undefined
      ? `/** Size in bytes of the smallest, with all parts of dynamic length empty. */
  minimumSize: ${variant.minimumSize},`
      : `/** Size in bytes of each. */
  size: ${size},`;
  const rest = size === undefined ? "record.$size" : String(size);
  const error = variant.otherwise === undefined ? `, \`ValidityError\` for another \`${tag}\`` : "";
  const view =
    size === undefined
      ? `const view = ${imports.runtime("viewOf")}(bytes);
    const record = ${name}.viewAt(view, 0);
    if (record.$size !== view.byteLength) ${imports.runtime("throwSize")}(${owner}, "", 0, record.$size, view.byteLength, bytes);
    return record;`
      : `return ${name}.viewAt(${imports.runtime("viewOfExactly")}(bytes, ${owner}, ${size}), 0);`;
  const given = `value.${tag}`;
  const words = tagWords(variant, (value) => value);
  return `
${docText(doc.filter((each) => each !== undefined).join("\n\n"))}
export type ${name} = ${unionOf(structs.map((each) => imports.from(each.file, each.name)))};

${docText(`The fields of a {@link ${name}} as a plain object.`)}
export type ${name}Value = ${unionOf(values)};

${docText(`Opens, reads and writes {@link ${name}} records.`)}
export const ${name} = {
  ${sizeConstant}
  /** Alignment in bytes. */
  alignment: ${variant.alignment},

  /** Views the record that \`bytes\` holds, no more and no less. Throws \`SizeError\`${error}. */
  view(bytes: ${bytes}): ${name} {
    ${view}
  },

  /** Views the record at the start of \`bytes\`, and what is behind it. */
  viewPrefix(bytes: ${bytes}): [record: ${name}, rest: Uint8Array] {
    const record = ${name}.viewAt(${imports.runtime("viewOf")}(bytes), 0);
    return [record, ${imports.runtime("bytesBetween")}(bytes, ${rest}, bytes.byteLength)];
  },

  /** Views the record at \`offset\` of \`view\`, before \`end\`. Throws \`SizeError\`${error}. */
  viewAt(view: DataView, offset: number, end?: number): ${name} {
    const limit = end === undefined ? view.byteLength : Math.min(end, view.byteLength);
    if (!(offset >= 0 && offset + ${variant.minimumSize} <= limit)) ${imports.runtime("throwRoom")}(view, offset, limit, ${owner}, ${variant.minimumSize});
    const tag = ${readText(variant.tagType, variant.tagPosition, openedRecord, imports)};
    ${emitSwitch(
      variant,
      "tag",
      (struct) => `return ${open(struct, size !== undefined, "limit")};`,
      () => `return ${throwTag(variant, owner, "tag", tagWords(variant, numberOf), imports)}`,
    )}
  },

  /** Views the record that \`bytes\` holds and validates its contents. Throws for the first mistake. */
  parse(bytes: ${bytes}): ${name} {
    const record = ${name}.view(bytes);
    ${name}.$validate(record, ${place(false)}, ${imports.runtime("throwError")});
    return record;
  },

  /** Views the record that \`bytes\` holds, or returns every mistake in it. */
  safeParse(bytes: ${bytes}): ${imports.runtimeType("ParseResult")}<${name}> {
    return ${imports.runtime("parseSafely")}(() => ${name}.view(bytes), (record, report) => ${name}.$validate(record, ${place(false)}, report));
  },

  /** Returns a record over new memory: zero, but for constants and the fields of \`init\`. */
  create(init: ${unionOf(initTypes)}): ${name} {
    ${name}.$check(init, ${place(true)});
    return ${name}.$write(new DataView(new ArrayBuffer(${size ?? `${name}.sizeOf(init)`})), 0, init);
  },

  /** Copies the record that \`bytes\` holds into a plain object. */
  read(bytes: ${bytes}): ${name}Value {
    return ${name}.toObject(${name}.view(bytes));
  },

  /**
   * Copies a plain object over \`bytes\`, which must have the right size, and returns the record there.
   * Throws \`SizeError\` or \`ValidityError\`, and writes nothing, if the object does not fit.
   */
  write(bytes: ${bytes}, value: ${name}Value): ${name} {
    ${name}.$check(value, ${place(false)});
    const view = ${imports.runtime("viewOfExactly")}(bytes, ${owner}, ${size ?? `${name}.sizeOf(value)`});
    return ${name}.$write(view, 0, value);
  },
${size === undefined ? emitSizeOf(variant, imports) : ""}${emitOpeners(variant, imports)}
${emitVariantRecords(variant, imports)}
  /** Copies a record into a plain object. */
  toObject(record: ${name}): ${name}Value {
    ${emitInstances(structs, (struct) => `return ${struct.name}.toObject(record) as ${name}Value;`, false)}
  },

  /** Throws for the first field of \`value\` that does not fit. */
  $check(value: Partial<${name}Value> | undefined, place: ${imports.runtimeType("Place")}): void {
    ${imports.runtime("checkObject")}(place, value);
    ${variant.otherwise === undefined ? "" : `if (value.${tag} === undefined) ${throwTag(variant, "place", given, "a value", imports)}`}
    ${emitSwitch(
      variant,
      given,
      (struct) => `return ${struct.name}.$check(value as ${partialOf(struct, imports)}, place);`,
      () => `return ${throwTag(variant, "place", given, words, imports)}`,
      true,
    )}
  },

  /** Writes a value that was checked. */
  $write(view: DataView, offset: number, value: Partial<${name}Value>): ${name} {
    ${size !== undefined && variant.facts.hasPadding ? `${imports.runtime("bytesOf")}(view, offset, ${size}).fill(0);` : ""}
    ${emitSwitch(
      variant,
      given,
      (struct) =>
        `return ${struct.name}.$write(view, offset, value as ${partialOf(struct, imports)});`,
      () => `return ${throwTag(variant, owner, given, words, imports)}`,
      true,
    )}
  },

  /** Reports each field of \`record\` whose contents are not valid. */
  $validate(record: ${name}, place: ${imports.runtimeType("Place")}, report: ${imports.runtimeType("Report")}): void {
    ${emitInstances(validated(structs), (struct) => `${struct.name}.$validate(record, place, report);`)}
  },
};
${isSequenced(variant) ? emitSequence(variant, imports) : ""}
`;
}

/** Returns an expression for the values of a variant that are written where none are given. */
export function defaultValue(variant: VariantLayout): string {
  const value = variant.cases[0]?.value ?? 0;
  return `{ ${variant.tag}: ${literalText(value)} }`;
}

/** Returns the methods that compare records, and what reads the start of bytes. */
function emitVariantRecords(variant: VariantLayout, imports: Imports): string {
  const { name, size, tag } = variant;
  const bytes = imports.runtimeType("Bytes");
  const structs = structsOf(variant);
  const twins = emitTwins(structs);
  const compareTags = `return ${imports.runtime("compareValues")}(record.${tag}, other.${tag});`;
  const need =
    size === undefined
      ? `${imports.runtime("missingToOpen")}(bytes, () => ${name}.viewAt(${imports.runtime("viewOf")}(bytes), 0))`
      : `${imports.runtime("missingBytes")}(bytes, ${size})`;
  return `
  /** Returns how many bytes are missing at least until the record at the start of \`bytes\` is whole; 0 if it is. */
  need(bytes: ${bytes}): number {
    return ${need};
  },

  /** Copies the record at the start of \`bytes\` into a plain object; returns what is behind it too. */
  readPrefix(bytes: ${bytes}): [value: ${name}Value, rest: Uint8Array] {
    const [record, rest] = ${name}.viewPrefix(bytes);
    return [${name}.toObject(record), rest];
  },

  /** A validator of bytes for all that knows Standard Schema, version 1 (https://standardschema.dev). */
  get "~standard"(): ${imports.runtimeType("StandardProperties")}<${bytes}, ${name}> {
    return ${imports.runtime("standardProperties")}(${name}.safeParse);
  },

  /** Whether two records are of one struct and equal. */
  equals(record: ${name}, other: ${name}): boolean {
    ${emitEquals(structs)}
  },

  /** Returns -1, 0 or 1: the order of the tags, or that of two records of one struct. For \`sort\`. */
  compare(record: ${name}, other: ${name}): number {
    ${emitCompare(structs, compareTags)}
  },

  /** Returns a hash, FNV-1a of 32 bits, which is the same for records that are equal. */
  hash(record: ${name}): number {
    return ${name}.$hash(record, ${imports.runtime("hashBasis")});
  },

  /** Returns the state of a hash behind the bytes of a record. */
  $hash(record: ${name}, state: number): number {
    ${emitHash(structs, imports)}
  },
${
  size === undefined
    ? `
  /** Views a record with the lengths of \`record\` at \`offset\` of \`view\`. Checks nothing. */
  $twin(${parameter("record", name, twins)}, view: DataView, offset: number): ${name} {
    ${twins}
  },
`
    : ""
}`;
}

function emitEquals(structs: readonly StructLayout[]): string {
  return lines([
    ...structs.map(
      ({ name }) =>
        `if (record instanceof ${name}) return other instanceof ${name} && ${name}.equals(record, other);`,
    ),
    "return false;",
  ]);
}

function emitCompare(structs: readonly StructLayout[], otherwise: string): string {
  return lines([
    ...structs.map(
      ({ name }) =>
        `if (record instanceof ${name} && other instanceof ${name}) return ${name}.compare(record, other);`,
    ),
    otherwise,
  ]);
}

/** Returns the statements that hash a record; one without padding is nothing but its bytes. */
function emitHash(
  structs: readonly StructLayout[],
  imports: Imports,
  isLastChecked = false,
): string {
  return emitInstances(
    structs,
    ({ name, size, facts }) =>
      facts.hasPadding || facts.hasChosenOrder
        ? `return ${name}.$hash(record, state);`
        : `return ${imports.runtime("hashBytes")}(record, 0, ${size ?? "record.$size"}, state);`,
    isLastChecked,
  );
}

function emitTwins(structs: readonly StructLayout[]): string {
  return emitInstances(
    structs,
    ({ name, size }) =>
      size === undefined
        ? `return ${name}.$twin(record, view, offset);`
        : `return new ${name}(view, offset);`,
    false,
  );
}

function emitSizeOf(variant: VariantLayout, imports: Imports): string {
  const { name, tag } = variant;
  const given = `value.${tag}`;
  const words = tagWords(variant, (value) => value);
  return `
  /** Returns the size in bytes of a record with the fields of \`value\`. */
  sizeOf(value: Partial<${name}Value>): number {
    ${emitSwitch(
      variant,
      given,
      (struct) => `return ${givenSize(struct, `value as ${partialOf(struct, imports)}`)};`,
      () => `return ${throwTag(variant, JSON.stringify(name), given, words, imports)}`,
      true,
    )}
  },
`;
}

function emitOpeners(variant: VariantLayout, imports: Imports): string {
  const { name, size } = variant;
  const bytes = imports.runtimeType("Bytes");
  if (size === undefined) {
    if (!isSequenced(variant)) return "";
    return `
  /** Views the records that fill \`bytes\`. Each is opened, and may throw, when it is come to. */
  sequence(bytes: ${bytes}): ${name}Sequence {
    return new ${name}Sequence(${imports.runtime("viewOf")}(bytes), 0, bytes.byteLength);
  },
`;
  }
  const { typeName } = arrayText(
    {
      kind: "array",
      element: { kind: "variant", variant },
      elementSize: size,
      stride: size,
      length: { kind: "rest" },
      measure: "elements",
    },
    imports,
  );
  return `
  /**
   * Views the records that \`bytes\` holds. Throws \`SizeError\` unless they are \`count\`, or without a
   * \`count\` a whole number of records.
   */
  array(bytes: ${bytes}, count?: number): ${typeName} {
    const length = ${imports.runtime("countOf")}(bytes, ${JSON.stringify(name)}, ${size}, count);
    return new ${typeName}(${imports.runtime("viewOf")}(bytes), 0, length);
  },
`;
}

/** Returns the object that opens, checks and writes a field that is one of several structs. */
export function emitSelect(
  { name, bytesAfter }: FieldLayout,
  type: SelectLayout,
  struct: StructLayout,
  imports: Imports,
): string {
  const structs = structsOf(type);
  const records = structs.map((each) => imports.from(each.file, each.name));
  const hasBytes = type.otherwise?.kind === "bytes";
  const isComplete = type.otherwise?.kind === "struct";
  const isFixed = type.size !== undefined;
  const field = JSON.stringify(name);
  const owner = `${JSON.stringify(struct.name)}, ${field}`;
  const words = JSON.stringify(selectWords(type));
  const value = selectValueType(type, imports);
  const place = imports.runtimeType("Place");
  const run = "value as Uint8Array | undefined";
  const given = (each: StructLayout): string => `(value ?? {}) as ${partialOf(each, imports)}`;

  const openCases = emitSwitch(
    type,
    "tag",
    (each) => `return ${open(each, isFixed, "end")};`,
    () => "",
  );
  const tried = (): string => `try {
        ${openCases}
      } catch (error) {
        throw ${imports.runtime("errorWithin")}(error, ${owner}, start, ${bytesAfter});
      }`;
  const unknown = (): string =>
    hasBytes
      ? "return undefined;"
      : `return ${imports.runtime("throwValidity")}(${owner}, start, ${words}, tag);`;
  const opening = lines([isFixed ? openCases : tried(), isComplete ? "" : unknown()]);
  const sizing = isFixed
    ? ""
    : emitSwitch(
        type,
        "tag",
        (each) => `return ${givenSize(each, given(each))};`,
        () =>
          hasBytes
            ? `return (${run})?.length ?? length;`
            : `return ${imports.runtime("throwValidity")}(${owner}, 0, ${words}, tag);`,
      );
  const throwUnknown = (): string =>
    `${imports.runtime("throwValue")}(place, ${field}, start, ${words}, tag);`;
  const runLength = type.otherwise?.kind === "bytes" ? type.otherwise.length : undefined;
  const checkRun = (): string =>
    runLength?.kind === "expression"
      ? `return ${imports.runtime("checkPart")}(place, ${field}, start, ${run}, length, ${JSON.stringify(runLength.text)});`
      : `return ${imports.runtime("checkBytes")}(place, ${field}, start, ${run}, length);`;
  const checking = `const isThere = ${imports.runtime("isGiven")}(place, ${field}, start, value);
    ${emitSwitch(
      type,
      "tag",
      (each) =>
        `return ${each.name}.$check(${given(each)}, ${imports.runtime("placeWithin")}(place, ${field}, start, !isThere));`,
      () => (hasBytes ? checkRun() : `return ${throwUnknown()}`),
    )}`;
  const writing = emitSwitch(
    type,
    "tag",
    (each) => `return ${each.name}.$write(view, offset, ${given(each)});`,
    () =>
      hasBytes
        ? `if (value instanceof Uint8Array) ${imports.runtime("bytesOf")}(view, offset, value.length).set(value);
    return undefined;`
        : `return ${imports.runtime("throwValidity")}(${owner}, 0, ${words}, tag);`,
  );
  const copying = lines([
    emitInstances(structs, (each) => `return ${each.name}.toObject(record);`, hasBytes),
    hasBytes ? "return record.slice();" : "",
  ]);
  const validating = emitInstances(
    validated(structs),
    (each) => `${each.name}.$validate(record, place, report);`,
  );
  const report = imports.runtimeType("Report");
  const end = isFixed ? "" : `${parameter("end", "number", opening)}, `;
  const opened = unionOf(hasBytes ? [...records, "undefined"] : records);
  return `
const ${selectName(struct, name)} = {
  viewAt(tag: number, view: DataView, offset: number, ${end}${parameter("start", "number", opening)}): ${opened} {
    ${opening}
  },

${
  isFixed
    ? ""
    : `  sizeOf(tag: number, ${parameter("value", `${value} | undefined`, sizing)}, ${parameter("length", "number", sizing)}): number {
    ${sizing}
  },
`
}
  check(tag: number, value: ${value} | undefined, place: ${place}, start: number, ${parameter("length", "number", checking)}): void {
    ${checking}
  },

  write(tag: number, view: DataView, offset: number, value: ${value} | undefined): ${opened} {
    ${writing}
  },

  toObject(record: ${selectType(type, imports)}): ${value} {
    ${copying}
  },

${emitSelectComparison(type, imports)}
  validate(${parameter("record", selectType(type, imports), validating)}, ${parameter("place", place, validating)}, ${parameter("report", report, validating)}): void {
    ${validating}
  },
};
`;
}

/** Returns the methods that compare what a select is, and that copy it. */
function emitSelectComparison(type: SelectLayout, imports: Imports): string {
  const structs = structsOf(type);
  const typeName = selectType(type, imports);
  const records = unionOfRecords(type, imports);
  const twins = emitTwins(structs);
  const hasBytes = type.otherwise?.kind === "bytes";
  const isRun = "record instanceof Uint8Array && other instanceof Uint8Array";
  const compareRuns = hasBytes ? `${imports.runtime("compareBytes")}(record, other)` : "";
  const equals = hasBytes
    ? emitEquals(structs).replace(/return false;$/, `return ${isRun} && ${compareRuns} === 0;`)
    : emitEquals(structs);
  // Where fields before it are the same so is the struct.
  const compare = emitCompare(
    structs,
    hasBytes ? `return ${isRun} ? ${compareRuns} : 0;` : "return 0;",
  );
  const hash = (): string =>
    lines([
      emitHash(structs, imports, hasBytes),
      hasBytes
        ? `return ${imports.runtime("hashBytes")}({ $view: ${imports.runtime("viewOf")}(record), $offset: 0 }, 0, record.length, state);`
        : "",
    ]);
  const twin = `
  $twin(${parameter("record", records, twins)}, view: DataView, offset: number): ${records} {
    ${twins}
  },
`;
  const isCompared = structs.length > 0 && !isPlain(type);
  return `
  compare(record: ${typeName}, other: ${typeName}): number {
    ${compare}
  },
${
  isCompared
    ? `
  equals(record: ${typeName}, other: ${typeName}): boolean {
    ${equals}
  },

  $hash(record: ${typeName}, state: number): number {
    ${hash()}
  },
`
    : ""
}${type.size === undefined ? twin : ""}`;
}

/** The structs whose contents can be wrong. */
function validated(structs: readonly StructLayout[]): readonly StructLayout[] {
  return structs.filter(({ facts }) => !facts.acceptsAnyBytes);
}

/** Name of the object that opens a field which is one of several structs. */
export function selectName(struct: StructLayout, field: string): string {
  return `$${struct.name}$${field}`;
}

/** Returns the type of the records that a field which is one of several structs can be. */
export function unionOfRecords(type: SelectLayout, imports: Imports): string {
  return unionOf(structsOf(type).map((each) => imports.from(each.file, each.name)));
}

/** Returns the type of a field that is one of several structs. */
export function selectType(type: SelectLayout, imports: Imports): string {
  const records = unionOfRecords(type, imports);
  return type.otherwise?.kind === "bytes" ? `${records} | Uint8Array` : records;
}

/** Returns the type that a field which is one of several structs has in a plain object. */
export function selectValueType(type: SelectLayout, imports: Imports): string {
  const values = structsOf(type).map((each) =>
    imports.from(each.file, `${each.name}Value`, "type"),
  );
  return unionOf(type.otherwise?.kind === "bytes" ? [...values, "Uint8Array"] : values);
}

/** Returns the types of the values of a variant's cases, each with its tag. */
function valueTypes(variant: VariantLayout, imports: Imports, wrap = ""): readonly string[] {
  const { tag, tagType, otherwise } = variant;
  const typeOf = (struct: StructLayout, tagName: string): string => {
    const value = imports.from(struct.file, `${struct.name}Value`, "type");
    const wrapped = wrap === "" ? value : `${wrap}<${value}>`;
    return `(${wrapped} & { ${tag}: ${tagName} })`;
  };
  const others = otherwise === undefined ? [] : [otherwise.struct];
  return [
    ...variant.cases.map(({ struct, value }) => typeOf(struct, literalText(value))),
    ...others.map((struct) => typeOf(struct, isBigint(tagType) ? "bigint" : "number")),
  ];
}

/**
 * Returns a switch over the values of cases; `otherwise` stands for values without one. The values are
 * numbers as they are in the bytes, unless they are those of a plain object.
 */
function emitSwitch(
  cases: Cases,
  subject: string,
  statement: (struct: StructLayout) => string,
  otherwise: () => string,
  isOfObject = false,
): string {
  const labels = (struct: StructLayout): string =>
    cases.cases
      .filter((each) => each.struct === struct)
      .map(({ value }) => `case ${literalText(isOfObject ? value : numberOf(value))}:`)
      .join("\n");
  const other = cases.otherwise;
  const last = other?.kind === "struct" ? statement(other.struct) : otherwise();
  const structs = [...new Set(cases.cases.map(({ struct }) => struct))];
  return `switch (${subject}) {
    ${structs.map((struct) => `${labels(struct)}\n${statement(struct)}`).join("\n")}
    ${last === "" ? "" : `default:\n${last}`}
  }`;
}

function numberOf(value: number | bigint | boolean): number | bigint {
  return typeof value === "boolean" ? Number(value) : value;
}

/** Returns statements for a record of each struct; the last one is for what is left. */
function emitInstances(
  structs: readonly StructLayout[],
  statement: (struct: StructLayout) => string,
  isLastChecked = true,
): string {
  return lines(
    structs.map((struct, index) =>
      isLastChecked || index < structs.length - 1
        ? `if (record instanceof ${struct.name}) ${statement(struct)}`
        : statement(struct),
    ),
  );
}

/** Returns an expression that opens a record; one of fixed size is known to have room where all have. */
function open(struct: StructLayout, isFixed: boolean, limit: string): string {
  return isFixed
    ? `new ${struct.name}(view, offset)`
    : `${struct.name}.viewAt(view, offset, ${limit})`;
}

/** Returns an expression for the size in bytes of a value that is one of several. */
function givenSize({ name, size }: StructLayout, value: string): string {
  return size === undefined ? `${name}.sizeOf(${value})` : String(size);
}

function partialOf({ file, name }: StructLayout, imports: Imports): string {
  return `Partial<${imports.from(file, `${name}Value`, "type")}>`;
}

/** Returns the statement that throws for a tag; `owner` is a place, or the name of the variant. */
function throwTag(
  { tag, tagPosition }: VariantLayout,
  owner: string,
  got: string,
  expected: string,
  imports: Imports,
): string {
  const name = imports.runtime(owner === "place" ? "throwValue" : "throwValidity");
  return `${name}(${owner}, ${JSON.stringify(tag)}, ${tagPosition.bytes}, ${JSON.stringify(expected)}, ${got});`;
}

/** Returns how messages name the tags of a variant, each as `shown` turns it. */
function tagWords(
  { cases }: VariantLayout,
  shown: (value: CaseLayout["value"]) => CaseLayout["value"],
): string {
  return listOf(
    cases.map(({ value }) => String(shown(value))),
    "or",
  );
}

/** Returns how messages name the values that a select has cases for. */
function selectWords({ on, cases }: SelectLayout): string {
  return `${on.text} to be ${listOf(
    cases.map(({ value }) => String(value)),
    "or",
  )}`;
}

function listOf(items: readonly string[], conjunction: string): string {
  return items.length < 2
    ? items.join("")
    : `${items.slice(0, -1).join(", ")} ${conjunction} ${items.at(-1) ?? ""}`;
}

function unionOf(types: readonly string[]): string {
  return [...new Set(types)].join(" | ");
}

/** Returns a parameter, under a name that says so if `body` does not use it. */
function parameter(name: string, type: string, body: string): string {
  const code = body.replace(/"(?:[^"\\]|\\.)*"/g, '""');
  const isUsed = new RegExp(`(?<![.$\\w])${name}\\b`).test(code);
  return `${isUsed ? "" : "_"}${name}: ${type}`;
}
