/** Text of the methods that make records, and copy between bytes and plain objects. */
import { isToldOrder } from "../layout-order.js";
import type { RecordLayout } from "../layout-types.js";
import type { Imports } from "./imports.js";
import { methodText } from "./method.js";
import { orderText } from "./open.js";

/** Returns the text of `create`, `read` and `write`. `init` is the last parameter of `create`. */
export function emitReadWrite(record: RecordLayout, init: string, imports: Imports): string {
  const { name, size } = record;
  const value = `${name}Value`;
  const bytes = imports.runtimeType("Bytes");
  const order = orderText(record, imports);
  const { start, end } = methodText(record);
  const first = isToldOrder(record) ? `${order.parameter.slice(2)}, ` : "";
  const hasSlice = record.kind === "struct" && record.slice !== undefined;
  const [parameter, argument] = hasSlice ? [", count?: number", ", count"] : ["", ""];
  const sizeOf = (given: string): string =>
    size === undefined ? `${name}.sizeOf(${given})` : String(size);
  const check = (given: string, partial: boolean): string =>
    `${name}.$check(${given}, ${imports.runtime("placeOf")}(${JSON.stringify(name)}, ${partial}));`;
  const create = (): string => `
  /** Returns a record over new memory: zero, but for constants and the fields of \`init\`. */
  ${start}create(${first}${init}): ${name} {
    ${check("init", true)}
    return ${name}.$write(new DataView(new ArrayBuffer(${sizeOf("init")})), 0${order.flag}, init);
  }${end}
`;
  const read = (): string => `
  /** Copies the record that \`bytes\` holds into a plain object. */
  ${start}read(bytes: ${bytes}${order.parameter}${parameter}): ${value} {
    return ${name}.toObject(${name}.view(bytes${order.argument}${argument}));
  }${end}
`;
  const write = (): string => `
  /**
   * Copies a plain object over \`bytes\`, which must have the right size, and returns the record there.
   * Throws \`SizeError\` or \`ValidityError\`, and writes nothing, if the object does not fit.
   */
  ${start}write(bytes: ${bytes}, value: ${value}${order.parameter}): ${name} {
    ${check("value", false)}
    const view = ${imports.runtime("viewOfExactly")}(bytes, ${JSON.stringify(name)}, ${sizeOf("value")});
    return ${name}.$write(view, 0${order.flag}, value);
  }${end}
`;
  return `${imports.ifHeld("writing", create)}${imports.ifHeld("objects", read)}${imports.ifHeld("writing", write)}`;
}
