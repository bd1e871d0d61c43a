/** The random structs, compiled and loaded, each with a value. */
import assert from "node:assert/strict";
import type { Node, StructNode, Value } from "./bits.js";
import { mayBeInvalid, writeBits, writeNode } from "./bits.js";
import { fixedSchemas } from "./fixed-schemas.js";
import type { Order } from "./document.js";
import { Misfit } from "./model.js";
import type { Model } from "./model.js";
import type { AnyClass, AnyModule } from "./modules.js";
import { emit, importTexts, ordersOf } from "./modules.js";
import type { RandomSchema } from "./random-schema.js";
import { randomSchema } from "./random-schema.js";
import { randomValue } from "./random-value.js";
import { Random } from "./random.js";
import { newValueFor } from "./random-number.js";
import { randomFitting } from "./texts.js";

/** Repeats a run. */
export const seed: number = Number(
  process.env["STRUCTVIEW_SEED"] ?? Math.floor(Math.random() * 2 ** 32),
);
/** How many structs there are at least. */
export const structsWanted = 2_000;

/** A struct in a byte order, with a value for it. */
export interface Case {
  readonly schema: RandomSchema;
  readonly text: string;
  readonly name: string;
  readonly order: Order;
  /** The byte order where it is an argument. */
  readonly orderArgument: readonly Order[];
  readonly Class: AnyClass;
  readonly value: { readonly [name: string]: Value };
  /** Where everything lies. */
  readonly node: StructNode;
  /** The bytes of the value. */
  readonly bytes: Uint8Array;
  readonly random: Random;
}

/** A case for each struct, in each byte order that it is opened in. */
export const cases: Case[] = [];
/** Documents whose module does not load. */
export const unloadable: { readonly schema: RandomSchema; readonly error: Error }[] = [];
/** Number of structs in the modules that are loaded. */
export let structCount = 0;

/** Fills the lists above. */
export async function makeCases(): Promise<void> {
  process.stdout.write(`STRUCTVIEW_SEED=${seed}\n`);
  const random = new Random(seed);
  const schemas: { readonly schema: RandomSchema; readonly text: string }[] = [];
  const first = fixedSchemas();
  for (let count = 0; count < structsWanted + 100;) {
    const schema = first[schemas.length] ?? randomSchema(random);
    try {
      schemas.push({ schema, text: emit(schema.document) });
    } catch (error) {
      throw new Error(`STRUCTVIEW_SEED=${seed}: ${JSON.stringify(schema.document)}`, {
        cause: error,
      });
    }
    count += schema.model.structNames.length;
  }
  const modules = await importTexts(
    schemas.map(({ text }) => text),
    `random-${process.pid}`,
  );
  for (const [index, { schema, text }] of schemas.entries()) {
    const { model } = schema;
    const module = modules[index];
    assert(module !== undefined);
    if (module instanceof Error) {
      unloadable.push({ schema, error: module });
      continue;
    }
    for (const name of model.structNames) {
      const Class = (module as AnyModule)[name];
      assert(Class !== undefined, `the module exports ${name}`);
      structCount++;
      const declared = model.orderOf(name);
      for (const order of ordersOf(declared)) {
        const given = randomValue(schema, name, random);
        if (given === undefined) continue;
        const value = filled(schema, name, order, given);
        if (value === undefined) continue;
        const node = model.placeValue(name, order, value);
        const bytes = new Uint8Array(node.size);
        writeNode(node, bytes, value);
        const orderArgument = model.isTold(name) ? [order] : [];
        const own = new Random(random.bits32());
        cases.push({
          schema,
          text,
          name,
          order,
          orderArgument,
          Class,
          value,
          node,
          bytes,
          random: own,
        });
      }
    }
  }
}

/**
 * Adds as many elements or bytes to what takes the rest as there is room for in the padding behind it:
 * bytes do not say that there are fewer.
 */
