/**
 * Cursors and iterators of arrays that end behind the first GiB of their view. Those of generated classes put
 * records at offsets of 30 bits: V8 then knows that no offset of a field overflows, and a loop that reads all
 * fields takes three quarters of the time. Here they get methods of their own, which are slower.
 */
import { ElementIterator } from "./array-members.js";
import type { ElementArray } from "./arrays.js";

/** A cursor of any class. */
interface AnyCursor {
  readonly record: { $offset: number; readonly $moveTo?: (offset: number) => void };
  readonly $start: number;
  readonly $last: number;
  $next: number;
  next(): boolean;
  seek(index: number): object;
}

/** Has a cursor go on in steps of `step` bytes, however far. */
export function moveFar(cursor: object, step: number): void {
  const far = cursor as AnyCursor;
  const { record, seek } = far;
  const move = (offset: number): void => {
    if (record.$moveTo === undefined) record.$offset = offset;
    else record.$moveTo(offset);
  };
  far.seek = (index) => {
    // It sees whether there is such a record.
    seek.call(far, index);
    move(far.$start + index * step);
    far.$next = record.$offset + step;
    return record;
  };
  far.next = () => {
    const offset = far.$next;
    if (offset > far.$last) return false;
    move(offset);
    far.$next = offset + step;
    return true;
  };
}

/** Has the iterator of an array go on, however far. */
export function iterateFar(iterator: Iterator<unknown>, array: ElementArray<unknown>): void {
  const elements = new ElementIterator(array);
  iterator.next = () => elements.next();
}
