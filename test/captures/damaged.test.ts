import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  CaptureError,
  type CapturedPacket,
  openCapture,
} from "../../examples/read-capture/capture-file.js";
import {
  type DecodedPacket,
  type Layer,
  decodePacket,
} from "../../examples/read-capture/decode.js";
import { Summary, formatPacket } from "../../examples/read-capture/print.js";
import { captureFile, captureNames, readCaptureFile } from "./folder.js";

const headerSize = 24;
const packetHeaderSize = 16;

const originals = captureNames.map((name) => ({ name, bytes: readCaptureFile(name) }));

describe("a packet that is cut", () => {
  it.each(captureNames)(
    "%s: shows the layers that are whole at every length, and no other",
    (name) => {
      for (const { packet, decoded, linkType } of readAll(readCaptureFile(name)).packets) {
        const last = decoded.layers.at(-1);
        const end = last === undefined ? 0 : endOf(last);
        for (let length = 0; length < end; length += 1) {
          const cut = decodePacket(packet.bytes.subarray(0, length), linkType);
          const whole = decoded.layers.filter((layer) => endOf(layer) <= length);
          expect(cut.layers.map(shownLayer)).toEqual(whole.map(shownLayer));
          expect(cut.problem?.kind).toBe("cut");
          const captured = { ...packet, bytes: packet.bytes.subarray(0, length) };
          expect(formatPacket(captured, cut)).toContain("[cut: ");
        }
      }
    },
  );
});

describe("a damaged file", () => {
  const seed = Number(process.env["STRUCTVIEW_SEED"] ?? Date.now() % 2 ** 32);
  const copies = 1_500;

  it(`shows the packets before the damage and invents none: ${copies} copies, seed ${seed}`, () => {
    console.log(`seed ${seed}; STRUCTVIEW_SEED=${seed} repeats it`);
    const random = randomFrom(seed);
    const seen = { shown: 0, whole: 0, refused: 0, cut: 0 };
    const undamaged = originals.map(({ bytes }) => readAll(bytes));
    for (let copy = 0; copy < copies; copy += 1) {
      const index = random(originals.length);
      const original = originals[index]?.bytes ?? new Uint8Array(0);
      const kind = damages[copy % damages.length] ?? cutAnywhere;
      const bytes = kind(original, random);
      const place = `copy ${copy}, ${kind.name} of ${originals[index]?.name}, seed ${seed}`;

      const start = performance.now();
      const read = readAll(bytes);
      expect(performance.now() - start, place).toBeLessThan(2_000);

      const wanted = undamaged[index]?.packets ?? [];
      const damage = firstDifference(original, bytes);
      checkBounds(bytes, read, place);
      if (damage >= headerSize) {
        const before = wanted.filter(({ packet }) => endOfPacket(packet) <= damage);
        const shown = read.packets.slice(0, before.length);
        expect(
          shown.map(({ line }) => line),
          place,
        ).toEqual(before.map(({ line }) => line));
        seen.shown += before.length;
        checkBegun(wanted[before.length], read.packets[before.length], damage, place);
        if (kind === cutAnywhere) {
          // A file that ends between two packets is whole.
          const isWhole = bytes.length === endOfPackets(before);
          expect(read.packets, place).toHaveLength(before.length);
          expect(read.error === undefined, place).toBe(isWhole);
          seen.cut += 1;
        }
      }
      if (isInContents(original, bytes, wanted)) {
        expect(read.packets, place).toHaveLength(wanted.length);
        expect(read.error, place).toBeUndefined();
        seen.whole += 1;
      }
      if (read.error !== undefined) seen.refused += 1;
    }
    console.log(seen);
    // Each of the rules above was at work.
    expect(seen.shown).toBeGreaterThan(copies);
    expect(seen.whole).toBeGreaterThan(copies / 20);
    expect(seen.refused).toBeGreaterThan(copies / 4);
    expect(seen.cut).toBeGreaterThan(copies / 10);
  });

  it("claims no more memory than it has, whatever length it claims", () => {
    for (const length of [262_144, 262_145, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 16, 2 ** 32 - 1]) {
      const bytes = readCaptureFile("arp").slice(0, 100);
      const view = new DataView(bytes.buffer);
      view.setUint32(headerSize + 8, length, true);
      view.setUint32(headerSize + 12, 2 ** 32 - 1, true);
      const { packets, error } = readAll(bytes);
      expect(packets).toEqual([]);
      expect(error?.message).toMatch(/^file: packet 1 at offset 24: .*\b\d+\b/);
    }
  });

  it("of packets without bytes ends with its last header", () => {
    const bytes = new Uint8Array(headerSize + 1_000 * packetHeaderSize);
    bytes.set(readCaptureFile("arp").subarray(0, headerSize));
    const { packets, error } = readAll(bytes);
    expect(error).toBeUndefined();
    expect(packets).toHaveLength(1_000);
    expect(packets.every(({ decoded }) => decoded.layers.length === 0)).toBe(true);
  });

  it("with as many stacked headers as fit is decoded without recursion", () => {
    const tags = new Uint8Array(262_144);
    for (let offset = 12; offset < tags.length; offset += 4) tags[offset] = 0x81;
    expect(decodePacket(tags, 1).layers.length).toBeGreaterThan(65_000);
  });
});

