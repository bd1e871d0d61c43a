import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type CapturedPacket, openCapture } from "../../examples/read-capture/capture-file.js";
import { type DecodedPacket, decodePacket } from "../../examples/read-capture/decode.js";
import { ipv4Options, tcpOptions } from "../../examples/read-capture/options.js";
import { EtherType } from "../../generated/ethernet.js";
import { CookedDirection, LinuxCookedHeader } from "../../generated/linux-cooked.js";
import { LinkType, PcapHeader, PcapMagic } from "../../generated/pcap.js";
import { type Comparison, compareCapture } from "./compare.js";
import { excludedFields } from "./fields.js";
import { captureNames, folder, namesIn, readAnswer, readCaptureFile } from "./folder.js";
import type { TsharkAnswer, TsharkField, TsharkLayer } from "./tshark.js";

describe("the captures of this repository", () => {
  it("each has an answer of tshark", () => {
    expect(captureNames).toEqual(namesIn(join(folder, "answers"), ".json"));
    expect(captureNames.length).toBeGreaterThanOrEqual(25);
  });

  it.each(captureNames)("%s has every header field that tshark shows, and no other", (name) => {
    const comparison = compareCapture(readCaptureFile(name), name, readAnswer(name));
    expect(comparison.differences).toEqual([]);
    expect(comparison.packets).toBe(readAnswer(name).packets.length);
  });

  it("are compared in full", () => {
    const all = captureNames.map((name) =>
      compareCapture(readCaptureFile(name), name, readAnswer(name)),
    );
    const sum = (count: (comparison: Comparison) => number): number =>
      all.reduce((total, comparison) => total + count(comparison), 0);
    expect(sum(({ packets }) => packets)).toBeGreaterThanOrEqual(550);
    expect(sum(({ layers }) => layers)).toBeGreaterThanOrEqual(1_700);
    expect(sum(({ fields }) => fields)).toBeGreaterThanOrEqual(22_000);
    expect(new Set(all.flatMap(({ names }) => [...names])).size).toBeGreaterThanOrEqual(115);
    expect(new Set(all.flatMap(({ excluded }) => [...excluded.keys()]))).toEqual(excludedFields);
    expect(sum(({ skipped }) => skipped)).toBe(0);
  });

  it("are read the same from a window at an odd offset of a larger buffer", () => {
    for (const name of captureNames) {
      const file = readCaptureFile(name);
      const buffer = new Uint8Array(file.length + 12).fill(0xa5);
      buffer.set(file, 7);
      const window = buffer.subarray(7, 7 + file.length);
      expect(compareCapture(window, name, readAnswer(name)).differences).toEqual([]);
    }
  });

  it("are not copied: every record and every window lies in the bytes of the file", () => {
    let windows = 0;
    for (const name of captureNames) {
      const file = readCaptureFile(name);
      for (const { packet, decoded } of decodeCapture(file, name)) {
        for (const layer of decoded.layers) {
          const { $view, $bytes } = layer.record;
          const within: ArrayBufferView[] = [packet.bytes, $view, $bytes];
          if ("source" in layer.record) within.push(layer.record.source);
          if (layer.protocol === "tcp") within.push(...bytesOf(tcpOptions(layer.record).options));
          if (layer.protocol === "ipv4") within.push(...bytesOf(ipv4Options(layer.record).options));
          expect(within.every(({ buffer }) => buffer === file.buffer)).toBe(true);
          expect($bytes.byteOffset).toBe(packet.bytes.byteOffset + layer.offset);
          windows += within.length;
        }
      }
    }
    expect(windows).toBeGreaterThan(5_000);
  });

  it("mixed-*: both byte orders and both resolutions hold the same packets", () => {
    const [first, ...others] = captureNames.filter((name) => name.startsWith("mixed-"));
    expect(others).toHaveLength(3);
    const wanted = decodeCapture(readCaptureFile(first ?? ""), "first").map(inMicroseconds);
    for (const name of others) {
      expect(decodeCapture(readCaptureFile(name), name).map(inMicroseconds)).toEqual(wanted);
    }
  });
});

