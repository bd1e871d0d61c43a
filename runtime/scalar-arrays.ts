/**
 * Arrays of numbers in place: columns of records, and arrays within them. There is a class for each type
 * and byte order, as code that several of them share is slow, and the order of bytes is faster as a literal.
 * What an iterator returns is read where its `value` is asked for: `record-result.ts` says why it is an object.
 * Classes that are not exported are constants, as V8 knows what these hold, and looks whether a class is
 * initialized.
 */
import { scalarArrayMembers } from "./array-members.js";
import type { ElementArray } from "./arrays.js";
import { getBigInt64, getBigUint64, setBigUint64 } from "./wide-integers.js";

// V8 looks at each use of an import whether it is initialized.
const $getBigUint64 = getBigUint64;
const $getBigInt64 = getBigInt64;
const $setBigUint64 = setBigUint64;

/* oxlint-disable typescript/no-unsafe-declaration-merging -- arrayMembers defines what the interfaces say */

/** An array of numbers. `Typed` is the typed array of the platform. */
export interface ScalarArray<T, Typed> extends ElementArray<T> {
  /** Bytes from one element to the next. */
  readonly $stride: number;
  /** Sets the element at `index`, a negative one counted from the end. Throws `IndexError` outside. */
  setAt(index: number, value: T): void;
  /**
   * A typed array over the same memory. Throws `AlignmentError` where the platform has none for it: the
   * elements have to be aligned, one behind the other, and in the byte order of the machine.
   */
  typed(): Typed;
}

/** Array of u8, `$stride` bytes apart. */
export interface U8Array extends ScalarArray<number, Uint8Array> {}
export class U8Array {
  static readonly $isArray = /* @__PURE__ */ scalarArrayMembers(
    this,
    "u8",
    Uint8Array,
    undefined,
  ) as true;

  declare readonly $view: DataView;
  declare readonly $offset: number;
  declare readonly length: number;
  declare readonly $stride: number;

  constructor(view: DataView, offset: number, length: number, stride: number) {
    this.$view = view;
    this.$offset = offset;
    this.length = length;
    this.$stride = stride;
  }

  at(index: number): number {
    const offset =
      index >= 0 && index < this.length && index % 1 === 0
        ? this.$offset + index * this.$stride
        : -1;
    try {
      return this.$view.getUint8(offset);
    } catch {
      return this.$at(index);
    }
  }

  setAt(index: number, value: number): void {
    const offset =
      index >= 0 && index < this.length && index % 1 === 0
        ? this.$offset + index * this.$stride
        : -1;
    try {
      this.$view.setUint8(offset, value);
    } catch (error) {
      this.$setAt(index, value, error);
    }
  }

  [Symbol.iterator](): IterableIterator<number> {
    return new U8ArrayIterator(this);
  }
}

const U8ArrayIterator = class implements IterableIterator<number> {
  declare readonly view: DataView;
  declare readonly stride: number;
  declare readonly end: number;
  declare offset: number;

  constructor({ $view, $offset, $stride, length }: U8Array) {
    this.view = $view;
    this.stride = $stride;
    this.end = $offset + length * $stride;
    this.offset = $offset;
    return this;
  }

  next(): IteratorResult<number, undefined> {
    const { offset } = this;
    this.offset = offset + this.stride;
    return new U8Result(offset >= this.end, this.view, offset) as IteratorResult<number, undefined>;
  }

  [Symbol.iterator](): this {
    return this;
  }
};

const U8Result = class {
  declare readonly done: boolean;
  declare readonly view: DataView;
  declare readonly offset: number;

  constructor(done: boolean, view: DataView, offset: number) {
    this.done = done;
    this.view = view;
    this.offset = offset;
    return this;
  }

  get value(): number | undefined {
    return this.done ? undefined : this.view.getUint8(this.offset);
  }
};

/** Array of i8, `$stride` bytes apart. */
export interface I8Array extends ScalarArray<number, Int8Array> {}
export class I8Array {
  static readonly $isArray = /* @__PURE__ */ scalarArrayMembers(
    this,
    "i8",
    Int8Array,
    undefined,
  ) as true;

  declare readonly $view: DataView;
  declare readonly $offset: number;
  declare readonly length: number;
  declare readonly $stride: number;

  constructor(view: DataView, offset: number, length: number, stride: number) {
    this.$view = view;
    this.$offset = offset;
    this.length = length;
    this.$stride = stride;
  }

  at(index: number): number {
    const offset =
      index >= 0 && index < this.length && index % 1 === 0
        ? this.$offset + index * this.$stride
        : -1;
    try {
      return this.$view.getInt8(offset);
    } catch {
      return this.$at(index);
    }
  }

  setAt(index: number, value: number): void {
    const offset =
      index >= 0 && index < this.length && index % 1 === 0
        ? this.$offset + index * this.$stride
        : -1;
    try {
      this.$view.setInt8(offset, value);
    } catch (error) {
      this.$setAt(index, value, error);
    }
  }

  [Symbol.iterator](): IterableIterator<number> {
    return new I8ArrayIterator(this);
  }
}

const I8ArrayIterator = class implements IterableIterator<number> {
  declare readonly view: DataView;
  declare readonly stride: number;
  declare readonly end: number;
  declare offset: number;

  constructor({ $view, $offset, $stride, length }: I8Array) {
    this.view = $view;
    this.stride = $stride;
    this.end = $offset + length * $stride;
    this.offset = $offset;
    return this;
  }

  next(): IteratorResult<number, undefined> {
    const { offset } = this;
    this.offset = offset + this.stride;
    return new I8Result(offset >= this.end, this.view, offset) as IteratorResult<number, undefined>;
  }

  [Symbol.iterator](): this {
    return this;
  }
};