describe("main.ts", () => {
  let temporary = "";
  beforeAll(() => {
    temporary = mkdtempSync(join(tmpdir(), "read-capture-"));
  });
  afterAll(() => {
    rmSync(temporary, { recursive: true, force: true });
  });

  const arp = readCaptureFile("arp");
  const cases: readonly {
    readonly name: string;
    readonly file: string;
    readonly bytes?: Uint8Array;
    readonly packets: number;
    readonly error: RegExp;
  }[] = [
    {
      name: "a file that is cut in its third packet",
      file: "cut.pcap",
      bytes: arp.subarray(0, headerSize + 2 * 58 + 20),
      packets: 2,
      error: /cut\.pcap: packet 3 at offset 140: cut: it needs 42 bytes, 4 are left$/,
    },
    {
      name: "a file that is cut in its header",
      file: "header.pcap",
      bytes: arp.subarray(0, 10),
      packets: 0,
      error: /header\.pcap: offset 0: the header of the file is cut: .*expected 24 bytes, got 10$/,
    },
    {
      name: "a file that is no capture",
      file: "garbage.pcap",
      bytes: new Uint8Array(500).fill(0x5a),
      packets: 0,
      error: /garbage\.pcap: offset 0: not a capture file: it starts with 0x5a5a5a5a$/,
    },
    {
      name: "an empty file",
      file: "empty.pcap",
      bytes: new Uint8Array(0),
      packets: 0,
      error: /empty\.pcap: offset 0: not a capture file: it holds 0 bytes$/,
    },
    {
      name: "a missing file",
      file: "missing.pcap",
      packets: 0,
      error: /missing\.pcap: cannot be read: ENOENT: /,
    },
    { name: "a folder", file: ".", packets: 0, error: /: cannot be read: EISDIR: / },
  ];

  it.each(cases)("ends with 1 and one line for $name", ({ file, bytes, packets, error }) => {
    const path = join(temporary, file);
    if (bytes !== undefined) writeFileSync(path, bytes);
    const { status, stdout, stderr } = run([path]);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
    expect(stderr.trimEnd()).toMatch(error);
    expect(status).toBe(1);
    expect(stdout.split("\n").filter((line) => /^\d+ {2}\d{4}-/.test(line))).toHaveLength(packets);
  });

  it("shows every file, also behind a damaged one", () => {
    const path = join(temporary, "short.pcap");
    writeFileSync(path, arp.subarray(0, 30));
    const { status, stdout, stderr } = run([path, captureFile("arp")]);
    expect(stderr).toMatch(/short\.pcap: packet 1 at offset 24: cut: .*\n$/);
    expect(stdout).toContain("10 packets, 420 bytes, 420 of them captured\n  arp: 10\nduration ");
    expect(status).toBe(1);
  });

  it("shows its own capture where no file is named", () => {
    const { status, stdout, stderr } = run([]);
    expect(stderr).toBe("");
    expect(stdout).toContain("26 packets, 2960 bytes, 2960 of them captured\n  tcp: 10\n");
    expect(status).toBe(0);
  });

  it("ends with 2 and its usage for an option that it does not have", () => {
    const { status, stdout, stderr } = run(["--verbose"]);
    expect(stderr).toMatch(/^usage: .*\n$/);
    expect(stdout).toBe("");
    expect(status).toBe(2);
  });
});

