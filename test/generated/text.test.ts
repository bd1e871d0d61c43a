/** Texts: the encodings as their standards say, against Node's own decoders, and what a window does. */
import { inspect } from "node:util";
import { AsciiText, Latin1Text, Utf16Text, Utf8Text } from "@structview/runtime";
import type { Text } from "@structview/runtime";
import { describe, expect, test } from "vitest";
import type { DocumentData, FieldData } from "../oracle/document.js";
import type { AnyClass } from "../oracle/modules.js";
import { errorOf, importDocument } from "../oracle/modules.js";
import { Random } from "../oracle/random.js";

/** Returns the bytes as a text, at an odd offset in a larger buffer. */
function utf8Of(bytes: Uint8Array): Utf8Text {
  const all = new Uint8Array(bytes.length + 10).fill(0x80);
  all.set(bytes, 5);
  return new Utf8Text(new DataView(all.buffer, 1), 4, bytes.length, "Note", "words", 4);
}

function utf16Of(string: string, littleEndian: boolean): Utf16Text {
  const bytes = Buffer.from(string, "utf16le");
  if (!littleEndian) bytes.swap16();
  const all = new Uint8Array(bytes.length + 3);
  all.set(bytes, 3);
  return new Utf16Text(new DataView(all.buffer), 3, bytes.length, "Note", "words", 0, littleEndian);
}

function latin1Of(string: string): Latin1Text {
  const bytes = Buffer.from(` ${string}`, "latin1");
  return new Latin1Text(new DataView(new Uint8Array(bytes).buffer), 1, string.length, "N", "w", 0);
}

const fatal = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Compares what a text of these bytes says with what Node's decoder says. */
function compareUtf8(bytes: Uint8Array): void {
  const text = utf8Of(bytes);
  let string: string | undefined;
  try {
    string = fatal.decode(bytes);
  } catch {
    string = undefined;
  }
  const shown = Buffer.from(bytes).toString("hex");
  if (string === undefined) {
    if (text.firstInvalid() < 0) throw new Error(`${shown} is not well-formed`);
    expect(() => text.toString(), shown).toThrow("expected valid UTF-8");
    return;
  }
  if (text.firstInvalid() >= 0) throw new Error(`${shown} is well-formed`);
  if (text.toString() !== string) throw new Error(`${shown} is ${string}`);
  if (!text.equals(string)) throw new Error(`${shown} equals ${string}`);
  const target = new DataView(new ArrayBuffer(bytes.length));
  expect(Utf8Text.sizeOf(string)).toBe(bytes.length);
  Utf8Text.write(target, 0, string);
  expect(Buffer.compare(new Uint8Array(target.buffer), bytes), shown).toBe(0);
}