function filled(
  { model }: RandomSchema,
  name: string,
  order: Order,
  value: { readonly [name: string]: Value },
): { readonly [name: string]: Value } | undefined {
  const { fields } = model.struct(name);
  const taker = fields.at(-1);
  if (taker === undefined || !model.takesRest(name) || model.alignmentOf(name) === 1) return value;
  const node = model.placeValue(name, order, value);
  const bytes = new Uint8Array(node.size);
  writeNode(node, bytes, value);
  const last = lastOf(model, name, order, bytes);
  // Padding that would be an element need not say its byte order.
  if (last === "none") return undefined;
  const given = value[taker.name];
  if (last?.kind === "bytes") {
    const filling = new Uint8Array(last.size);
    filling.set(given as Uint8Array);
    return { ...value, [taker.name]: filling };
  }
  if (last?.kind !== "array" || last.isSequence) return value;
  const elements = given as readonly Value[] | Uint8Array | Int8Array;
  if (elements.length === 0 && last.elements.length > 0) return undefined;
  const more = Array.from(last.elements, (_, index) => elements[index] ?? elements[0]);
  if (elements instanceof Uint8Array) {
    return { ...value, [taker.name]: Uint8Array.from(more as number[]) };
  }
  if (elements instanceof Int8Array) {
    return { ...value, [taker.name]: Int8Array.from(more as number[]) };
  }
  return { ...value, [taker.name]: more as Value[] };
}

/** Runs a check on every case, and tells of the first that fails, and how many do. */
export function everyCase(check: (each: Case) => void): void {
  const failures: { readonly each: Case; readonly error: unknown }[] = [];
  for (const each of cases) {
    try {
      check(each);
    } catch (error) {
      failures.push({ each, error });
    }
  }
  // The smallest document says most.
  const [first] = failures.sort((a, b) => a.each.text.length - b.each.text.length);
  if (first === undefined) return;
  const { each, error } = first;
  const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
  throw new Error(
    `${failures.length} of ${cases.length} fail; the smallest, ${each.name} in ${each.order}-endian ` +
      `order, with STRUCTVIEW_SEED=${seed}:\n${JSON.stringify(each.schema.document)}\n` +
      `bytes ${Buffer.from(each.bytes).toString("hex")}\n${reason}`,
  );
}

/** Returns bytes of the case with random valid values wherever they say no length, and random padding. */
export function scrambled(each: Case): Uint8Array {
  const bytes = each.random.bytes(each.bytes.length);
  const visit = (node: Node, owner: string): void => {
    switch (node.kind) {
      case "number": {
        const isKept = node.constant !== undefined || node.isTag === true;
        if (isKept || each.schema.lengthSources.has(owner)) {
          let pattern = 0n;
          for (const bit of node.bits) {
            const byte = each.bytes[Math.floor(bit / 8)] ?? 0;
            pattern = pattern * 2n + BigInt((byte >> (7 - (bit % 8))) & 1);
          }
          writeBits(node, bytes, pattern);
        } else if (mayBeInvalid(node)) writeNode(node, bytes, newValueFor(node, each.random));
        else writeBits(node, bytes, each.random.pattern(node.bits.length));
        break;
      }
      case "absent":
        break;
      case "bytes":
        bytes.set(each.random.bytes(node.size), node.offset);
        break;
      case "text":
        writeNode(node, bytes, randomFitting(node, node.size, each.random));
        break;
      case "array":
        for (const element of node.elements) visit(element, owner);
        break;
      case "struct":
        // Any bytes are those of a union.
        if (node.isUnion) break;
        for (const field of node.fields) visit(field.node, `${node.name}.${field.name}`);
        for (const { node: prefix, count } of node.prefixes) {
          writeBits(prefix, bytes, BigInt(count));
        }
        for (const { bits } of node.reserved) {
          for (const bit of bits) bytes[Math.floor(bit / 8)]! &= ~(0x80 >> (bit % 8));
        }
    }
  };
  visit(each.node, each.name);
  return bytes;
}

/** Returns the last field of the record in `bytes`, or that there is none with these bytes. */
function lastOf(
  model: Model,
  name: string,
  order: Order,
  bytes: Uint8Array,
): Node | "none" | undefined {
  try {
    return model.placeInBytes(name, order, bytes).fields.at(-1)?.node;
  } catch (error) {
    if (error instanceof Misfit) return "none";
    throw error;
  }
}