const I8Result = class {
  declare readonly done: boolean;
  declare readonly view: DataView;
  declare readonly offset: number;

  constructor(done: boolean, view: DataView, offset: number) {
    this.done = done;
    this.view = view;
    this.offset = offset;
    return this;
  }

  get value(): number | undefined {
    return this.done ? undefined : this.view.getInt8(this.offset);
  }
};

/** Array of u16 in little-endian order, `$stride` bytes apart. */
export interface U16LeArray extends ScalarArray<number, Uint16Array> {}
export class U16LeArray {
  static readonly $isArray = /* @__PURE__ */ scalarArrayMembers(
    this,
    "u16",
    Uint16Array,
    true,
  ) as true;

  declare readonly $view: DataView;
  declare readonly $offset: number;
  declare readonly length: number;
  declare readonly $stride: number;

  constructor(view: DataView, offset: number, length: number, stride: number) {
    this.$view = view;
    this.$offset = offset;
    this.length = length;
    this.$stride = stride;
  }

  at(index: number): number {
    const offset =
      index >= 0 && index < this.length && index % 1 === 0
        ? this.$offset + index * this.$stride
        : -1;
    try {
      return this.$view.getUint16(offset, true);
    } catch {
      return this.$at(index);
    }
  }

  setAt(index: number, value: number): void {
    const offset =
      index >= 0 && index < this.length && index % 1 === 0
        ? this.$offset + index * this.$stride
        : -1;
    try {
      this.$view.setUint16(offset, value, true);
    } catch (error) {
      this.$setAt(index, value, error);
    }
  }

  [Symbol.iterator](): IterableIterator<number> {
    return new U16LeArrayIterator(this);
  }
}

const U16LeArrayIterator = class implements IterableIterator<number> {
  declare readonly view: DataView;
  declare readonly stride: number;
  declare readonly end: number;
  declare offset: number;

  constructor({ $view, $offset, $stride, length }: U16LeArray) {
    this.view = $view;
    this.stride = $stride;
    this.end = $offset + length * $stride;
    this.offset = $offset;
    return this;
  }

  next(): IteratorResult<number, undefined> {
    const { offset } = this;
    this.offset = offset + this.stride;
    return new U16LeResult(offset >= this.end, this.view, offset) as IteratorResult<
      number,
      undefined
    >;
  }

  [Symbol.iterator](): this {
    return this;
  }
};

const U16LeResult = class {
  declare readonly done: boolean;
  declare readonly view: DataView;
  declare readonly offset: number;

  constructor(done: boolean, view: DataView, offset: number) {
    this.done = done;
    this.view = view;
    this.offset = offset;
    return this;
  }

  get value(): number | undefined {
    return this.done ? undefined : this.view.getUint16(this.offset, true);
  }
};

/** Array of u16 in big-endian order, `$stride` bytes apart. */
export interface U16BeArray extends ScalarArray<number, Uint16Array> {}
export class U16BeArray {
  static readonly $isArray = /* @__PURE__ */ scalarArrayMembers(
    this,
    "u16",
    Uint16Array,
    false,
  ) as true;

  declare readonly $view: DataView;
  declare readonly $offset: number;
  declare readonly length: number;
  declare readonly $stride: number;

  constructor(view: DataView, offset: number, length: number, stride: number) {
    this.$view = view;
    this.$offset = offset;
    this.length = length;
    this.$stride = stride;
  }

  at(index: number): number {
    const offset =
      index >= 0 && index < this.length && index % 1 === 0
        ? this.$offset + index * this.$stride
        : -1;
    try {
      return this.$view.getUint16(offset, false);
    } catch {
      return this.$at(index);
    }
  }

  setAt(index: number, value: number): void {
    const offset =
      index >= 0 && index < this.length && index % 1 === 0
        ? this.$offset + index * this.$stride
        : -1;
    try {
      this.$view.setUint16(offset, value, false);
    } catch (error) {
      this.$setAt(index, value, error);
    }
  }

  [Symbol.iterator](): IterableIterator<number> {
    return new U16BeArrayIterator(this);
  }
}

const U16BeArrayIterator = class implements IterableIterator<number> {
  declare readonly view: DataView;
  declare readonly stride: number;
  declare readonly end: number;
  declare offset: number;

  constructor({ $view, $offset, $stride, length }: U16BeArray) {
    this.view = $view;
    this.stride = $stride;
    this.end = $offset + length * $stride;
    this.offset = $offset;
    return this;
  }

  next(): IteratorResult<number, undefined> {
    const { offset } = this;
    this.offset = offset + this.stride;
    return new U16BeResult(offset >= this.end, this.view, offset) as IteratorResult<
      number,
      undefined
    >;
  }

  [Symbol.iterator](): this {
    return this;
  }
};

const U16BeResult = class {
  declare readonly done: boolean;
  declare readonly view: DataView;
  declare readonly offset: number;

  constructor(done: boolean, view: DataView, offset: number) {
    this.done = done;
    this.view = view;
    this.offset = offset;
    return this;
  }

  get value(): number | undefined {
    return this.done ? undefined : this.view.getUint16(this.offset, false);
  }
};

/** Array of i16 in little-endian order, `$stride` bytes apart. */
export interface I16LeArray extends ScalarArray<number, Int16Array> {}
export class I16LeArray {
  static readonly $isArray = /* @__PURE__ */ scalarArrayMembers(
    this,
    "i16",
    Int16Array,
    true,
  ) as true;