describe("the headers that tshark was not asked for", () => {
  it.each(["le", "be"])("of a capture file, %s: as the tools wrote them", (order) => {
    const file = readCaptureFile(`mixed-${order}-nano`);
    const byteOrder = order === "le" ? "little" : "big";
    const [header] = PcapHeader.viewPrefix(file, byteOrder);
    expect(PcapHeader.toObject(header)).toEqual({
      magic: PcapMagic.nanoseconds,
      versionMajor: 2,
      versionMinor: 4,
      timeZone: 0,
      accuracy: 0,
      snapLength: 262_144,
      linkType: LinkType.ethernet,
    });
    const { resolution, ...capture } = openCapture(file, "file");
    expect([capture.byteOrder, resolution]).toEqual([byteOrder, "nanoseconds"]);
  });

  it("of Linux cooked packets: as they stand in the hexadecimal dump", () => {
    const [first] = decodeCapture(readCaptureFile("linux-cooked"), "linux-cooked");
    const [layer] = first?.decoded.layers ?? [];
    expect(layer?.protocol).toBe("linuxCooked");
    expect(LinuxCookedHeader.read(layer?.record.$bytes ?? new Uint8Array(0))).toEqual({
      direction: CookedDirection.broadcast,
      hardwareType: 1,
      addressLength: 6,
      address: Uint8Array.of(0x02, 0, 0, 0, 0, 0xa0, 0, 0),
      etherType: EtherType.arp,
    });
  });
});

describe("the comparison", () => {
  // One occurrence of each field, in a header that is whole.
  const occurrences = new Map<
    string,
    { name: string; packet: number; layer: number; at: number }
  >();
  for (const name of captureNames) {
    if (name === "snapped") continue;
    for (const [packet, { layers }] of readAnswer(name).packets.entries()) {
      for (const [layer, { protocol, fields }] of layers.entries()) {
        for (const [at, [field]] of fields.entries()) {
          occurrences.set(`${protocol} ${field}`, { name, packet, layer, at });
        }
      }
    }
  }
  for (const key of excludedFields) occurrences.delete(key);

  const changes: readonly {
    readonly name: string;
    readonly change: (field: TsharkField) => readonly TsharkField[];
  }[] = [
    {
      name: "another value",
      change: ([name, offset, size, value, mask]) => [
        fieldOf(name, offset, size, value.replace(/.$/, flipDigit), mask),
      ],
    },
    {
      name: "another offset",
      change: ([name, offset, size, value, mask]) => [fieldOf(name, offset + 1, size, value, mask)],
    },
    {
      name: "another size",
      change: ([name, offset, size, value, mask]) => [fieldOf(name, offset, size + 1, value, mask)],
    },
    { name: "a field that is missing", change: () => [] },
    { name: "a field twice", change: (field) => [field, field] },
    {
      name: "a field that is not in the table",
      change: (field) => [field, fieldOf("no.such.field", field[1], field[2], field[3], field[4])],
    },
  ];

  it.each(changes)("finds $name, whichever field it is", ({ change }) => {
    expect(occurrences.size).toBeGreaterThanOrEqual(115);
    for (const [key, { name, packet, layer, at }] of occurrences) {
      const answer = changeLayer(readAnswer(name), packet, layer, (changed) => [
        { ...changed, fields: changed.fields.flatMap((f, i) => (i === at ? change(f) : [f])) },
      ]);
      const { differences } = compareCapture(readCaptureFile(name), name, answer);
      expect(differences, key).toHaveLength(1);
    }
  });

  it("finds a layer that is missing, one too many, and one that is elsewhere", () => {
    const changed: readonly ((layer: TsharkLayer) => readonly TsharkLayer[])[] = [
      () => [],
      (layer) => [layer, layer],
      (layer) => [{ ...layer, offset: layer.offset + 1 }],
    ];
    for (const { name, packet, layer } of new Set(occurrences.values())) {
      for (const change of changed) {
        const answer = changeLayer(readAnswer(name), packet, layer, change);
        const { differences } = compareCapture(readCaptureFile(name), name, answer);
        expect(differences).not.toEqual([]);
      }
    }
  });
});

