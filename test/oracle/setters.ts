/** Uses every setter of a record once. */
import assert from "node:assert/strict";
import type { ArrayNode, BytesNode, NumberNode, StructNode, TextNode, Value } from "./bits.js";
import { writeNode } from "./bits.js";
import { decodeText } from "./codecs.js";
import { assertSameBytes } from "./compare.js";
import type { AnyArray, AnyRecord } from "./modules.js";
import { badTexts } from "./mistakes.js";
import { errorOf } from "./modules.js";
import { newValueFor } from "./random-number.js";
import type { Random } from "./random.js";
import { randomFitting } from "./texts.js";

/** Writes new values through every setter, and compares the whole buffer after each. */
export function setEverything(
  record: AnyRecord,
  struct: StructNode,
  all: Uint8Array,
  start: number,
  random: Random,
): void {
  /** Runs `set`, and `write` on the bytes of the record in a copy of the buffer. */
  const compare = (path: string, set: () => void, write: (bytes: Uint8Array) => void): void => {
    const wanted = all.slice();
    write(wanted.subarray(start));
    set();
    assertSameBytes(all, wanted, path);
  };
  const setNumber = (node: NumberNode, path: string, set: (value: Value) => void): void => {
    const value = newValueFor(node, random);
    compare(
      path,
      () => set(value),
      (bytes) => writeNode(node, bytes, value),
    );
  };
  const setBytes = (node: BytesNode, owner: AnyRecord, name: string): void => {
    if (node.text !== undefined) {
      const run = random.bytes(node.size);
      const text = decodeText(node.text, run);
      compare(
        name,
        () => Reflect.set(owner, name, text),
        (bytes) => bytes.set(run, node.offset),
      );
      const before = all.slice();
      const error = errorOf(() => Reflect.set(owner, name, `${text}x`));
      assert.deepEqual([error.name, error.path], ["ValidityError", name]);
      assertSameBytes(all, before, name);
      return;
    }
    const value = random.bytes(node.size);
    compare(
      name,
      () => Reflect.set(owner, name, value),
      (bytes) => bytes.set(value, node.offset),
    );
    const window = owner[name] as Uint8Array;
    assert.deepEqual(
      [window.buffer, window.byteOffset, window.length],
      [all.buffer, start + node.offset, node.size],
    );
    const before = all.slice();
    const long = random.bytes(node.size + 1);
    const error = errorOf(() => Reflect.set(owner, name, long));
    assert.deepEqual(
      [error.name, error.path, error.expected, error.got],
      ["SizeError", name, node.size, node.size + 1],
    );
    assertSameBytes(all, before, name);
  };
  /** Writes a text that fits, and then one that does not. */
  const setText = (node: TextNode, path: string, set: (value: unknown) => void): void => {
    const value = randomFitting(node, node.size, random);
    compare(
      path,
      () => set(value),
      (bytes) => writeNode(node, bytes, value),
    );
    const before = all.slice();
    const long = errorOf(() => set("x".repeat(node.size + 1)));
    assert.equal(long.name, "SizeError", path);
    for (const bad of badTexts(node, value)) {
      assert.equal(errorOf(() => set(bad)).name, "ValidityError", `${path} ${JSON.stringify(bad)}`);
    }
    assertSameBytes(all, before, path);
  };
  const setArray = (node: ArrayNode, array: AnyArray, name: string): void => {
    // A sequence is walked again each time, and lengths within it are about to change.
    const records = node.isSequence ? [...(array as Iterable<unknown>)] : [];
    for (const [index, element] of node.elements.entries()) {
      const path = `${name}[${index}]`;
      switch (element.kind) {
        case "struct":
          visit((records[index] ?? array.at(index)) as AnyRecord, element);
          if (!node.isSequence) {
            const room = element.choice?.room ?? element.size;
            const [from, to] = [start + element.offset, start + element.offset + room];
            const other = array.at((index + 1) % node.elements.length) as AnyRecord;
            const source = other.$bytes.slice();
            const before = all.slice(from, to);
            compare(
              path,
              () => array.setAt(index, other),
              (bytes) => {
                bytes.fill(0, element.offset, element.offset + room);
                bytes.set(source, element.offset);
              },
            );
            all.set(before, from);
          }
          break;
        case "array":
          setArray(element, array.at(index) as AnyArray, path);
          break;
        case "bytes": {
          const value = random.bytes(element.size);
          const given = element.text === undefined ? value : decodeText(element.text, value);
          compare(
            path,
            () => array.setAt(index, given),
            (bytes) => bytes.set(value, element.offset),
          );
          const error = errorOf(() => array.setAt(index, random.bytes(element.size + 1)));
          const wanted = element.text === undefined ? "SizeError" : "ValidityError";
          assert.deepEqual([error.name, error.path], [wanted, `[${index}]`]);
          break;
        }
        case "text":
          setText(element, `[${index}]`, (value) => array.setAt(index, value));
          break;
        case "absent":
          throw new Error("an element is always there");
        case "number":
          if (element.constant !== undefined) break;
          setNumber(element, path, (value) => {
            if (node.native === undefined) array.setAt(index, value);
            else Reflect.set(array, index, value);
          });
      }
    }
  };
  const setStruct = (node: StructNode, owner: AnyRecord, name: string): void => {
    const nested = owner[name] as AnyRecord;
    const Class = nested.constructor as unknown as {
      new (view: DataView, offset: number, littleEndian: unknown): AnyRecord;
      readonly size?: number;
    };
    const isSelect = node.choice?.kind === "select";
    // Of a select there can be other cases, which have a setter.
    if (isSelect && Class.size === undefined) return;
    if (node.isDynamic && !isSelect) {
      assert.equal(Reflect.set(owner, name, nested), false, `${name} has no setter`);
      return;
    }
    const source = random.bytes(node.size + 3);
    const other = new Class(new DataView(source.buffer), 3, nested["$littleEndian"]);
    const room = node.choice?.room ?? node.size;
    const before = all.slice(start + node.offset, start + node.offset + room);
    compare(
      name,
      () => Reflect.set(owner, name, other),
      (bytes) => {
        // What is behind a select is left alone, as its case stays the same.
        if (!isSelect) bytes.fill(0, node.offset, node.offset + room);
        bytes.set(source.subarray(3), node.offset);
      },
    );
    all.set(before, start + node.offset);
    if (!isSelect) return;
    const error = errorOf(() => Reflect.set(owner, name, source));
    assert.deepEqual([error.name, error.path, error.got], ["ValidityError", name, "bytes"]);
    assertSameBytes(all.slice(start + node.offset, start + node.offset + room), before, name);
  };
  /** What has a setter where it is there refuses a value where it is not. */
  const setAbsent = (owner: AnyRecord, name: string): void => {
    const prototype: unknown = Object.getPrototypeOf(owner);
    const hasSetter = Object.getOwnPropertyDescriptor(prototype, name)?.set !== undefined;
    const before = all.slice();
    if (hasSetter) {
      const error = errorOf(() => Reflect.set(owner, name, 1));
      assert.deepEqual([error.name, error.path], ["ValidityError", name]);
    } else assert.equal(Reflect.set(owner, name, 1), false, `${name} has no setter`);
    assertSameBytes(all, before, name);
  };
  const visit = (owner: AnyRecord, within: StructNode): void => {
    for (const { name, node } of within.fields) {
      switch (node.kind) {
        case "number":
          // Another tag makes another struct of what is there.
          if (node.isTag === true && node.constant === undefined) break;
          if (node.constant === undefined) {
            setNumber(node, name, (value) => Reflect.set(owner, name, value));
          } else {
            assert.equal(Reflect.set(owner, name, node.constant), false, `${name} has no setter`);
          }
          break;
        case "bytes":
          setBytes(node, owner, name);
          break;
        case "text":
          setText(node, name, (value) => Reflect.set(owner, name, value));
          break;
        case "absent":
          setAbsent(owner, name);
          break;
        case "array":
          setArray(node, owner[name] as AnyArray, name);
          break;
        case "struct":
          setStruct(node, owner, name);
          visit(owner[name] as AnyRecord, node);
      }
    }
  };
  visit(record, struct);
}