  declare readonly $view: DataView;
  declare readonly $offset: number;
  declare readonly length: number;
  declare readonly $stride: number;

  constructor(view: DataView, offset: number, length: number, stride: number) {
    this.$view = view;
    this.$offset = offset;
    this.length = length;
    this.$stride = stride;
  }

  at(index: number): number {
    const offset =
      index >= 0 && index < this.length && index % 1 === 0
        ? this.$offset + index * this.$stride
        : -1;
    try {
      return this.$view.getInt16(offset, true);
    } catch {
      return this.$at(index);
    }
  }

  setAt(index: number, value: number): void {
    const offset =
      index >= 0 && index < this.length && index % 1 === 0
        ? this.$offset + index * this.$stride
        : -1;
    try {
      this.$view.setInt16(offset, value, true);
    } catch (error) {
      this.$setAt(index, value, error);
    }
  }

  [Symbol.iterator](): IterableIterator<number> {
    return new I16LeArrayIterator(this);
  }
}

const I16LeArrayIterator = class implements IterableIterator<number> {
  declare readonly view: DataView;
  declare readonly stride: number;
  declare readonly end: number;
  declare offset: number;

  constructor({ $view, $offset, $stride, length }: I16LeArray) {
    this.view = $view;
    this.stride = $stride;
    this.end = $offset + length * $stride;
    this.offset = $offset;
    return this;
  }

  next(): IteratorResult<number, undefined> {
    const { offset } = this;
    this.offset = offset + this.stride;
    return new I16LeResult(offset >= this.end, this.view, offset) as IteratorResult<
      number,
      undefined
    >;
  }

  [Symbol.iterator](): this {
    return this;
  }
};

const I16LeResult = class {
  declare readonly done: boolean;
  declare readonly view: DataView;
  declare readonly offset: number;

  constructor(done: boolean, view: DataView, offset: number) {
    this.done = done;
    this.view = view;
    this.offset = offset;
    return this;
  }

  get value(): number | undefined {
    return this.done ? undefined : this.view.getInt16(this.offset, true);
  }
};

/** Array of i16 in big-endian order, `$stride` bytes apart. */
export interface I16BeArray extends ScalarArray<number, Int16Array> {}
export class I16BeArray {
  static readonly $isArray = /* @__PURE__ */ scalarArrayMembers(
    this,
    "i16",
    Int16Array,
    false,
  ) as true;

  declare readonly $view: DataView;
  declare readonly $offset: number;
  declare readonly length: number;
  declare readonly $stride: number;

  constructor(view: DataView, offset: number, length: number, stride: number) {
    this.$view = view;
    this.$offset = offset;
    this.length = length;
    this.$stride = stride;
  }

  at(index: number): number {
    const offset =
      index >= 0 && index < this.length && index % 1 === 0
        ? this.$offset + index * this.$stride
        : -1;
    try {
      return this.$view.getInt16(offset, false);
    } catch {
      return this.$at(index);
    }
  }

  setAt(index: number, value: number): void {
    const offset =
      index >= 0 && index < this.length && index % 1 === 0
        ? this.$offset + index * this.$stride
        : -1;
    try {
      this.$view.setInt16(offset, value, false);
    } catch (error) {
      this.$setAt(index, value, error);
    }
  }

  [Symbol.iterator](): IterableIterator<number> {
    return new I16BeArrayIterator(this);
  }
}

const I16BeArrayIterator = class implements IterableIterator<number> {
  declare readonly view: DataView;
  declare readonly stride: number;
  declare readonly end: number;
  declare offset: number;

  constructor({ $view, $offset, $stride, length }: I16BeArray) {
    this.view = $view;
    this.stride = $stride;
    this.end = $offset + length * $stride;
    this.offset = $offset;
    return this;
  }

  next(): IteratorResult<number, undefined> {
    const { offset } = this;
    this.offset = offset + this.stride;
    return new I16BeResult(offset >= this.end, this.view, offset) as IteratorResult<
      number,
      undefined
    >;
  }

  [Symbol.iterator](): this {
    return this;
  }
};

const I16BeResult = class {
  declare readonly done: boolean;
  declare readonly view: DataView;
  declare readonly offset: number;

  constructor(done: boolean, view: DataView, offset: number) {
    this.done = done;
    this.view = view;
    this.offset = offset;
    return this;
  }

  get value(): number | undefined {
    return this.done ? undefined : this.view.getInt16(this.offset, false);
  }
};

/** Array of u32 in little-endian order, `$stride` bytes apart. */
export interface U32LeArray extends ScalarArray<number, Uint32Array> {}
export class U32LeArray {
  static readonly $isArray = /* @__PURE__ */ scalarArrayMembers(
    this,
    "u32",
    Uint32Array,
    true,
  ) as true;

  declare readonly $view: DataView;
  declare readonly $offset: number;
  declare readonly length: number;
  declare readonly $stride: number;

  constructor(view: DataView, offset: number, length: number, stride: number) {
    this.$view = view;
    this.$offset = offset;
    this.length = length;
    this.$stride = stride;
  }

  at(index: number): number {
    const offset =
      index >= 0 && index < this.length && index % 1 === 0
        ? this.$offset + index * this.$stride
        : -1;
    try {
      return this.$view.getUint32(offset, true);
    } catch {
      return this.$at(index);
    }
  }

  setAt(index: number, value: number): void {
    const offset =
      index >= 0 && index < this.length && index % 1 === 0
        ? this.$offset + index * this.$stride
        : -1;
    try {
      this.$view.setUint32(offset, value, true);
    } catch (error) {
      this.$setAt(index, value, error);
    }
  }