describe("UTF-8", () => {
  test("is well-formed as table 3-7 of the Unicode standard says", () => {
    /** Code points, and the ranges of the first to fourth byte. */
    const rows: readonly (readonly [number, number])[][] = [
      [[0x00, 0x7f]],
      [[0xc2, 0xdf], [0x80, 0xbf]],
      [[0xe0, 0xe0], [0xa0, 0xbf], [0x80, 0xbf]],
      [[0xe1, 0xec], [0x80, 0xbf], [0x80, 0xbf]],
      [[0xed, 0xed], [0x80, 0x9f], [0x80, 0xbf]],
      [[0xee, 0xef], [0x80, 0xbf], [0x80, 0xbf]],
      [[0xf0, 0xf0], [0x90, 0xbf], [0x80, 0xbf], [0x80, 0xbf]],
      [[0xf1, 0xf3], [0x80, 0xbf], [0x80, 0xbf], [0x80, 0xbf]],
      [[0xf4, 0xf4], [0x80, 0x8f], [0x80, 0xbf], [0x80, 0xbf]],
    ];
    const isListed = (bytes: readonly number[]): boolean =>
      rows.some(
        (row) =>
          row.length === bytes.length &&
          row.every(([least, most], at) => {
            const byte = bytes[at] ?? 0;
            return byte >= least && byte <= most;
          }),
      );
    const edges = [0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc2, 0xff];
    for (let lead = 0; lead < 256; lead++) {
      expect(utf8Of(Uint8Array.of(lead)).firstInvalid()).toBe(isListed([lead]) ? -1 : 0);
      if (lead < 0x80) continue;
      for (let second = 0x80; second < 256; second++) {
        const two = [lead, second];
        const isWell = isListed(two);
        expect(utf8Of(Uint8Array.from(two)).firstInvalid(), `${two}`).toBe(isWell ? -1 : 0);
        if (isWell) continue;
        for (const third of edges) {
          const three = [...two, third];
          if (third >= 0x80) {
            const at = utf8Of(Uint8Array.from(three)).firstInvalid();
            expect(at === -1, `${three}`).toBe(isListed(three));
          }
          const four = [...three, 0xbf];
          const isFour = lead >= 0xf0;
          if (isFour) {
            const at = utf8Of(Uint8Array.from(four)).firstInvalid();
            expect(at === -1, `${four}`).toBe(isListed(four));
          }
        }
      }
    }
  }, 60_000);

  test("has the examples of the standard: table 3-4, and the ill-formed ones of section 3.9", () => {
    const well: readonly (readonly [string, string])[] = [
      ["\u004d", "4d"],
      ["\u0430", "d0b0"],
      ["\u4e8c", "e4ba8c"],
      ["\u{10302}", "f0908c82"],
    ];
    for (const [string, digits] of well) {
      expect(utf8Of(Buffer.from(digits, "hex")).toString()).toBe(string);
      expect(utf8Of(Buffer.from(digits, "hex")).equals(string)).toBe(true);
    }
    // Overlong, surrogates, beyond Unicode, cut: tables 3-8 to 3-11. Where the first of them lies.
    const ill: readonly (readonly [string, number])[] = [
      ["c0af", 0],
      ["41e08081", 1],
      ["4142f0818283", 2],
      ["eda080", 0],
      ["41edbfbf", 1],
      ["f4919293ff", 0],
      ["41c2", 1],
      ["e180e2f09192f1bf41", 0],
      ["4d e4ba8c 80".replaceAll(" ", ""), 4],
    ];
    for (const [digits, at] of ill) {
      const text = utf8Of(Buffer.from(digits, "hex"));
      expect(text.firstInvalid(), digits).toBe(at);
      const error = errorOf(() => text.toString());
      expect(error, digits).toMatchObject({ name: "ValidityError", struct: "Note", path: "words" });
      expect(error.offset, digits).toBe(4 + at);
    }
  });

  test("is read as Node's decoder reads all sequences of one and of two bytes", () => {
    for (let first = 0; first < 256; first++) {
      compareUtf8(Uint8Array.of(first));
      for (let second = 0; second < 256; second += first < 0x80 ? 15 : 1) {
        compareUtf8(Uint8Array.of(first, second));
      }
    }
  }, 60_000);

  test("is read as Node's decoder reads random sequences, short and long", () => {
    const seed = Math.floor(Math.random() * 2 ** 32);
    process.stdout.write(`seed ${seed}\n`);
    const random = new Random(seed);
    const leads = [0x41, 0xc2, 0xdf, 0xe0, 0xe1, 0xed, 0xef, 0xf0, 0xf1, 0xf4, 0x80, 0xbf, 0xff];
    for (let round = 0; round < 4000; round++) {
      const length = random.chance(0.8) ? random.integer(0, 12) : random.integer(20, 300);
      const isWell = random.chance(0.5);
      const point = (): number =>
        random.pick([random.integer(0, 0x7f), random.integer(0, 0xd7ff), random.integer(0xe000, 0x10ffff)]);
      compareUtf8(
        isWell
          ? Buffer.from(String.fromCodePoint(...Array.from({ length }, point)), "utf8")
          : Uint8Array.from({ length }, () =>
              random.chance(0.4) ? random.pick(leads) : random.integer(0x80, 0xbf),
            ),
      );
    }
  }, 60_000);

  test("keeps the mark of the byte order, and emojis of several code points", () => {
    for (const string of ["\ufeffabc", "\ufeff".repeat(20), "👩‍👩‍👧‍👦🏳️‍🌈", "é\u0301".repeat(30)]) {
      expect(utf8Of(Buffer.from(string)).toString()).toBe(string);
    }
  });

  test("is read from shared memory", () => {
    for (const string of ["short", "ä", "long ".repeat(50), "länger ".repeat(50)]) {
      const bytes = Buffer.from(string);
      const shared = new SharedArrayBuffer(bytes.length + 1);
      new Uint8Array(shared).set(bytes, 1);
      const text = new Utf8Text(new DataView(shared), 1, bytes.length, "S", "t", 0);
      expect(text.toString()).toBe(string);
      expect(text.equals(string)).toBe(true);
    }
  });
});

