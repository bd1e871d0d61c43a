/**
 * Random structs, compiled, against a model that reads and writes single bits. `STRUCTVIEW_SEED`
 * repeats a run.
 */
import assert from "node:assert/strict";
import { beforeAll, describe, expect, test } from "vitest";
import { compareArrays, compareOrder } from "./arrays.js";
import type { Node, StructNode, Value } from "./bits.js";
import { readBack, readNode, writeNode } from "./bits.js";
import {
  cases,
  everyCase,
  makeCases,
  scrambled,
  seed,
  structCount,
  structsWanted,
  unloadable,
} from "./cases.js";
import { assertSameBytes, compareError, compareRecord } from "./compare.js";
import { compareOpening } from "./openings.js";
import {
  compareBrokenTexts,
  compareComputed,
  compareInvalid,
  compareParsing,
  compareReserved,
  mistakesIn,
} from "./mistakes.js";
import { Misfit } from "./model.js";
import {
  compareComparison,
  compareCopies,
  compareEquality,
  compareJson,
  compareNeed,
  compareOrders,
  comparePrefixSuffix,
} from "./record-api.js";
import type { AnyParser, AnyRecord, RecordError } from "./modules.js";
import { errorOf, windowOf } from "./modules.js";
import { scalars } from "./random-schema.js";
import { compareMutated, compareSequence } from "./mutated.js";
import { setEverything } from "./setters.js";
import { encode } from "./texts.js";

beforeAll(makeCases, 60_000);