  [Symbol.iterator](): IterableIterator<number> {
    return new U32LeArrayIterator(this);
  }
}

const U32LeArrayIterator = class implements IterableIterator<number> {
  declare readonly view: DataView;
  declare readonly stride: number;
  declare readonly end: number;
  declare offset: number;

  constructor({ $view, $offset, $stride, length }: U32LeArray) {
    this.view = $view;
    this.stride = $stride;
    this.end = $offset + length * $stride;
    this.offset = $offset;
    return this;
  }

  next(): IteratorResult<number, undefined> {
    const { offset } = this;
    this.offset = offset + this.stride;
    return new U32LeResult(offset >= this.end, this.view, offset) as IteratorResult<
      number,
      undefined
    >;
  }

  [Symbol.iterator](): this {
    return this;
  }
};

const U32LeResult = class {
  declare readonly done: boolean;
  declare readonly view: DataView;
  declare readonly offset: number;

  constructor(done: boolean, view: DataView, offset: number) {
    this.done = done;
    this.view = view;
    this.offset = offset;
    return this;
  }

  get value(): number | undefined {
    return this.done ? undefined : this.view.getUint32(this.offset, true);
  }
};

/** Array of u32 in big-endian order, `$stride` bytes apart. */
export interface U32BeArray extends ScalarArray<number, Uint32Array> {}
export class U32BeArray {
  static readonly $isArray = /* @__PURE__ */ scalarArrayMembers(
    this,
    "u32",
    Uint32Array,
    false,
  ) as true;

  declare readonly $view: DataView;
  declare readonly $offset: number;
  declare readonly length: number;
  declare readonly $stride: number;

  constructor(view: DataView, offset: number, length: number, stride: number) {
    this.$view = view;
    this.$offset = offset;
    this.length = length;
    this.$stride = stride;
  }

  at(index: number): number {
    const offset =
      index >= 0 && index < this.length && index % 1 === 0
        ? this.$offset + index * this.$stride
        : -1;
    try {
      return this.$view.getUint32(offset, false);
    } catch {
      return this.$at(index);
    }
  }

  setAt(index: number, value: number): void {
    const offset =
      index >= 0 && index < this.length && index % 1 === 0
        ? this.$offset + index * this.$stride
        : -1;
    try {
      this.$view.setUint32(offset, value, false);
    } catch (error) {
      this.$setAt(index, value, error);
    }
  }

  [Symbol.iterator](): IterableIterator<number> {
    return new U32BeArrayIterator(this);
  }
}

const U32BeArrayIterator = class implements IterableIterator<number> {
  declare readonly view: DataView;
  declare readonly stride: number;
  declare readonly end: number;
  declare offset: number;

  constructor({ $view, $offset, $stride, length }: U32BeArray) {
    this.view = $view;
    this.stride = $stride;
    this.end = $offset + length * $stride;
    this.offset = $offset;
    return this;
  }

  next(): IteratorResult<number, undefined> {
    const { offset } = this;
    this.offset = offset + this.stride;
    return new U32BeResult(offset >= this.end, this.view, offset) as IteratorResult<
      number,
      undefined
    >;
  }

  [Symbol.iterator](): this {
    return this;
  }
};

const U32BeResult = class {
  declare readonly done: boolean;
  declare readonly view: DataView;
  declare readonly offset: number;

  constructor(done: boolean, view: DataView, offset: number) {
    this.done = done;
    this.view = view;
    this.offset = offset;
    return this;
  }

  get value(): number | undefined {
    return this.done ? undefined : this.view.getUint32(this.offset, false);
  }
};

/** Array of i32 in little-endian order, `$stride` bytes apart. */
export interface I32LeArray extends ScalarArray<number, Int32Array> {}
export class I32LeArray {
  static readonly $isArray = /* @__PURE__ */ scalarArrayMembers(
    this,
    "i32",
    Int32Array,
    true,
  ) as true;

  declare readonly $view: DataView;
  declare readonly $offset: number;
  declare readonly length: number;
  declare readonly $stride: number;

  constructor(view: DataView, offset: number, length: number, stride: number) {
    this.$view = view;
    this.$offset = offset;
    this.length = length;
    this.$stride = stride;
  }

  at(index: number): number {
    const offset =
      index >= 0 && index < this.length && index % 1 === 0
        ? this.$offset + index * this.$stride
        : -1;
    try {
      return this.$view.getInt32(offset, true);
    } catch {
      return this.$at(index);
    }
  }

  setAt(index: number, value: number): void {
    const offset =
      index >= 0 && index < this.length && index % 1 === 0
        ? this.$offset + index * this.$stride
        : -1;
    try {
      this.$view.setInt32(offset, value, true);
    } catch (error) {
      this.$setAt(index, value, error);
    }
  }

  [Symbol.iterator](): IterableIterator<number> {
    return new I32LeArrayIterator(this);
  }
}

const I32LeArrayIterator = class implements IterableIterator<number> {
  declare readonly view: DataView;
  declare readonly stride: number;
  declare readonly end: number;
  declare offset: number;

  constructor({ $view, $offset, $stride, length }: I32LeArray) {
    this.view = $view;
    this.stride = $stride;
    this.end = $offset + length * $stride;
    this.offset = $offset;
    return this;
  }

  next(): IteratorResult<number, undefined> {
    const { offset } = this;
    this.offset = offset + this.stride;
    return new I32LeResult(offset >= this.end, this.view, offset) as IteratorResult<
      number,
      undefined
    >;
  }

  [Symbol.iterator](): this {
    return this;
  }
};