describe("UTF-16", () => {
  test("has code points of every plane, in both byte orders", () => {
    for (let plane = 0; plane <= 16; plane++) {
      const string = `a${String.fromCodePoint(plane * 0x10000 + 0xfffd)}b`;
      for (const littleEndian of [true, false]) {
        const text = utf16Of(string.repeat(40), littleEndian);
        expect(text.toString()).toBe(string.repeat(40));
        expect(utf16Of(string, littleEndian).equals(utf16Of(string, !littleEndian))).toBe(true);
        expect(utf16Of(string, littleEndian).equals(utf8Of(Buffer.from(string)))).toBe(true);
      }
    }
  });

  test("is invalid from the first half of a pair on, and in half of a code unit", () => {
    for (const [string, at] of [
      ["\ud83d", 0],
      ["ab\ude00", 4],
      ["a\ud83d\ud83d\ude00", 2],
      ["😀\ud83dx", 4],
    ] as const) {
      for (const littleEndian of [true, false]) {
        expect(utf16Of(string, littleEndian).firstInvalid()).toBe(at);
        const error = errorOf(() => utf16Of(string, littleEndian).toString());
        expect([error.name, error.offset]).toEqual(["ValidityError", at]);
      }
    }
    const odd = new Utf16Text(new DataView(new ArrayBuffer(5)), 0, 5, "S", "t", 0, true);
    expect(odd.firstInvalid()).toBe(4);
  });
});

describe("a window over a text", () => {
  const strings = ["", "\0", "a", "ab", "b", "é", "éa", "ÿ", "\ud7ff", "\ue000", "\uffff", "\u{10000}", "\u{10ffff}"];
  const byCodePoint = (a: string, b: string): number => {
    const [left, right] = [[...a], [...b]];
    for (const [index, character] of left.entries()) {
      const other = right[index];
      if (other === undefined) return 1;
      const difference = (character.codePointAt(0) ?? 0) - (other.codePointAt(0) ?? 0);
      if (difference !== 0) return Math.sign(difference);
    }
    return left.length < right.length ? -1 : 0;
  };

  test("is ordered by code points, against strings and texts of every encoding", () => {
    for (const a of strings) {
      for (const b of strings) {
        const left: Text[] = [utf8Of(Buffer.from(a)), utf16Of(a, true), utf16Of(a, false)];
        const right: Text[] = [utf8Of(Buffer.from(b)), utf16Of(b, true), utf16Of(b, false)];
        if (/^[\0-\xff]*$/.test(a)) left.push(latin1Of(a));
        if (/^[\0-\xff]*$/.test(b)) right.push(latin1Of(b));
        for (const text of left) {
          for (const other of [b, ...right]) {
            expect(text.compare(other), `${a} ${b}`).toBe(byCodePoint(a, b));
            expect(text.equals(other), `${a} ${b}`).toBe(a === b);
          }
          expect(text.startsWith(b), `${a} ${b}`).toBe(a.startsWith(b));
        }
      }
    }
  });

  test("equals strings in whatever order they come, again and again", () => {
    const seed = Number(process.env["STRUCTVIEW_SEED"] ?? 20);
    const random = new Random(seed);
    const characters = ["a", "b", "ß", "€", "😀", "\u007f", "\ufffd", "\ud800", "\udc00"];
    const strings = Array.from({ length: 60 }, (_, index) => {
      const length = random.pick([0, 1, 7, 39, 40, 41, 300, 1023, 1024, 1025]);
      // The first are ASCII, and many differ in the last character only.
      const known = characters.slice(0, index < 30 ? 2 : characters.length);
      return "a".repeat(Math.max(0, length - 1)) + (length === 0 ? "" : random.pick(known));
    });
    for (let round = 0; round < 3000; round++) {
      const string = random.pick(strings);
      const other = random.chance(0.5) ? string : random.pick(strings);
      const isWhole = !/\p{Surrogate}/u.test(other);
      for (let times = random.integer(1, 3); times > 0; times--) {
        // What Node encodes has no half of a pair.
        const utf8 = Buffer.from(string);
        const isSame = isWhole && utf8.equals(Buffer.from(other));
        const shown = `seed ${seed}, round ${round}: ${string.slice(-3)} and ${other.slice(-3)}`;
        expect(utf8Of(utf8).equals(other), shown).toBe(isSame);
        const ascii = new AsciiText(new DataView(Uint8Array.from(utf8).buffer), 0, utf8.length, "S", "t", 0);
        expect(ascii.equals(other), shown).toBe(isSame && !/[^\0-\x7f]/.test(other));
      }
    }
  });

  test("does not equal a string with half of a pair", () => {
    for (let time = 0; time < 3; time++) {
      expect(utf8Of(Uint8Array.of(0xed, 0xa0, 0x80)).equals("\ud800")).toBe(false);
      expect(utf8Of(Buffer.from("\ufffd")).equals("\ud800")).toBe(false);
    }
  });

  test("is copied where there is room, also over itself", () => {
    const text = utf8Of(Buffer.from("Zoë"));
    const target = new Uint8Array(6).fill(0x2e);
    expect(text.copyTo(target, 1)).toBe(4);
    expect(Buffer.from(target).toString()).toBe(".Zoë.");
    for (const offset of [3, -1, NaN]) {
      expect(errorOf(() => text.copyTo(target, offset)).name).toBe("SizeError");
    }
    const all = new Uint8Array(text.$view.buffer);
    expect(text.copyTo(all, 6)).toBe(4);
    expect(Buffer.from(all.subarray(6, 10)).toString()).toBe("Zoë");
  });

  test("is readable in the console, whatever its bytes are", () => {
    expect(inspect(utf8Of(Buffer.from("Zoë")))).toBe('Utf8Text("Zoë")');
    expect(inspect(utf8Of(Uint8Array.of(0xff)))).toBe("Utf8Text(<invalid>)");
    expect(inspect({ a: utf16Of("x", false) })).toContain('Utf16Text("x")');
  });

  test("of ASCII has no byte above 127", () => {
    const view = new DataView(Uint8Array.of(0x41, 0x80, 0x42).buffer);
    const text = new AsciiText(view, 0, 3, "S", "t", 7);
    expect(text.firstInvalid()).toBe(1);
    expect(errorOf(() => text.toString()).offset).toBe(8);
    expect(text.equals("A\u0080B")).toBe(false);
    expect(new AsciiText(view, 2, 1, "S", "t", 7).equals("B")).toBe(true);
  });
});