interface ReadPacket {
  readonly packet: CapturedPacket;
  readonly decoded: DecodedPacket;
  readonly linkType: number;
  readonly line: string;
}

interface ReadCapture {
  readonly packets: readonly ReadPacket[];
  readonly error: CaptureError | undefined;
}

/** Does what the example does with a file. Any exception but its own error class fails the test. */
function readAll(bytes: Uint8Array): ReadCapture {
  const packets: ReadPacket[] = [];
  const summary = new Summary();
  try {
    const capture = openCapture(bytes, "file");
    for (const packet of capture.packets()) {
      const { linkType } = capture;
      const decoded = decodePacket(packet.bytes, linkType);
      summary.add(packet, decoded);
      packets.push({ packet, decoded, linkType, line: formatPacket(packet, decoded) });
    }
  } catch (error) {
    if (!(error instanceof CaptureError)) throw error;
    return { packets, error };
  }
  expect(summary.lines()[0]).toMatch(new RegExp(`^${packets.length} packets, `));
  return { packets, error: undefined };
}

/** A way to damage a copy of a file. Every one returns bytes of their own. */
type Damage = (original: Uint8Array, random: Random) => Uint8Array;

const cutAnywhere: Damage = (original, random) => original.slice(0, random(original.length));

const flipAnywhere: Damage = (original, random) => {
  const bytes = original.slice();
  for (let times = 1 + random(8); times > 0; times -= 1) {
    const offset = random(bytes.length);
    bytes[offset] = (bytes[offset] ?? 0) ^ (1 + random(255));
  }
  return bytes;
};

/** One byte behind all headers of the file, so that only contents of packets change. */
const flipContents: Damage = (original, random) => {
  const bytes = original.slice();
  const packets = readAll(original).packets;
  const { packet } = packets[random(packets.length)] ?? {};
  if (packet === undefined || packet.capturedLength === 0) return bytes;
  const offset = packet.offset + packetHeaderSize + random(packet.capturedLength);
  bytes[offset] = (bytes[offset] ?? 0) ^ (1 + random(255));
  return bytes;
};

const extremes = [0, 1, 15, 16, 0xffff, 262_144, 262_145, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 16];

/** A field of a packet header or of the file header that claims something extreme. */
const claimExtremes: Damage = (original, random) => {
  const bytes = original.slice();
  const view = new DataView(bytes.buffer);
  const packets = readAll(original).packets;
  for (let times = 1 + random(3); times > 0; times -= 1) {
    const { packet } = packets[random(packets.length)] ?? {};
    const inPacket = (packet?.offset ?? 0) + 4 * random(4);
    const offset = random(8) === 0 ? 4 * random(6) : inPacket;
    const value = random(4) === 0 ? 2 ** 32 - 1 - random(64) : extremes[random(extremes.length)];
    view.setUint32(offset, value ?? 0, random(2) === 0);
  }
  return bytes;
};

const concatenate: Damage = (original, random) => {
  const other = originals[random(originals.length)]?.bytes ?? original;
  const cut = random(2) === 0 ? original.length : random(original.length);
  const start = random(2) === 0 ? 0 : random(other.length);
  return new Uint8Array([...original.subarray(0, cut), ...other.subarray(start)]);
};

const removeBytes: Damage = (original, random) => {
  const start = random(original.length);
  const end = start + 1 + random(40);
  return new Uint8Array([...original.subarray(0, start), ...original.subarray(end)]);
};