const I32LeResult = class {
  declare readonly done: boolean;
  declare readonly view: DataView;
  declare readonly offset: number;

  constructor(done: boolean, view: DataView, offset: number) {
    this.done = done;
    this.view = view;
    this.offset = offset;
    return this;
  }

  get value(): number | undefined {
    return this.done ? undefined : this.view.getInt32(this.offset, true);
  }
};

/** Array of i32 in big-endian order, `$stride` bytes apart. */
export interface I32BeArray extends ScalarArray<number, Int32Array> {}
export class I32BeArray {
  static readonly $isArray = /* @__PURE__ */ scalarArrayMembers(
    this,
    "i32",
    Int32Array,
    false,
  ) as true;

  declare readonly $view: DataView;
  declare readonly $offset: number;
  declare readonly length: number;
  declare readonly $stride: number;

  constructor(view: DataView, offset: number, length: number, stride: number) {
    this.$view = view;
    this.$offset = offset;
    this.length = length;
    this.$stride = stride;
  }

  at(index: number): number {
    const offset =
      index >= 0 && index < this.length && index % 1 === 0
        ? this.$offset + index * this.$stride
        : -1;
    try {
      return this.$view.getInt32(offset, false);
    } catch {
      return this.$at(index);
    }
  }

  setAt(index: number, value: number): void {
    const offset =
      index >= 0 && index < this.length && index % 1 === 0
        ? this.$offset + index * this.$stride
        : -1;
    try {
      this.$view.setInt32(offset, value, false);
    } catch (error) {
      this.$setAt(index, value, error);
    }
  }

  [Symbol.iterator](): IterableIterator<number> {
    return new I32BeArrayIterator(this);
  }
}

const I32BeArrayIterator = class implements IterableIterator<number> {
  declare readonly view: DataView;
  declare readonly stride: number;
  declare readonly end: number;
  declare offset: number;

  constructor({ $view, $offset, $stride, length }: I32BeArray) {
    this.view = $view;
    this.stride = $stride;
    this.end = $offset + length * $stride;
    this.offset = $offset;
    return this;
  }

  next(): IteratorResult<number, undefined> {
    const { offset } = this;
    this.offset = offset + this.stride;
    return new I32BeResult(offset >= this.end, this.view, offset) as IteratorResult<
      number,
      undefined
    >;
  }

  [Symbol.iterator](): this {
    return this;
  }
};

const I32BeResult = class {
  declare readonly done: boolean;
  declare readonly view: DataView;
  declare readonly offset: number;

  constructor(done: boolean, view: DataView, offset: number) {
    this.done = done;
    this.view = view;
    this.offset = offset;
    return this;
  }

  get value(): number | undefined {
    return this.done ? undefined : this.view.getInt32(this.offset, false);
  }
};

/** Array of u64 in little-endian order, `$stride` bytes apart. */
export interface U64LeArray extends ScalarArray<bigint, BigUint64Array> {}
export class U64LeArray {
  static readonly $isArray = /* @__PURE__ */ scalarArrayMembers(
    this,
    "u64",
    BigUint64Array,
    true,
  ) as true;

  declare readonly $view: DataView;
  declare readonly $offset: number;
  declare readonly length: number;
  declare readonly $stride: number;

  constructor(view: DataView, offset: number, length: number, stride: number) {
    this.$view = view;
    this.$offset = offset;
    this.length = length;
    this.$stride = stride;
  }

  at(index: number): bigint {
    const offset =
      index >= 0 && index < this.length && index % 1 === 0
        ? this.$offset + index * this.$stride
        : -1;
    try {
      return $getBigUint64(this.$view, offset, true);
    } catch {
      return this.$at(index);
    }
  }

  setAt(index: number, value: bigint): void {
    const offset =
      index >= 0 && index < this.length && index % 1 === 0
        ? this.$offset + index * this.$stride
        : -1;
    try {
      $setBigUint64(this.$view, offset, value, true);
    } catch (error) {
      this.$setAt(index, value, error);
    }
  }

  [Symbol.iterator](): IterableIterator<bigint> {
    return new U64LeArrayIterator(this);
  }
}

const U64LeArrayIterator = class implements IterableIterator<bigint> {
  declare readonly view: DataView;
  declare readonly stride: number;
  declare readonly end: number;
  declare offset: number;

  constructor({ $view, $offset, $stride, length }: U64LeArray) {
    this.view = $view;
    this.stride = $stride;
    this.end = $offset + length * $stride;
    this.offset = $offset;
    return this;
  }

  next(): IteratorResult<bigint, undefined> {
    const { offset } = this;
    this.offset = offset + this.stride;
    return new U64LeResult(offset >= this.end, this.view, offset) as IteratorResult<
      bigint,
      undefined
    >;
  }

  [Symbol.iterator](): this {
    return this;
  }
};

const U64LeResult = class {
  declare readonly done: boolean;
  declare readonly view: DataView;
  declare readonly offset: number;

  constructor(done: boolean, view: DataView, offset: number) {
    this.done = done;
    this.view = view;
    this.offset = offset;
    return this;
  }

  get value(): bigint | undefined {
    return this.done ? undefined : $getBigUint64(this.view, this.offset, true);
  }
};

/** Array of u64 in big-endian order, `$stride` bytes apart. */
export interface U64BeArray extends ScalarArray<bigint, BigUint64Array> {}
export class U64BeArray {
  static readonly $isArray = /* @__PURE__ */ scalarArrayMembers(
    this,
    "u64",
    BigUint64Array,
    false,
  ) as true;

