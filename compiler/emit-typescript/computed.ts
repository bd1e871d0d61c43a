/**
 * Text of fields whose values come from the rest of their record, of checks, and of what is reserved.
 * Expressions are evaluated on a record here, on a plain object in `value.ts`.
 */
import type { ComputedLayout, NumericLayout, Position, StructLayout } from "../layout-types.js";
import { leavesOf } from "../layout-computed.js";
import { firstByteOf } from "../layout-size.js";
import { endAnchor } from "../names.js";
import { isBigint } from "../resolve.js";
import { offsetText, openedRecord, readText, relativeText, sizeText } from "./access.js";
import type { RecordText } from "./access.js";
import { conditionText, expressionText } from "./expression.js";
import type { Leaves } from "./expression.js";
import type { Imports } from "./imports.js";
import { sequenceText } from "./sequence.js";
import { lines, sum } from "./text.js";

type ChecksumLayout = ComputedLayout & { readonly kind: "checksum" };

/** Whether what is read as this number is a `bigint` in the bytes. */
export function isWide(type: NumericLayout): boolean {
  return type.kind === "bits" ? isBigint(type) : type.scalar.typeName === "bigint";
}

/** Returns an expression for the number that a field has in an expression: booleans are 0 and 1. */
export function operandText(type: NumericLayout, read: string): string {
  return type.kind === "scalar" && type.scalar.kind === "boolean" ? `${read} !== 0 ? 1 : 0` : read;
}

/** Returns how expressions read a record. */
export function recordLeaves(struct: StructLayout, record: RecordText, imports: Imports): Leaves {
  return {
    field: ({ type, position }) => {
      const read = readText(type, position, record, imports);
      return isWide(type) ? `${imports.runtime("exactNumber")}(${read})` : operandText(type, read);
    },
    measure: ({ measure, field }) => {
      if (field === undefined) return sizeText(struct, record);
      const size = differenceText(
        record.anchor(endAnchor(field.name)),
        relativeText(record, field.position),
      );
      const { type } = field;
      if (measure === "count" && type.kind === "sequence") {
        const sequence = sequenceText(type, record, field.position, size, imports);
        return `${imports.runtime("countOfSequence")}(${sequence})`;
      }
      return measure === "count" && type.kind === "array" && type.stride > 1
        ? `(${size}) / ${type.stride}`
        : size;
    },
    mayBeUnknown: ({ type }) => isWide(type),
  };
}

function differenceText(end: string, start: string): string {
  if (start === "0") return end;
  return start.includes(" ") ? `${end} - (${start})` : `${end} - ${start}`;
}

/** Returns the statements that compare what is computed and reserved, and try the checks. */
export function validateRecord(
  struct: StructLayout,
  record: RecordText,
  imports: Imports,
): readonly string[] {
  const leaves = recordLeaves(struct, record, imports);
  const report = (name: string, position: Position, expected: string, got: string): string => {
    const owner = `place, ${JSON.stringify(name)}, ${relativeText(record, position)}`;
    return `report(${imports.runtime("invalid")}(${owner}, ${expected}, ${got}));`;
  };
  const reserved = struct.reserved.map(({ name, position, type }) => {
    if (type.kind === "bytes") {
      const start = offsetText(record, position);
      const got = `new ${imports.runtime("Hex")}(${imports.runtime("bytesOf")}(${record.view}, ${start}, ${type.size}))`;
      const words = JSON.stringify("zero");
      return `if (!${imports.runtime("isZero")}(${record.view}, ${start}, ${type.size})) ${report(name, position, words, got)}`;
    }
    const at = firstByteOf(type, position);
    return `{
      const value = ${readText(type, position, record, imports)};
      if (value !== ${zeroOf(type)}) ${report(name, at, "0", "value")}
    }`;
  });
  const computed = struct.computed.map((each) => {
    const { field, type } = each;
    const read = readText(type, field.position, record, imports);
    const isWideValue = isWide(type);
    const expected =
      each.kind === "expression"
        ? expressionText(each.expression, leaves, imports)
        : checksumText(each, struct, record, imports, true);
    const got =
      isWideValue && each.kind === "expression"
        ? `${imports.runtime("exactNumber")}(value)`
        : "value";
    return `{
      const value = ${read};
      const expected = ${expected};
      if (${got} !== expected) ${report(field.name, firstByteOf(type, field.position), "expected", "value")}
    }`;
  });
  const checks = checkTexts(struct, leaves, imports).map(
    ({ condition, error }) => `if (!(${condition})) report(${error});`,
  );
  return [...reserved, ...computed, ...checks];
}