const fillWithGarbage: Damage = (original, random) => {
  const bytes = original.slice();
  for (let offset = random(bytes.length); offset < bytes.length; offset += 1) {
    bytes[offset] = random(256);
  }
  return bytes;
};

const damages: readonly Damage[] = [
  cutAnywhere,
  flipAnywhere,
  flipContents,
  claimExtremes,
  concatenate,
  removeBytes,
  fillWithGarbage,
];

/** Whatever the bytes are: the packets lie one behind the other in the file, the layers in them. */
function checkBounds(bytes: Uint8Array, { packets, error }: ReadCapture, place: string): void {
  expect(packets.length, place).toBeLessThanOrEqual(bytes.length / packetHeaderSize);
  let end = headerSize;
  for (const { packet, decoded, line } of packets) {
    expect(packet.offset, place).toBe(end);
    end = endOfPacket(packet);
    expect(end, place).toBeLessThanOrEqual(bytes.length);
    expect(packet.bytes.length, place).toBe(packet.capturedLength);
    expect(packet.bytes.buffer, place).toBe(bytes.buffer);
    let start = 0;
    for (const layer of decoded.layers) {
      expect(layer.offset, place).toBeGreaterThanOrEqual(start);
      start = endOf(layer);
      expect(start, place).toBeLessThanOrEqual(packet.capturedLength);
    }
    expect(line, place).not.toContain("\n");
  }
  if (error === undefined) {
    expect(end, place).toBe(bytes.length);
  } else {
    expect(error.message, place).toMatch(/^file: (packet \d+ at )?offset \d+: .+$/);
    expect(error.packet ?? 0, place).toBe(error.packet === undefined ? 0 : packets.length + 1);
    expect(error.offset, place).toBeLessThanOrEqual(bytes.length);
  }
}

/** The layers of the damaged packet that end before the damage are still there. */
function checkBegun(
  wanted: ReadPacket | undefined,
  got: ReadPacket | undefined,
  damage: number,
  place: string,
): void {
  if (wanted === undefined || got === undefined) return;
  const start = wanted.packet.offset + packetHeaderSize;
  const before = wanted.decoded.layers.filter((layer) => start + endOf(layer) <= damage);
  const shown = got.decoded.layers.slice(0, before.length);
  expect(shown.map(shownLayer), place).toEqual(before.map(shownLayer));
}

/** Whether only contents of packets changed: nothing of the headers in the file, nor its length. */
function isInContents(
  original: Uint8Array,
  bytes: Uint8Array,
  packets: readonly ReadPacket[],
): boolean {
  if (bytes.length !== original.length) return false;
  const headers = [
    [0, headerSize] as const,
    ...packets.map(({ packet: { offset } }) => [offset, offset + packetHeaderSize] as const),
  ];
  return headers.every(([start, end]) =>
    original.subarray(start, end).every((byte, index) => byte === bytes[start + index]),
  );
}

function firstDifference(original: Uint8Array, bytes: Uint8Array): number {
  const index = original.findIndex((byte, offset) => byte !== bytes[offset]);
  return index === -1 ? original.length : index;
}

function endOfPackets(packets: readonly ReadPacket[]): number {
  const last = packets.at(-1);
  return last === undefined ? headerSize : endOfPacket(last.packet);
}

function endOfPacket({ offset, capturedLength }: CapturedPacket): number {
  return offset + packetHeaderSize + capturedLength;
}

function endOf({ offset, record }: Layer): number {
  return offset + record.$bytes.length;
}

function shownLayer({ protocol, offset, record }: Layer): string {
  return `${protocol} at ${offset}: ${Buffer.from(record.$bytes).toString("hex")}`;
}

/** Returns a number from 0 up to `limit`, which is not included. */
type Random = (limit: number) => number;

/** The generator mulberry32. */
function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  };
}

const main = fileURLToPath(new URL("../../examples/read-capture/main.ts", import.meta.url));

function run(files: readonly string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, ["--import", "tsx", main, ...files], {
    encoding: "utf8",
    timeout: 30_000,
  });
}