  declare readonly $view: DataView;
  declare readonly $offset: number;
  declare readonly length: number;
  declare readonly $stride: number;

  constructor(view: DataView, offset: number, length: number, stride: number) {
    this.$view = view;
    this.$offset = offset;
    this.length = length;
    this.$stride = stride;
  }

  at(index: number): bigint {
    const offset =
      index >= 0 && index < this.length && index % 1 === 0
        ? this.$offset + index * this.$stride
        : -1;
    try {
      return $getBigUint64(this.$view, offset, false);
    } catch {
      return this.$at(index);
    }
  }

  setAt(index: number, value: bigint): void {
    const offset =
      index >= 0 && index < this.length && index % 1 === 0
        ? this.$offset + index * this.$stride
        : -1;
    try {
      $setBigUint64(this.$view, offset, value, false);
    } catch (error) {
      this.$setAt(index, value, error);
    }
  }

  [Symbol.iterator](): IterableIterator<bigint> {
    return new U64BeArrayIterator(this);
  }
}

const U64BeArrayIterator = class implements IterableIterator<bigint> {
  declare readonly view: DataView;
  declare readonly stride: number;
  declare readonly end: number;
  declare offset: number;

  constructor({ $view, $offset, $stride, length }: U64BeArray) {
    this.view = $view;
    this.stride = $stride;
    this.end = $offset + length * $stride;
    this.offset = $offset;
    return this;
  }

  next(): IteratorResult<bigint, undefined> {
    const { offset } = this;
    this.offset = offset + this.stride;
    return new U64BeResult(offset >= this.end, this.view, offset) as IteratorResult<
      bigint,
      undefined
    >;
  }

  [Symbol.iterator](): this {
    return this;
  }
};

const U64BeResult = class {
  declare readonly done: boolean;
  declare readonly view: DataView;
  declare readonly offset: number;

  constructor(done: boolean, view: DataView, offset: number) {
    this.done = done;
    this.view = view;
    this.offset = offset;
    return this;
  }

  get value(): bigint | undefined {
    return this.done ? undefined : $getBigUint64(this.view, this.offset, false);
  }
};

/** Array of i64 in little-endian order, `$stride` bytes apart. */
export interface I64LeArray extends ScalarArray<bigint, BigInt64Array> {}
export class I64LeArray {
  static readonly $isArray = /* @__PURE__ */ scalarArrayMembers(
    this,
    "i64",
    BigInt64Array,
    true,
  ) as true;

  declare readonly $view: DataView;
  declare readonly $offset: number;
  declare readonly length: number;
  declare readonly $stride: number;

  constructor(view: DataView, offset: number, length: number, stride: number) {
    this.$view = view;
    this.$offset = offset;
    this.length = length;
    this.$stride = stride;
  }

  at(index: number): bigint {
    const offset =
      index >= 0 && index < this.length && index % 1 === 0
        ? this.$offset + index * this.$stride
        : -1;
    try {
      return $getBigInt64(this.$view, offset, true);
    } catch {
      return this.$at(index);
    }
  }

  setAt(index: number, value: bigint): void {
    const offset =
      index >= 0 && index < this.length && index % 1 === 0
        ? this.$offset + index * this.$stride
        : -1;
    try {
      $setBigUint64(this.$view, offset, value, true);
    } catch (error) {
      this.$setAt(index, value, error);
    }
  }

  [Symbol.iterator](): IterableIterator<bigint> {
    return new I64LeArrayIterator(this);
  }
}

const I64LeArrayIterator = class implements IterableIterator<bigint> {
  declare readonly view: DataView;
  declare readonly stride: number;
  declare readonly end: number;
  declare offset: number;

  constructor({ $view, $offset, $stride, length }: I64LeArray) {
    this.view = $view;
    this.stride = $stride;
    this.end = $offset + length * $stride;
    this.offset = $offset;
    return this;
  }

  next(): IteratorResult<bigint, undefined> {
    const { offset } = this;
    this.offset = offset + this.stride;
    return new I64LeResult(offset >= this.end, this.view, offset) as IteratorResult<
      bigint,
      undefined
    >;
  }

  [Symbol.iterator](): this {
    return this;
  }
};

const I64LeResult = class {
  declare readonly done: boolean;
  declare readonly view: DataView;
  declare readonly offset: number;

  constructor(done: boolean, view: DataView, offset: number) {
    this.done = done;
    this.view = view;
    this.offset = offset;
    return this;
  }

  get value(): bigint | undefined {
    return this.done ? undefined : $getBigInt64(this.view, this.offset, true);
  }
};

/** Array of i64 in big-endian order, `$stride` bytes apart. */
export interface I64BeArray extends ScalarArray<bigint, BigInt64Array> {}
export class I64BeArray {
  static readonly $isArray = /* @__PURE__ */ scalarArrayMembers(
    this,
    "i64",
    BigInt64Array,
    false,
  ) as true;

  declare readonly $view: DataView;
  declare readonly $offset: number;
  declare readonly length: number;
  declare readonly $stride: number;

  constructor(view: DataView, offset: number, length: number, stride: number) {
    this.$view = view;
    this.$offset = offset;
    this.length = length;
    this.$stride = stride;
  }

  at(index: number): bigint {
    const offset =
      index >= 0 && index < this.length && index % 1 === 0
        ? this.$offset + index * this.$stride
        : -1;
    try {
      return $getBigInt64(this.$view, offset, false);
    } catch {
      return this.$at(index);
    }
  }