describe("random structs", () => {
  test("every module that is generated for them can be loaded", () => {
    const [first] = [...unloadable].sort(
      (a, b) => JSON.stringify(a.schema.document).length - JSON.stringify(b.schema.document).length,
    );
    if (first === undefined) return;
    throw new Error(
      `${unloadable.length} cannot; the smallest, with STRUCTVIEW_SEED=${seed}:\n` +
        `${JSON.stringify(first.schema.document)}\n${String(first.error.cause)}`,
    );
  });

  test("are at least two thousand, and nearly all have a value", () => {
    expect(structCount).toBeGreaterThanOrEqual(structsWanted);
    expect(new Set(cases.map(({ Class }) => Class)).size).toBeGreaterThan(structCount * 0.95);
  });

  test("every kind of field, every depth and every byte order occurs", () => {
    const seen = new Set<string>();
    // Names of structs whose fields tell the byte order, of the document that is looked at.
    let tells: ReadonlySet<string> = new Set();
    const visit = (node: Node, depth: number, isWithinSequence = false): void => {
      switch (node.kind) {
        case "number": {
          const checked = node.isChecked ? "checked " : "";
          seen.add(`${checked}${node.format} of ${node.bits.length} bits`);
          if (node.constant !== undefined) seen.add("constant");
          if (node.isComputed === true) seen.add("computed");
          if (node.nonZero !== undefined) seen.add(`nonzero, ${node.nonZero}`);
          if (node.codec !== undefined) seen.add(`codec ${node.codec.kind}`);
          if (node.flags !== undefined) {
            seen.add(node.flags.open === true ? "open flags" : "closed flags");
          }
          if (node.enumeration !== undefined) {
            seen.add(node.enumeration.open === true ? "open enumeration" : "closed enumeration");
          }
          break;
        }
        case "bytes":
          if (node.choice !== undefined) seen.add("bytes of a select");
          seen.add(node.isDynamic ? "dynamic bytes" : "bytes");
          if (node.text !== undefined) seen.add(`codec ${node.text}`);
          break;
        case "text": {
          const { encoding, ending } = node;
          const end = typeof ending === "number" ? "filled" : ending;
          seen.add(`${node.isDynamic ? "dynamic " : ""}${encoding} text, ${end}`);
          break;
        }
        case "array":
          seen.add(`array of ${node.of === "number" ? node.label : node.of}`);
          seen.add(node.isDynamic ? "dynamic array" : "array");
          if (node.elements.some((each) => each.kind === "struct" && each.isUnion)) {
            seen.add("array of union");
          }
          if (node.isSequence) {
            const told = node.isRest ? "rest" : node.isInBytes ? "bytes" : "counted";
            seen.add(`sequence, ${told}`);
            if (isWithinSequence) seen.add("sequence in a sequence");
          } else if (node.isInBytes) seen.add("array told in bytes");
          if (node.elements.some((each) => each.kind === "struct" && tells.has(each.name))) {
            seen.add(
              `${node.isSequence ? "dynamic " : ""}element whose field tells its byte order`,
            );
          }
          if (node.typed !== undefined) seen.add(`typed ${node.typed.name}`);
          for (const element of node.elements) {
            visit(element, depth, isWithinSequence || node.isSequence);
          }
          break;
        case "absent":
          seen.add("absent");
          break;
        case "struct":
          if (node.choice !== undefined) {
            const { kind, room, hasOther } = node.choice;
            seen.add(
              `${room === undefined ? "" : "fixed "}${kind}${hasOther ? ", otherwise" : ""}`,
            );
          } else seen.add(`depth ${depth}${node.isDynamic ? ", dynamic" : ""}`);
          for (const { bits } of node.reserved) {
            seen.add(bits.length % 8 === 0 ? "reserved bytes" : "reserved bits");
          }
          for (const prefix of node.prefixes) seen.add(`prefix of ${prefix.node.bits.length} bits`);
          if (node.isUnion) seen.add(depth === 0 ? "union" : "union within");
          if (node.isUnion && node.fields.some((each) => isUnion(each.node))) {
            seen.add("union in a union");
          }
          for (const field of node.fields) visit(field.node, depth + 1, isWithinSequence);
      }
    };
    for (const { node, schema, name } of cases) {
      const { model } = schema;
      tells = new Set(model.structNames.filter((struct) => model.findsOrder(struct)));
      visit(node, 0);
      seen.add(`byte order ${model.findsOrder(name) ? "that a field tells" : model.orderOf(name)}`);
      for (const { unit } of model.struct(name).fields) {
        if (unit !== undefined) seen.add(`unit ${unit.base.split(".")[0]}`);
      }
      seen.add(`rules ${model.struct(name).rules ?? "packed"}`);
      seen.add(`alignment ${model.alignmentOf(name)}`);
      if (model.takesRest(name)) seen.add("rest");
      if (model.hasPadding(name)) seen.add("padding");
      if (model.sliceOf(name) !== undefined) seen.add("array at the end");
      if (model.alignsParts(name)) {
        seen.add(`parts aligned, rules ${model.struct(name).rules ?? "packed"}`);
      }
    }
    const wanted = [
      ...[...Array.from({ length: 64 }, (_, index) => index + 1), 128].flatMap((width) =>
        ["unsigned", "signed"].map((format) => `${format} of ${width} bits`),
      ),
      ...[56, 64, 128].flatMap((width) =>
        ["unsigned", "signed"].map((format) => `checked ${format} of ${width} bits`),
      ),
      ...[16, 32, 64].map((width) => `float of ${width} bits`),
      "bfloat of 16 bits",
      "strict of 1 bits",
      "strict of 8 bits",
      "lenient of 8 bits",
      "character of 32 bits",
      "constant",
      "computed",
      "nonzero, required",
      "nonzero, optional",
      "open flags",
      "closed flags",
      ...["date", "scaled", "fixedPoint", "uuid", "ipv4Address", "ipv6Address", "macAddress"].map(
        (codec) => `codec ${codec}`,
      ),
      "open enumeration",
      "closed enumeration",
      "bytes",
      "dynamic bytes",
      "bytes of a select",
      ...["", "fixed "].flatMap((fixed) =>
        ["variant", "select"].flatMap((kind) =>
          ["", ", otherwise"].map((other) => `${fixed}${kind}${other}`),
        ),
      ),
      "array",
      "dynamic array",
      "array at the end",
      ...["utf8", "ascii", "latin1", "utf16"].flatMap((encoding) => [
        ...["full", "zero", "filled"].map((end) => `${encoding} text, ${end}`),
        ...["full", "zero", "filled", "terminator"].map(
          (end) => `dynamic ${encoding} text, ${end}`,
        ),
        `array of text`,
      ]),
      ...[8, 16, 24, 32, 40, 48, 56, 64, 128].map((width) => `prefix of ${width} bits`),
      "array told in bytes",
      ...["counted", "bytes", "rest"].map((told) => `sequence, ${told}`),
      "sequence in a sequence",
      "absent",
      ...[8, 16, 24, 32, 40, 48, 56, 64, 128].map((width) => `unit u${width}`),
      ...["c", "packed"].map((rules) => `parts aligned, rules ${rules}`),
      "rest",
      "padding",
      "union",
      "union within",
      "union in a union",
      "array of union",
      ...["struct", "array", "bytes", "Open", "Closed", "nonzero", "constant", ...scalars].map(
        (element) => `array of ${element}`,
      ),
      ...["Uint16", "Int16", "Uint32", "Int32", "BigUint64", "BigInt64", "Float32", "Float64"].map(
        (name) => `typed ${name}Array`,
      ),
      ...[1, 2, 3, 4].flatMap((depth) => [`depth ${depth}`, `depth ${depth}, dynamic`]),
      ...["big", "little", "runtime", "native", "that a field tells"].map(
        (order) => `byte order ${order}`,
      ),
      ...["", "dynamic "].map((size) => `${size}element whose field tells its byte order`),
      ...["bits", "bytes"].map((what) => `reserved ${what}`),
      ...["c", "packed"].map((rules) => `rules ${rules}`),
      ...[1, 2, 4, 8, 16].map((alignment) => `alignment ${alignment}`),
    ];
    expect(wanted.filter((what) => !seen.has(what))).toEqual([]);
  });

  test("the constants say the size and the alignment", () => {
    everyCase(({ Class, node, schema, name }) => {
      assert.equal(Class.size, node.isDynamic ? undefined : node.size);
      assert.equal(
        Class.minimumSize,
        node.isDynamic ? schema.model.minimumSize(name) : Class.minimumSize,
      );
      assert.equal(Class.alignment, schema.model.alignmentOf(name));
    });
  });

  test("native byte order is that of the machine", () => {
    const native = cases.filter(({ schema, name }) => schema.model.orderOf(name) === "native");
    expect(native.length).toBeGreaterThan(0);
    const machine = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? "little" : "big";
    expect(new Set(native.map(({ order }) => order))).toEqual(new Set([machine]));
  });

  test("an array at the end takes as many elements as it is told, or as fit", () => {
    everyCase((each) => {
      const { Class, node, orderArgument, random } = each;
      const slice = each.schema.model.sliceOf(each.name);
      if (slice === undefined) return;
      const count = (each.value[slice.name] as readonly Value[]).length;
      assert.equal(Class.sizeOf?.(count), node.size);
      const window = windowOf(each.bytes, 3, 40);
      compareRecord(Class.view(window.bytes, ...orderArgument, count), node, each.bytes);
      const behind = random.integer(0, 40);
      const long = window.all.subarray(window.start, window.start + node.size + behind);
      const [record, rest] = Class.viewPrefix(long, ...orderArgument, count);
      compareRecord(record, node, each.bytes);
      assert.deepEqual([rest.byteOffset, rest.length], [window.start + node.size, behind]);
      const other = windowOf(Buffer.concat([random.bytes(behind), each.bytes]));
      const [before, last] = Class.viewSuffix(other.bytes, ...orderArgument, count);
      compareRecord(last, node, each.bytes);
      assert.deepEqual([before.byteOffset, before.length], [other.start, behind]);

      const size = Class.sizeOf?.(count + 20) ?? 0;
      const error = errorOf(() => Class.view(window.bytes, ...orderArgument, count + 20));
      assert.deepEqual([error.name, error.path, error.needed], ["SizeError", slice.name, size]);
      for (const bad of [-1, 0.5, NaN]) {
        const refused = errorOf(() => Class.view(window.bytes, ...orderArgument, bad));
        assert.equal(refused.name, "ValidityError");
      }
    });
  });

  test("parse and safeParse accept what is valid", () => {
    everyCase((each) => compareParsing(each, each.Class as unknown as AnyParser, scrambled(each)));
  });

  test("every getter returns what the bits say", () => {
    everyCase((each) => {
      const window = windowOf(scrambled(each), 1 + 2 * each.random.integer(0, 8));
      const before = window.all.slice();
      const record = each.Class.view(window.bytes, ...each.orderArgument);
      compareRecord(record, each.node, window.bytes);
      assert.deepEqual(
        each.Class.toObject(record),
        readNode(each.node, window.bytes),
        "toObject returns all values",
      );
      assert.deepEqual(
        [record.$bytes.buffer, record.$bytes.byteOffset, record.$bytes.length],
        [window.all.buffer, window.start, each.node.size],
      );
      if (each.node.isDynamic) assert.equal(record.$size, each.node.size);
      assertSameBytes(window.all, before, "reading changes nothing");
    });
  });

  test("every setter changes the bits of its field and no others", () => {
    everyCase((each) => {
      const window = windowOf(scrambled(each), 1 + 2 * each.random.integer(0, 8));
      const record = each.Class.view(window.bytes, ...each.orderArgument);
      setEverything(record, each.node, window.all, window.start, each.random);
    });
  });

  test("what write puts there is what the model writes, and read returns it", () => {
    everyCase((each) => {
      const window = windowOf(each.random.bytes(each.node.size), 5);
      const wanted = window.all.slice();
      wanted.set(each.bytes, window.start);
      const record = each.Class.write(window.bytes, each.value, ...each.orderArgument);
      assertSameBytes(window.all, wanted, "write");
      compareRecord(record, each.node, window.bytes);
      assert.deepEqual(
        each.Class.read(window.bytes, ...each.orderArgument),
        readBack(each.node, each.bytes, each.value),
      );
      if (each.node.isDynamic) assert.equal(each.Class.sizeOf?.(each.value), each.node.size);
    });
  });

  test("the bytes of a union, written back, are the same, and a member leaves zero behind it", () => {
    everyCase((each) => {
      if (!each.node.isUnion) return;
      const { Class, node, orderArgument, random } = each;
      const bytes = random.bytes(node.size);
      const window = windowOf(random.bytes(node.size), 3);
      const wanted = window.all.slice();
      wanted.set(bytes, window.start);
      const record = Class.write(window.bytes, bytes, ...orderArgument);
      assertSameBytes(window.all, wanted, "write");
      assertSameBytes(record.$bytes, bytes, "the record");
      assert.deepEqual(Class.read(window.bytes, ...orderArgument), bytes);
      Class.write(window.bytes, each.value, ...orderArgument);
      assertSameBytes(window.bytes, each.bytes, "one member");
    });
  });

  test("write needs no constants and nothing that is computed, and puts it there itself", () => {
    everyCase((each) => {
      const window = windowOf(each.random.bytes(each.node.size));
      const value = withoutConstants(each.node, each.value);
      each.Class.write(window.bytes, value, ...each.orderArgument);
      assertSameBytes(window.bytes, each.bytes, "write");
    });
  });

  test("write refuses bytes of another length and changes none", () => {
    everyCase((each) => {
      for (const difference of [-1, 1]) {
        const window = windowOf(each.random.bytes(Math.max(0, each.node.size + difference)));
        if (window.bytes.length === each.node.size) continue;
        const before = window.all.slice();
        const error = errorOf(() =>
          each.Class.write(window.bytes, each.value, ...each.orderArgument),
        );
        compareError(error, {
          name: "SizeError",
          struct: each.name,
          path: "",
          offset: 0,
          expected: each.node.size,
          got: window.bytes.length,
          needed: each.node.size,
        });
        assertSameBytes(window.all, before, "write");
      }
    });
  });

  test("create makes a record of new memory with the bytes of the value", () => {
    everyCase((each) => {
      const record = each.Class.create(...each.orderArgument, each.value);
      assertSameBytes(record.$bytes, each.bytes, "create");
      compareRecord(record, each.node, each.bytes);
    });
  });

  test("create leaves zero, or the constant, where init says nothing", () => {
    everyCase((each) => {
      const { model } = each.schema;
      if (each.node.isUnion) {
        const wanted = new Uint8Array(each.node.size);
        assertSameBytes(each.Class.create(...each.orderArgument).$bytes, wanted, "create");
        return;
      }
      // A case that is left out has to tell its byte order, and nothing does not.
      if (model.selectsTeller(each.name)) return;
      const tags = model.tagsOf(each.name);
      const kept = Object.entries(each.value).filter(
        ([name]) => tags.has(name) || each.random.chance(0.5),
      );
      for (const init of [{}, Object.fromEntries(kept)]) {
        const create = (): AnyRecord => each.Class.create(...each.orderArgument, init);
        let node: StructNode;
        try {
          node = model.placeValue(each.name, each.order, init);
          if (hasOtherLength(node, init)) throw new Misfit("size", [], 0, 0);
        } catch (error) {
          assert(error instanceof Misfit);
          assert.match(errorOf(create).name, /^(Size|Validity)Error$/);
          continue;
        }
        const bytes = new Uint8Array(node.size);
        writeNode(node, bytes, init);
        assertSameBytes(create().$bytes, bytes, "create");
      }
    });
  });

  test("openers give windows at the right place, and what is left of the bytes", () => {
    everyCase((each) => {
      const { Class, node, orderArgument } = each;
      const { size } = node;
      const takesRest = each.schema.model.takesRest(each.name);
      const behind = takesRest ? 0 : each.random.integer(0, 9);
      const long = new Uint8Array(size + behind).fill(0x5a);
      long.set(each.bytes);
      const window = windowOf(long, 1 + 2 * each.random.integer(0, 8));
      const [record, rest] = Class.viewPrefix(window.bytes, ...orderArgument);
      compareRecord(record, node, window.bytes);
      assert.deepEqual(
        [rest.buffer, rest.byteOffset, rest.length],
        [window.all.buffer, window.start + size, behind],
      );

      const view = new DataView(window.all.buffer);
      const end = window.start + long.length;
      const at = Class.viewAt(view, window.start, ...orderArgument, end);
      compareRecord(at, node, window.bytes);
      for (const [offset, limit] of [
        [-1, undefined],
        [view.byteLength + 1, undefined],
        [window.start, window.start - 1],
      ] as const) {
        const error = errorOf(() => Class.viewAt(view, offset, ...orderArgument, limit));
        assert.equal(error.name, "SizeError");
      }

      if (!node.isDynamic) {
        const suffix = new Uint8Array(size + behind).fill(0x5a);
        suffix.set(each.bytes, behind);
        const other = windowOf(suffix);
        const [before, last] = Class.viewSuffix(other.bytes, ...orderArgument);
        compareRecord(last, node, other.bytes.subarray(behind));
        assert.deepEqual(
          [before.buffer, before.byteOffset, before.length],
          [other.all.buffer, other.start, behind],
        );
      }
      // A plain buffer, a shared one, other views.
      const shared = new SharedArrayBuffer(size);
      new Uint8Array(shared).set(each.bytes);
      for (const source of [
        each.bytes.slice().buffer,
        shared,
        new DataView(window.all.buffer, window.start, size),
        new Int8Array(window.all.buffer, window.start, size),
        Buffer.from(each.bytes),
      ]) {
        compareRecord(Class.view(source, ...orderArgument), node, each.bytes);
      }
    });
  });

  test("bytes that are too few or too many give a SizeError with the right numbers", () => {
    everyCase((each) => {
      const { size } = each.node;
      const lengths = [0, size - 1, size + 1, each.random.integer(0, size + 8)];
      for (const length of lengths) compareOpening(each, length, (path) => path.length < 2);
    });
  });

  test("bytes that end within a nested part say how many the whole record needs", () => {
    everyCase((each) => {
      const nests = each.node.fields.some(
        ({ node }) =>
          (node.kind === "struct" && node.isDynamic) || (node.kind === "array" && node.isSequence),
      );
      if (!nests) return;
      const { size } = each.node;
      const lengths = Array.from({ length: Math.min(size + 1, 24) }, (_, index) =>
        size < 24 ? index : each.random.integer(0, size),
      );
      for (const length of lengths) compareOpening(each, length, (path) => path.length >= 2);
    });
  });

  test("a reader that waits for the bytes needed always gets its record", () => {
    everyCase((each) => {
      let length = 0;
      for (let tries = 0; ; tries++) {
        try {
          const bytes = each.bytes.subarray(0, length);
          const record = each.Class.view(bytes, ...each.orderArgument);
          // What takes the rest is content with less.
          if (!each.schema.model.takesRest(each.name)) {
            compareRecord(record, each.node, each.bytes);
          }
          break;
        } catch (error) {
          const { needed } = error as RecordError;
          if (needed === undefined) throw error;
          assert(needed > length, `needs ${needed} bytes, has ${length}`);
          assert(needed <= each.node.size, `needs ${needed} bytes of ${each.node.size}`);
          length = needed;
        }
      }
    });
  });

  test("need says how many bytes are missing, wherever the record is cut off", () => {
    everyCase(compareNeed);
  });

  test("values are read and written at both ends of bytes", () => everyCase(comparePrefixSuffix));

  test("a copy has the same bytes, lengths and byte order, in memory of its own", () => {
    everyCase(compareCopies);
  });

  test("records are equal, and have one hash, if all bits of fields are, whatever the padding", () => {
    everyCase(compareEquality);
  });

  test("records of one value are equal in both byte orders", () => everyCase(compareOrders));

  test("records are in the order of their values", () => everyCase(compareComparison));

  test("JSON has the values of all fields", () => everyCase(compareJson));

  test("lengths and conditions that say something else give other places, or an error", () => {
    everyCase(compareMutated);
  });

  test("sequences return each record, and fail where they end within one", () => {
    everyCase(compareSequence);
  });

  test("arrays return the record at each index, by index, iterator and cursor", () => {
    everyCase((each) => {
      const { Class, node, orderArgument, random } = each;
      if (node.isDynamic) return;
      const count = random.integer(0, 4);
      const records = Array.from({ length: count }, () => scrambled(each));
      const window = windowOf(Buffer.concat(records), 1 + 2 * random.integer(0, 8));
      const array = Class.array(window.bytes, ...orderArgument);
      assert.equal(array.length, count);
      assert.equal(Class.array(window.bytes, ...orderArgument, count).length, count);
      const iterated = [...(array as Iterable<unknown>)] as AnyRecord[];
      assert.equal(iterated.length, count);
      const cursor = array.cursor();
      for (const [index, bytes] of records.entries()) {
        compareRecord(array.at(index) as AnyRecord, node, bytes);
        compareRecord(iterated[index], node, bytes);
        assert.equal(cursor.next(), true);
        assert.equal(cursor.index, index);
        compareRecord(cursor.record, node, bytes);
      }
      assert.equal(cursor.next(), false);
      assert.equal(cursor.next(), false);
      for (const [index, bytes] of [...records.entries()].reverse()) {
        assert.equal(cursor.seek(index), cursor.record);
        compareRecord(cursor.record, node, bytes);
      }
      for (const index of [-1 - count, count, count + 1, 0.5, Infinity, NaN]) {
        for (const run of [() => array.at(index), () => cursor.seek(index)]) {
          const error = errorOf(run);
          assert.deepEqual([error.name, error.got], ["IndexError", index]);
        }
      }
      for (const [length, wanted] of [
        [count * node.size + 1, undefined],
        [count * node.size, count + 1],
        [(count + 1) * node.size, count],
      ] as const) {
        if (wanted === undefined && node.size === 1) continue;
        const bytes = new Uint8Array(length);
        const error = errorOf(() => Class.array(bytes, ...orderArgument, wanted));
        const expected = (wanted ?? count + 1) * node.size;
        assert.deepEqual(
          [error.name, error.expected, error.got, error.needed],
          ["SizeError", expected, length, expected],
        );
      }
    });
  });

  test("arrays, their windows and their columns lie over the records", () => {
    everyCase((each) => {
      if (!each.node.isDynamic) compareArrays(each);
    });
  });

  test("arrays are put in the order of a field as plain arrays are, and searched likewise", () => {
    everyCase((each) => {
      if (!each.node.isDynamic) compareOrder(each);
    });
  });

  test("a closed enumeration or a constant over other bits throws a ValidityError", () => {
    everyCase((each) => compareInvalid(each, false));
  });

  test("that ValidityError has the offset of the first byte that the bits lie in", () => {
    everyCase((each) => compareInvalid(each, true));
  });

  test("a text that breaks its encoding is told by its getter and by parse", () => {
    everyCase(compareBrokenTexts);
  });

  test("what is computed and differs is told by parse, and $finish makes it right", () => {
    everyCase(compareComputed);
  });

  test("what is reserved and not zero is told by parse", () => everyCase(compareReserved));

  test("write refuses a value with one mistake and changes no byte", () => {
    everyCase((each) => {
      for (const mistake of mistakesIn(each.node, each.value, "", each.random)) {
        const window = windowOf(each.random.bytes(each.node.size));
        const before = window.all.slice();
        const shown = `${mistake.path} = ${typeof mistake.bad} ${String(mistake.bad)}`;
        let error: RecordError;
        try {
          error = errorOf(() =>
            each.Class.write(window.bytes, mistake.value, ...each.orderArgument),
          );
        } catch (other) {
          throw new Error(shown, { cause: other });
        }
        assert.equal(error.name, mistake.error, shown);
        assert.equal(error.struct, each.name, shown);
        if (mistake.isExact) assert.equal(error.path, mistake.path, shown);
        assertSameBytes(window.all, before, shown);
      }
    });
  });
});

