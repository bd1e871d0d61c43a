/**
 * Random types of Rust against its compiler: layouts, values that Rust writes and we read, and back.
 * `STRUCTVIEW_SEED` chooses them, which is otherwise new each time, and printed.
 */
import { expect, test } from "vitest";
import { Random } from "../oracle/random.js";
import { rustVersion, withProgram } from "./ask-rust.js";
import { randomValue, showValue } from "./declarations.js";
import { classOf, compareRows } from "./exchange.js";
import { wholeText } from "./print-rust.js";
import { dataOf, isClass } from "./print-schema.js";
import { randomWritten, typeOf } from "./written.js";

const seed = Number(process.env["STRUCTVIEW_SEED"] ?? Math.floor(Math.random() * 2 ** 31));
const count = 600;

test("Rust and we lay types out alike, and read what the other wrote", async () => {
  console.log(`STRUCTVIEW_SEED=${seed}`);
  const written = randomWritten(seed, count, rustVersion());
  await withProgram(written, async ({ rows, show }) => {
    const module = await compareRows(written, rows);
    const random = new Random(seed + 1);
    const sent = written.map(({ declaration, value }, index) => {
      // What has no class of its own is tried where others have it.
      if (!isClass(declaration)) {
        return { value, bytes: Buffer.from(rows[index]?.bytes ?? "", "hex") };
      }
      const type = typeOf(declaration);
      const ours = randomValue(random, type);
      // The record of a short case of an enum is shorter than what the enum takes.
      const bytes = new Uint8Array((rows[index]?.bytes.length ?? 0) / 2).fill(0xa5);
      classOf(declaration, module).write(bytes, dataOf(type, ours));
      return { value: ours, bytes };
    });
    const shown = show(sent.map(({ bytes }) => bytes));
    expect(shown).toHaveLength(sent.length);
    for (const [index, { declaration }] of written.entries()) {
      const value = sent[index]?.value;
      const want = value && showValue(typeOf(declaration), value);
      expect(shown[index], wholeText(declaration)).toBe(want);
    }
  });
});