  setAt(index: number, value: bigint): void {
    const offset =
      index >= 0 && index < this.length && index % 1 === 0
        ? this.$offset + index * this.$stride
        : -1;
    try {
      $setBigUint64(this.$view, offset, value, false);
    } catch (error) {
      this.$setAt(index, value, error);
    }
  }

  [Symbol.iterator](): IterableIterator<bigint> {
    return new I64BeArrayIterator(this);
  }
}

const I64BeArrayIterator = class implements IterableIterator<bigint> {
  declare readonly view: DataView;
  declare readonly stride: number;
  declare readonly end: number;
  declare offset: number;

  constructor({ $view, $offset, $stride, length }: I64BeArray) {
    this.view = $view;
    this.stride = $stride;
    this.end = $offset + length * $stride;
    this.offset = $offset;
    return this;
  }

  next(): IteratorResult<bigint, undefined> {
    const { offset } = this;
    this.offset = offset + this.stride;
    return new I64BeResult(offset >= this.end, this.view, offset) as IteratorResult<
      bigint,
      undefined
    >;
  }

  [Symbol.iterator](): this {
    return this;
  }
};

const I64BeResult = class {
  declare readonly done: boolean;
  declare readonly view: DataView;
  declare readonly offset: number;

  constructor(done: boolean, view: DataView, offset: number) {
    this.done = done;
    this.view = view;
    this.offset = offset;
    return this;
  }

  get value(): bigint | undefined {
    return this.done ? undefined : $getBigInt64(this.view, this.offset, false);
  }
};

/** Array of f32 in little-endian order, `$stride` bytes apart. */
export interface F32LeArray extends ScalarArray<number, Float32Array> {}
export class F32LeArray {
  static readonly $isArray = /* @__PURE__ */ scalarArrayMembers(
    this,
    "f32",
    Float32Array,
    true,
  ) as true;

  declare readonly $view: DataView;
  declare readonly $offset: number;
  declare readonly length: number;
  declare readonly $stride: number;

  constructor(view: DataView, offset: number, length: number, stride: number) {
    this.$view = view;
    this.$offset = offset;
    this.length = length;
    this.$stride = stride;
  }

  at(index: number): number {
    const offset =
      index >= 0 && index < this.length && index % 1 === 0
        ? this.$offset + index * this.$stride
        : -1;
    try {
      return this.$view.getFloat32(offset, true);
    } catch {
      return this.$at(index);
    }
  }

  setAt(index: number, value: number): void {
    const offset =
      index >= 0 && index < this.length && index % 1 === 0
        ? this.$offset + index * this.$stride
        : -1;
    try {
      this.$view.setFloat32(offset, value, true);
    } catch (error) {
      this.$setAt(index, value, error);
    }
  }

  [Symbol.iterator](): IterableIterator<number> {
    return new F32LeArrayIterator(this);
  }
}

const F32LeArrayIterator = class implements IterableIterator<number> {
  declare readonly view: DataView;
  declare readonly stride: number;
  declare readonly end: number;
  declare offset: number;

  constructor({ $view, $offset, $stride, length }: F32LeArray) {
    this.view = $view;
    this.stride = $stride;
    this.end = $offset + length * $stride;
    this.offset = $offset;
    return this;
  }

  next(): IteratorResult<number, undefined> {
    const { offset } = this;
    this.offset = offset + this.stride;
    return new F32LeResult(offset >= this.end, this.view, offset) as IteratorResult<
      number,
      undefined
    >;
  }

  [Symbol.iterator](): this {
    return this;
  }
};

const F32LeResult = class {
  declare readonly done: boolean;
  declare readonly view: DataView;
  declare readonly offset: number;

  constructor(done: boolean, view: DataView, offset: number) {
    this.done = done;
    this.view = view;
    this.offset = offset;
    return this;
  }

  get value(): number | undefined {
    return this.done ? undefined : this.view.getFloat32(this.offset, true);
  }
};

/** Array of f32 in big-endian order, `$stride` bytes apart. */
export interface F32BeArray extends ScalarArray<number, Float32Array> {}
export class F32BeArray {
  static readonly $isArray = /* @__PURE__ */ scalarArrayMembers(
    this,
    "f32",
    Float32Array,
    false,
  ) as true;

  declare readonly $view: DataView;
  declare readonly $offset: number;
  declare readonly length: number;
  declare readonly $stride: number;

  constructor(view: DataView, offset: number, length: number, stride: number) {
    this.$view = view;
    this.$offset = offset;
    this.length = length;
    this.$stride = stride;
  }

  at(index: number): number {
    const offset =
      index >= 0 && index < this.length && index % 1 === 0
        ? this.$offset + index * this.$stride
        : -1;
    try {
      return this.$view.getFloat32(offset, false);
    } catch {
      return this.$at(index);
    }
  }

  setAt(index: number, value: number): void {
    const offset =
      index >= 0 && index < this.length && index % 1 === 0
        ? this.$offset + index * this.$stride
        : -1;
    try {
      this.$view.setFloat32(offset, value, false);
    } catch (error) {
      this.$setAt(index, value, error);
    }
  }

  [Symbol.iterator](): IterableIterator<number> {
    return new F32BeArrayIterator(this);
  }
}