/** Returns, for each check, an expression for whether it passes, and one for the error if not. */
export function checkTexts(
  struct: StructLayout,
  leaves: Leaves,
  imports: Imports,
): readonly { readonly condition: string; readonly error: string }[] {
  return struct.checks.map(({ rule, expression }) => {
    const shown = new Map(
      leavesOf(expression).map((leaf): readonly [string, string] => {
        if (leaf.kind === "field") return [leaf.path.join("."), leaves.field(leaf)];
        if (leaf.kind !== "measure") throw new Error(`${leaf.kind} is no leaf`);
        return [`${leaf.measure}(${leaf.field?.name ?? ""})`, leaves.measure(leaf)];
      }),
    );
    const values = [...shown].map(([name, text]) => `${name} = \${${text}}`).join(", ");
    const got = shown.size === 0 ? `"0"` : `\`${values}\``;
    return {
      condition: conditionText(expression, leaves, imports),
      error: `${imports.runtime("broken")}(place, ${JSON.stringify(rule)}, ${got})`,
    };
  });
}

/** Returns the statements that put checksums in place which a value does not give. */
export function writeChecksums(struct: StructLayout, imports: Imports): string {
  return lines(
    checksumsOf(struct).map(
      (each) => `if (value.${each.field.name} === undefined) {
        ${assignChecksum(each, struct, "record", openedRecord, imports)}
      }`,
    ),
  );
}

/**
 * Returns the statements that put a checksum in place. Its own bytes count as zero, so they are made zero
 * first.
 */
export function assignChecksum(
  checksum: ChecksumLayout,
  struct: StructLayout,
  owner: "this" | "record",
  record: RecordText,
  imports: Imports,
): string {
  const accessor = `${owner}.${checksum.field.name}`;
  return lines([
    checksum.coversItself ? `${accessor} = ${zeroOf(checksum.type)};` : "",
    `${accessor} = ${checksumText(checksum, struct, record, imports, false)};`,
  ]);
}

/** Returns an expression for a checksum, over a copy where its own bytes may be other than zero. */
function checksumText(
  { field, type, algorithm, start, end, coversItself }: ChecksumLayout,
  struct: StructLayout,
  record: RecordText,
  imports: Imports,
  mayBeSet: boolean,
): string {
  const from = relativeText(record, start);
  const to = end === undefined ? sizeText(struct, record) : relativeText(record, end);
  const length = differenceText(to, from);
  const at = offsetText(record, start);
  const own = differenceText(relativeText(record, field.position), from);
  const covered =
    mayBeSet && coversItself
      ? `${imports.runtime("bytesWithout")}(${record.view}, ${at}, ${length}, ${own}, ${sum(own, String(type.scalar.size))})`
      : `${imports.runtime("bytesOf")}(${record.view}, ${at}, ${length})`;
  if (typeof algorithm === "string") {
    const called = `${imports.runtime(algorithm)}(${covered})`;
    return isBigint(type) ? `BigInt(${called})` : called;
  }
  const called = `${imports.module(algorithm.from, algorithm.name)}(${covered})`;
  return `${isBigint(type) ? "BigInt" : "Number"}(${called})`;
}

/** Returns the checksums of a struct, in their order. */
export function checksumsOf({ computed }: StructLayout): readonly ChecksumLayout[] {
  return computed.filter((each) => each.kind === "checksum");
}

function zeroOf(type: NumericLayout): string {
  return isBigint(type) ? "0n" : "0";
}