describe("the link types without an Ethernet header", () => {
  // Behind an Ethernet header stands what they start with, of IPv4 and IPv6 alike.
  const packets = decodeCapture(readCaptureFile("mixed-le-nano"), "mixed-le-nano").filter(
    ({ decoded }) => decoded.layers[1]?.protocol.startsWith("ip"),
  );

  it("raw: an IP header of either version", () => {
    expect(packets).toHaveLength(24);
    for (const { packet, decoded } of packets) {
      const raw = decodePacket(packet.bytes.subarray(14), LinkType.raw);
      expect(shownLayers(raw, 0)).toEqual(shownLayers(decoded, 14).slice(1));
    }
  });

  it.each([true, false])("null: a protocol family, little-endian: %s", (isLittleEndian) => {
    for (const { packet, decoded } of packets) {
      const bytes = packet.bytes.slice(10);
      const family = decoded.layers[1]?.protocol === "ipv4" ? 2 : 30;
      new DataView(bytes.buffer).setUint32(0, family, isLittleEndian);
      expect(shownLayers(decodePacket(bytes, LinkType.null), 4)).toEqual(
        shownLayers(decoded, 14).slice(1),
      );
    }
  });
});

describe("a link type that is not known", () => {
  it("is a note for each packet, not an exception", () => {
    const { layers, problem } = decodePacket(new Uint8Array(60), 147);
    expect(layers).toEqual([]);
    expect(problem?.message).toBe("link type 147 is not supported");
  });
});

interface Decoded {
  readonly packet: CapturedPacket;
  readonly decoded: DecodedPacket;
}

function decodeCapture(bytes: Uint8Array, name: string): Decoded[] {
  const capture = openCapture(bytes, name);
  return Array.from(capture.packets(), (packet) => ({
    packet,
    decoded: decodePacket(packet.bytes, capture.linkType),
  }));
}

/** The layers of a packet, with their offsets from `start`. */
function shownLayers({ layers }: DecodedPacket, start: number): string[] {
  return layers.map(({ protocol, offset }) => `${protocol} at ${offset - start}`);
}

/** What a packet is but for the nanoseconds, as plain data. */
function inMicroseconds({ packet, decoded }: Decoded): unknown {
  return {
    ...packet,
    nanoseconds: Math.floor(packet.nanoseconds / 1000),
    bytes: [...packet.bytes],
    layers: decoded.layers.map(({ protocol, offset, record }) => ({
      protocol,
      offset,
      bytes: [...record.$bytes],
    })),
  };
}

function bytesOf(options: readonly { readonly bytes: Uint8Array }[]): Uint8Array[] {
  return options.map(({ bytes }) => bytes);
}

function changeLayer(
  answer: TsharkAnswer,
  packet: number,
  layer: number,
  change: (layer: TsharkLayer) => readonly TsharkLayer[],
): TsharkAnswer {
  const packets = answer.packets.map((each, index) =>
    index === packet
      ? { ...each, layers: each.layers.flatMap((l, i) => (i === layer ? change(l) : [l])) }
      : each,
  );
  return { ...answer, packets };
}

function flipDigit(digit: string): string {
  return (Number.parseInt(digit, 16) ^ 1).toString(16);
}

function fieldOf(
  name: string,
  offset: number,
  size: number,
  value: string,
  mask: string | undefined,
): TsharkField {
  return mask === undefined ? [name, offset, size, value] : [name, offset, size, value, mask];
}