describe("a field that is a text", () => {
  let modules = 0;
  const load = async (
    fields: readonly FieldData[],
    more: Partial<DocumentData["types"][number]> = {},
  ): Promise<AnyClass> => {
    const types = [{ kind: "struct", name: "Note", fields, ...more }] as DocumentData["types"];
    const { Note } = await importDocument({ types }, `text-${process.pid}-${modules++}`);
    if (Note === undefined) throw new Error("no class");
    return Note;
  };
  const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

  test("lies in the bytes as C, paddings, prefixes and zeros have it", async () => {
    const Note = await load(
      [
        { name: "c", type: { kind: "text", encoding: "ascii", length: 4, zeroTerminated: true } },
        { name: "spaces", type: { kind: "text", encoding: "utf8", length: 4, pad: 0x20 } },
        { name: "wide", type: { kind: "text", encoding: "utf16", length: 6, pad: 0x20 } },
        { name: "ended", type: { kind: "text", encoding: "utf8", length: { kind: "zeroTerminated" } } },
        {
          name: "counted",
          type: { kind: "text", encoding: "utf8", length: { kind: "prefixed", base: "u16" } },
        },
        { name: "words", type: { kind: "array", element: "u16", length: { kind: "prefixed", base: "u8" } } },
      ],
      { byteOrder: "big" },
    );
    const value = { c: "ab", spaces: "é", wide: "x", ended: "zz", counted: "ö!", words: [1, 0x203] };
    const wanted = "61620000" + "c3a92020" + "007800200020" + "7a7a00" + "0003c3b621" + "0200010203";
    expect(hexOf(Note.create(value).$bytes)).toBe(wanted);
    const dirty = new Uint8Array(wanted.length / 2).fill(0xee);
    expect(hexOf(Note.write(dirty, value).$bytes)).toBe(wanted);
    expect(Note.read(Buffer.from(wanted, "hex"))).toEqual(value);
    expect(Note.sizeOf?.(value)).toBe(wanted.length / 2);
  });

  test("without a zero is an error within the record, never a read behind it", async () => {
    const Note = await load([
      { name: "name", type: { kind: "text", encoding: "utf8", length: { kind: "zeroTerminated" } } },
      { name: "after", type: "u16" },
    ]);
    const all = Uint8Array.of(0x61, 0x62, 0x63, 0x64, 0, 0, 0);
    const view = new DataView(all.buffer);
    expect(errorOf(() => Note.viewAt(view, 0, 4))).toMatchObject({ name: "SizeError", needed: 5 });
    // Before the zero there must be room for what follows.
    expect(errorOf(() => Note.viewAt(view, 0, 6))).toMatchObject({ name: "SizeError", needed: 7 });
    expect(String(Note.viewAt(view, 0, 7)["name"])).toBe("abcd");
  });

  test("that goes on behind its maximum is an error, however many bytes there are", async () => {
    const length = { kind: "zeroTerminated", maximum: 2 } as const;
    const Note = await load([{ name: "name", type: { kind: "text", encoding: "ascii", length } }]);
    expect(String(Note.view(Uint8Array.of(0x61, 0x62, 0))["name"])).toBe("ab");
    expect(errorOf(() => Note.view(Uint8Array.of(0x61, 0x62, 0x63, 0)))).toMatchObject({
      name: "ValidityError",
      path: "name",
      expected: "a zero after at most 2 bytes",
    });
    expect(errorOf(() => Note.view(Uint8Array.of(0x61, 0x62))).name).toBe("SizeError");
    expect(errorOf(() => Note.create({ name: "abc" })).name).toBe("SizeError");
  });

  test("takes a text of another record and another encoding, also its own", async () => {
    const Note = await load([
      { name: "a", type: { kind: "text", encoding: "utf8", length: 4, pad: 0 } },
      { name: "b", type: { kind: "text", encoding: "utf16", length: 4, pad: 0 } },
    ]);
    const note = Note.create({ a: "é", b: "ab" });
    Reflect.set(note, "b", note["a"]);
    Reflect.set(note, "a", note["a"]);
    expect(Note.toObject(note)).toEqual({ a: "é", b: "é" });
    Reflect.set(note, "b", "é€");
    // Nine bytes: nothing is cut.
    const before = hexOf(note.$bytes);
    Reflect.set(note, "a", "xyz");
    Reflect.set(note, "a", "é");
    expect(errorOf(() => Reflect.set(note, "a", note["b"])).name).toBe("SizeError");
    expect(hexOf(note.$bytes)).toBe(before);
  });

  test("is set as one of several fields are", async () => {
    const Note = await load([
      { name: "kind", type: "u8" },
      { name: "label", type: { kind: "text", encoding: "utf8", length: 6, pad: 0x20 } },
    ]);
    const note = Note.create({ kind: 1 });
    expect(Object.assign(note, { kind: 2, label: "Kyoto" })).toBe(note);
    expect(hexOf(note.$bytes)).toBe("024b796f746f20");
    expect(errorOf(() => Object.assign(note, { label: "Nagasaki" })).name).toBe("SizeError");
  });

  test("that a prefix cannot count is refused before a byte changes", async () => {
    for (const type of [
      { kind: "text", encoding: "utf8", length: { kind: "prefixed", base: "u8" } },
      { kind: "bytes", length: { kind: "prefixed", base: "u8" } },
      { kind: "array", element: "u16", length: { kind: "prefixed", base: "u8" } },
    ] as const) {
      const Note = await load([{ name: "part", type }]);
      const part = type.kind === "text" ? "x".repeat(256) : new Uint8Array(256);
      const given = type.kind === "array" ? Array.from({ length: 256 }, () => 0) : part;
      expect(errorOf(() => Note.create({ part: given }))).toMatchObject({
        name: "ValidityError",
        path: "part",
        expected: "a length from 0 to 255",
        got: 256,
      });
      expect(Note.create({ part: given.slice(1) }).$bytes[0]).toBe(255);
    }
  });

  test("of dynamic size keeps its size, and says so", async () => {
    const Note = await load([
      { name: "name", type: { kind: "text", encoding: "utf8", length: { kind: "zeroTerminated" } } },
    ]);
    const note = Note.create({ name: "abc" });
    Reflect.set(note, "name", "xyz");
    expect(hexOf(note.$bytes)).toBe("78797a00");
    for (const other of ["ab", "abcd"]) {
      expect(errorOf(() => Reflect.set(note, "name", other)).name).toBe("SizeError");
    }
    expect(hexOf(note.$bytes)).toBe("78797a00");
  });

  test("is aligned in C as its code units are", async () => {
    const Note = await load(
      [
        { name: "a", type: "u8" },
        { name: "wide", type: { kind: "text", encoding: "utf16", length: 4 } },
        { name: "narrow", type: { kind: "text", encoding: "utf8", length: 1 } },
      ],
      { rules: "c" },
    );
    expect([Note.size, Note.alignment]).toEqual([8, 2]);
  });
});
