/**
 * What the iterators of generated arrays return for each record, and at the end. Nothing else than this
 * lets V8 leave both the result and the record out of a loop; what costs three to eight times as much is a
 * result for the records and another for the end, and one literal whose `value` is a record or `undefined`,
 * as an object that meets another value on its way has to exist. `return this` tells V8 that the
 * constructor returns an object: otherwise `for...of` asks the result whether it is one, for which it has
 * to exist too.
 */
export class RecordResult<R> {
  declare readonly done: boolean;
  /** At the end a record behind the array, which nobody gets. */
  declare readonly $record: R;

  constructor(done: boolean, record: R) {
    this.done = done;
    this.$record = record;
    return this;
  }

  get value(): R | undefined {
    return this.done ? undefined : this.$record;
  }
}