const F32BeArrayIterator = class implements IterableIterator<number> {
  declare readonly view: DataView;
  declare readonly stride: number;
  declare readonly end: number;
  declare offset: number;

  constructor({ $view, $offset, $stride, length }: F32BeArray) {
    this.view = $view;
    this.stride = $stride;
    this.end = $offset + length * $stride;
    this.offset = $offset;
    return this;
  }

  next(): IteratorResult<number, undefined> {
    const { offset } = this;
    this.offset = offset + this.stride;
    return new F32BeResult(offset >= this.end, this.view, offset) as IteratorResult<
      number,
      undefined
    >;
  }

  [Symbol.iterator](): this {
    return this;
  }
};

const F32BeResult = class {
  declare readonly done: boolean;
  declare readonly view: DataView;
  declare readonly offset: number;

  constructor(done: boolean, view: DataView, offset: number) {
    this.done = done;
    this.view = view;
    this.offset = offset;
    return this;
  }

  get value(): number | undefined {
    return this.done ? undefined : this.view.getFloat32(this.offset, false);
  }
};

/** Array of f64 in little-endian order, `$stride` bytes apart. */
export interface F64LeArray extends ScalarArray<number, Float64Array> {}
export class F64LeArray {
  static readonly $isArray = /* @__PURE__ */ scalarArrayMembers(
    this,
    "f64",
    Float64Array,
    true,
  ) as true;

  declare readonly $view: DataView;
  declare readonly $offset: number;
  declare readonly length: number;
  declare readonly $stride: number;

  constructor(view: DataView, offset: number, length: number, stride: number) {
    this.$view = view;
    this.$offset = offset;
    this.length = length;
    this.$stride = stride;
  }

  at(index: number): number {
    const offset =
      index >= 0 && index < this.length && index % 1 === 0
        ? this.$offset + index * this.$stride
        : -1;
    try {
      return this.$view.getFloat64(offset, true);
    } catch {
      return this.$at(index);
    }
  }

  setAt(index: number, value: number): void {
    const offset =
      index >= 0 && index < this.length && index % 1 === 0
        ? this.$offset + index * this.$stride
        : -1;
    try {
      this.$view.setFloat64(offset, value, true);
    } catch (error) {
      this.$setAt(index, value, error);
    }
  }

  [Symbol.iterator](): IterableIterator<number> {
    return new F64LeArrayIterator(this);
  }
}

const F64LeArrayIterator = class implements IterableIterator<number> {
  declare readonly view: DataView;
  declare readonly stride: number;
  declare readonly end: number;
  declare offset: number;

  constructor({ $view, $offset, $stride, length }: F64LeArray) {
    this.view = $view;
    this.stride = $stride;
    this.end = $offset + length * $stride;
    this.offset = $offset;
    return this;
  }

  next(): IteratorResult<number, undefined> {
    const { offset } = this;
    this.offset = offset + this.stride;
    return new F64LeResult(offset >= this.end, this.view, offset) as IteratorResult<
      number,
      undefined
    >;
  }

  [Symbol.iterator](): this {
    return this;
  }
};

const F64LeResult = class {
  declare readonly done: boolean;
  declare readonly view: DataView;
  declare readonly offset: number;

  constructor(done: boolean, view: DataView, offset: number) {
    this.done = done;
    this.view = view;
    this.offset = offset;
    return this;
  }

  get value(): number | undefined {
    return this.done ? undefined : this.view.getFloat64(this.offset, true);
  }
};

/** Array of f64 in big-endian order, `$stride` bytes apart. */
export interface F64BeArray extends ScalarArray<number, Float64Array> {}
export class F64BeArray {
  static readonly $isArray = /* @__PURE__ */ scalarArrayMembers(
    this,
    "f64",
    Float64Array,
    false,
  ) as true;

  declare readonly $view: DataView;
  declare readonly $offset: number;
  declare readonly length: number;
  declare readonly $stride: number;

  constructor(view: DataView, offset: number, length: number, stride: number) {
    this.$view = view;
    this.$offset = offset;
    this.length = length;
    this.$stride = stride;
  }

  at(index: number): number {
    const offset =
      index >= 0 && index < this.length && index % 1 === 0
        ? this.$offset + index * this.$stride
        : -1;
    try {
      return this.$view.getFloat64(offset, false);
    } catch {
      return this.$at(index);
    }
  }

  setAt(index: number, value: number): void {
    const offset =
      index >= 0 && index < this.length && index % 1 === 0
        ? this.$offset + index * this.$stride
        : -1;
    try {
      this.$view.setFloat64(offset, value, false);
    } catch (error) {
      this.$setAt(index, value, error);
    }
  }

  [Symbol.iterator](): IterableIterator<number> {
    return new F64BeArrayIterator(this);
  }
}

const F64BeArrayIterator = class implements IterableIterator<number> {
  declare readonly view: DataView;
  declare readonly stride: number;
  declare readonly end: number;
  declare offset: number;

  constructor({ $view, $offset, $stride, length }: F64BeArray) {
    this.view = $view;
    this.stride = $stride;
    this.end = $offset + length * $stride;
    this.offset = $offset;
    return this;
  }

  next(): IteratorResult<number, undefined> {
    const { offset } = this;
    this.offset = offset + this.stride;
    return new F64BeResult(offset >= this.end, this.view, offset) as IteratorResult<
      number,
      undefined
    >;
  }

  [Symbol.iterator](): this {
    return this;
  }
};

const F64BeResult = class {
  declare readonly done: boolean;
  declare readonly view: DataView;
  declare readonly offset: number;

  constructor(done: boolean, view: DataView, offset: number) {
    this.done = done;
    this.view = view;
    this.offset = offset;
    return this;
  }

  get value(): number | undefined {
    return this.done ? undefined : this.view.getFloat64(this.offset, false);
  }
};