function withoutConstants(node: Node, value: Value): unknown {
  if (node.kind === "array" && !["number", "bytes", "text"].includes(node.of)) {
    return (value as readonly Value[]).map((each, index) => {
      const element = node.elements[index];
      return element === undefined ? each : withoutConstants(element, each);
    });
  }
  // A constant that is the member of a union says which member it is.
  if (node.kind !== "struct" || node.isUnion) return value;
  const given = value as { readonly [name: string]: Value };
  return Object.fromEntries(
    node.fields
      .filter(({ node: each }) => {
        if (each.kind !== "number" || each.isComputed === true) return each.kind !== "number";
        return each.constant === undefined || each.isTag === true;
      })
      .map((field) => [field.name, withoutConstants(field.node, given[field.name] as Value)]),
  );
}

function isUnion(node: Node): boolean {
  return node.kind === "struct" && node.isUnion;
}

/** Whether a part that is given has another length than its expression says. */
function hasOtherLength(node: StructNode, value: { readonly [name: string]: Value }): boolean {
  return node.fields.some((field) => {
    const given = value[field.name] as { readonly length: number } | undefined;
    const { node: part } = field;
    if (given === undefined) return false;
    if (part.kind === "bytes" && part.text !== undefined) return false;
    if (part.kind === "absent") return true;
    if (part.kind === "bytes") return given.length !== part.size;
    if (part.kind === "text") {
      const size = encode(value[field.name] as string, part).length;
      if (part.ending === "terminator") return false;
      return part.ending === "full" ? size !== part.size : size > part.size;
    }
    return part.kind === "array" && given.length !== part.elements.length;
  });
}
