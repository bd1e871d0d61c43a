/** What `console.log` shows of a record in Node, and in what does as Node does. */
import { LayoutError } from "./errors.js";
import { fieldsOf, hexOf, isInPlace } from "./members.js";

const method: symbol = Symbol.for("nodejs.util.inspect.custom");

/** Most bytes of a run that are shown. */
const shownBytes = 16;

/** Most elements of an array that are shown: fewer than Node shows. */
const shownElements = 64;

/**
 * Gives the records of a class the method that Node shows them with: the name of the class and its
 * fields with their values. Of a field whose contents are not valid it shows what the error says.
 *
 * Classes call it for a static property: a member with a computed name would have no isolated
 * declarations, and bundlers would keep the class where nobody uses it.
 */
export function inspectable(Class: { readonly prototype: object }): true {
  Object.defineProperty(Class.prototype, method, { value: show, configurable: true });
  return true;
}

function show(this: object): object {
  return shownRecord(this);
}

/** Returns an object that Node shows as one of the same class, with its fields as properties. */
function shownRecord(record: object): object {
  const shown: object = Object.create(Object.getPrototypeOf(record));
  Object.defineProperty(shown, method, { value: undefined });
  for (const name of fieldsOf(record)) {
    const value = shownOf(() => Reflect.get(record, name));
    Object.defineProperty(shown, name, { value, enumerable: true });
  }
  return shown;
}

/** Returns what is shown for a value. */
function shownOf(read: () => unknown): unknown {
  try {
    const value = read();
    if (value instanceof Uint8Array) return new Words(bytesWords(value));
    const isElements = typeof value === "object" && value !== null && isArray(value);
    return isElements ? elementsOf(value) : value;
  } catch (error) {
    if (!(error instanceof LayoutError)) throw error;
    return new Words(`<${error.name}: expected ${error.expected}, got ${error.got}>`);
  }
}

function elementsOf(array: ShownArray): readonly unknown[] {
  const { length } = array;
  const elements = Array.from({ length: Math.min(length, shownElements) }, (_, index) =>
    shownOf(() => array.at(index)),
  );
  return length > shownElements
    ? [...elements, new Words(`... ${length - shownElements} more`)]
    : elements;
}

interface ShownArray {
  readonly length: number;
  at(index: number): unknown;
}

/** A record has no iterator, and fields of any name. */
function isArray(value: object): value is ShownArray {
  return isInPlace(value) && Symbol.iterator in value && "length" in value && "at" in value;
}

function bytesWords(bytes: Uint8Array): string {
  const digits = hexOf(bytes.subarray(0, shownBytes)).replace(/..(?!$)/g, "$& ");
  const more = bytes.length > shownBytes ? " ..." : "";
  return `<${bytes.length} ${bytes.length === 1 ? "byte" : "bytes"}${digits === "" ? "" : `: ${digits}${more}`}>`;
}

/** Is shown as it is, without quotes. */
class Words {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
    Object.defineProperty(this, method, { value: (): string => this.#text });
  }
}
