/**
 * Compares what the example decodes of a capture with what tshark says about it: every packet, every
 * header, every field, values and positions, in both directions.
 */
import { openCapture, type CapturedPacket } from "../../examples/read-capture/capture-file.js";
import {
  type DecodedPacket,
  type Layer,
  decodeEtherPayload,
  decodePacket,
} from "../../examples/read-capture/decode.js";
import { EtherType } from "../../generated/ethernet.js";
import { IpProtocol } from "../../generated/ip-protocol.js";
import { LinkType } from "../../generated/pcap.js";
import { excludedFields, fieldsOf } from "./fields.js";
import type { TsharkAnswer, TsharkField, TsharkLayer, TsharkPacket } from "./tshark.js";

/** What a comparison counted, and what it found. */
export interface Comparison {
  packets: number;
  layers: number;
  /** Fields of headers that were compared, each with position and value. */
  fields: number;
  /** The different ones of these fields, as "protocol field". */
  readonly names: Set<string>;
  /** Fields of tshark that no schema has, as "protocol field", and how often they occur. */
  readonly excluded: Map<string, number>;
  /** Layers of tshark that were not compared, for a reason that is given here. */
  skipped: number;
  /** One line for everything that is not equal. */
  readonly differences: string[];
}

/** Compares one capture file with tshark's answer about it. */
export function compareCapture(bytes: Uint8Array, file: string, answer: TsharkAnswer): Comparison {
  const capture = openCapture(bytes, file);
  const comparison: Comparison = {
    packets: 0,
    layers: 0,
    fields: 0,
    names: new Set(),
    excluded: new Map(),
    skipped: 0,
    differences: [],
  };
  const packets = [...capture.packets()];
  if (packets.length !== answer.packets.length) {
    comparison.differences.push(
      `${file}: ${packets.length} packets, tshark has ${answer.packets.length}`,
    );
  }
  for (const [index, packet] of packets.entries()) {
    const expected = answer.packets[index];
    if (expected !== undefined) {
      new PacketComparison(comparison, file, packet, capture.linkType).compare(expected);
    }
  }
  return comparison;
}

/** The protocols as tshark calls them. Linux cooked headers are not among those that it was asked for. */
const protocols: Readonly<Record<Layer["protocol"], string>> = {
  ethernet: "eth",
  linuxCooked: "",
  vlan: "vlan",
  serviceVlan: "ieee8021ad",
  arp: "arp",
  ipv4: "ip",
  ipv6: "ipv6",
  hopByHop: "ipv6.hopopts",
  routing: "ipv6.routing",
  destinationOptions: "ipv6.dstopts",
  fragment: "ipv6.fraghdr",
  tcp: "tcp",
  udp: "udp",
  icmp: "icmp",
  icmpv6: "icmpv6",
};

/** The layers whose size tshark counts as the header alone. */
const sized: ReadonlySet<string> = new Set(["vlan", "ieee8021ad", "arp", "ip", "tcp", "udp"]);

/** How many zeros stand for what is missing of a cut packet: as many as the longest header has. */
const longestHeader = 2048;

class PacketComparison {
  readonly #comparison: Comparison;
  readonly #packet: CapturedPacket;
  readonly #linkType: number;
  readonly #place: string;

  constructor(comparison: Comparison, file: string, packet: CapturedPacket, linkType: number) {
    this.#comparison = comparison;
    this.#packet = packet;
    this.#linkType = linkType;
    this.#place = `${file} packet ${packet.number}`;
  }

  compare(expected: TsharkPacket): void {
    const { number, seconds, nanoseconds, capturedLength, wireLength, bytes } = this.#packet;
    this.#comparison.packets += 1;
    const time = `${seconds}.${String(nanoseconds).padStart(9, "0")}`;
    this.#equal("number", number, expected.number);
    this.#equal("time", time, expected.time);
    this.#equal("capturedLength", capturedLength, expected.capturedLength);
    this.#equal("wireLength", wireLength, expected.wireLength);
    this.#equal("window", bytes.length, capturedLength);
    this.#compareFrom(0, decodePacket(bytes, this.#linkType), expected.layers);
  }

  /** Compares the layers that were decoded from `start` on with those that tshark shows from there. */
  #compareFrom(start: number, decoded: DecodedPacket, layers: readonly TsharkLayer[]): void {
    const ours = decoded.layers.filter(({ protocol }) => protocols[protocol] !== "");
    let index = 0;
    for (const layer of ours) {
      const expected = layers[index];
      const shown = `${protocols[layer.protocol]} at ${start + layer.offset}`;
      if (`${expected?.protocol} at ${expected?.offset}` !== shown) {
        this.#differ(`decoded ${shown}, tshark has ${shownLayer(expected)}`);
        return;
      }
      if (expected !== undefined) this.#compareLayer(start, layer, expected, true);
      index += 1;
    }
    const left = layers.slice(index);
    const [next] = left;
    if (next === undefined) return;
    if (decoded.problem?.kind === "cut" && start + decoded.problem.offset === next.offset) {
      this.#compareCut(start, left);
    } else if (isOtherVersion(decoded, next, left)) {
      // tshark shows a header all the same whose version is not that of its EtherType.
      this.#comparison.skipped += left.length;
    } else if (mayCarry(ours.at(-1), next.protocol)) {
      this.#compareTunnel(next, left);
    } else {
      this.#differ(`tshark has ${shownLayer(next)}, decoded nothing`);
    }
  }

  /**
   * tshark shows the first fields of a header that is cut, which no record can show. With zeros for
   * what is missing there is a record, and the fields that are in the packet must agree.
   */
  #compareCut(start: number, layers: readonly TsharkLayer[]): void {
    const { bytes } = this.#packet;
    const padded = new Uint8Array(bytes.length + longestHeader);
    padded.set(bytes);
    const whole = decodePacket(padded, this.#linkType).layers;
    const [expected, behind] = layers;
    const layer = whole.find(
      ({ protocol, offset }) =>
        protocols[protocol] === expected?.protocol && start + offset === expected.offset,
    );
    if (expected === undefined || layer === undefined) {
      this.#differ(`tshark has ${shownLayer(expected)}, cut, decoded nothing`);
      return;
    }
    this.#compareLayer(start, layer, expected, false);
    if (behind !== undefined) this.#differ(`tshark has ${shownLayer(behind)} behind a cut header`);
  }

  /** The example does not look into tunnels, so what tshark finds there is decoded on its own. */
  #compareTunnel(next: TsharkLayer, layers: readonly TsharkLayer[]): void {
    const inside = this.#packet.bytes.subarray(next.offset);
    const etherType = etherTypes.get(next.protocol);
    const decoded =
      etherType === undefined
        ? decodePacket(inside, LinkType.ethernet)
        : decodeEtherPayload(inside, etherType);
    if (decoded.layers.length === 0) {
      this.#differ(`tshark has ${shownLayer(next)} in a tunnel, decoded nothing`);
    } else {
      this.#compareFrom(next.offset, decoded, layers);
    }
  }

  #compareLayer(start: number, layer: Layer, expected: TsharkLayer, isWhole: boolean): void {
    this.#comparison.layers += 1;
    const { protocol } = expected;
    if (isWhole && sized.has(protocol)) {
      this.#equal(`${protocol} size`, layer.record.$bytes.length, expected.size);
    }
    const ours = groupFields(fieldsOf(layer, start));
    for (const [name, theirs] of groupFields(expected.fields)) {
      const fields = ours.get(name) ?? [];
      ours.delete(name);
      const key = `${protocol} ${name}`;
      if (excludedFields.has(key)) {
        const { excluded } = this.#comparison;
        excluded.set(key, (excluded.get(key) ?? 0) + theirs.length);
      } else if (fields.length === 0) {
        this.#differ(`${protocol} has no field ${name} in the table`);
      } else {
        const fitting = isWhole ? fields : this.#clip(fields, theirs);
        this.#equal(name, fitting.map(shownField).join(" "), theirs.map(shownField).join(" "));
        this.#comparison.fields += theirs.length;
        this.#comparison.names.add(key);
      }
    }
    // Of a header that is cut, tshark does not show all that is there.
    for (const [name, fields] of isWhole ? ours : []) {
      this.#differ(`tshark has no ${name}, decoded ${fields.map(shownField).join(" ")}`);
    }
  }

  /** Takes those fields of a cut header that tshark shows, and of the last one as much as is there. */
  #clip(ours: readonly TsharkField[], theirs: readonly TsharkField[]): readonly TsharkField[] {
    const end = this.#packet.capturedLength;
    return ours.slice(0, theirs.length).map((field) => {
      const [name, offset, size, value, mask] = field;
      if (mask !== undefined || offset + size <= end || offset >= end) return field;
      return [name, offset, end - offset, value.slice(0, 2 * (end - offset))];
    });
  }

  #equal(subject: string, ours: string | number, theirs: string | number): void {
    if (ours !== theirs) this.#differ(`${subject}: decoded ${ours}, tshark has ${theirs}`);
  }

  #differ(difference: string): void {
    this.#comparison.differences.push(`${this.#place}: ${difference}`);
  }
}

/** What tshark's names of the layers in a tunnel are in an Ethernet frame. */
const etherTypes: ReadonlyMap<string, number> = new Map([
  ["vlan", EtherType.vlan],
  ["ieee8021ad", EtherType.serviceVlan],
  ["arp", EtherType.arp],
  ["ip", EtherType.ipv4],
  ["ipv6", EtherType.ipv6],
]);

/** The EtherTypes of what stands before a packet: MPLS labels, and time stamps of Arista switches. */
const tunnelTypes: ReadonlySet<number> = new Set([EtherType.mplsUnicast, 0xd28b]);

/** The UDP ports of tunnels: VXLAN and Geneve. */
const tunnelPorts: ReadonlySet<number> = new Set([4789, 6081]);

/** Whether a header that the example knows no follower of is a tunnel for such a layer. */
function mayCarry(last: Layer | undefined, protocol: string): boolean {
  switch (last?.protocol) {
    case "udp":
      return tunnelPorts.has(last.record.destinationPort) && protocol === "eth";
    case "ipv4":
      return last.record.protocol === IpProtocol.gre && etherTypes.has(protocol);
    case "ethernet":
    case "vlan":
      return tunnelTypes.has(last.record.etherType) && etherTypes.has(protocol);
    default:
      return false;
  }
}

/** Whether tshark hands a header of an unexpected version over to the dissector of that version. */
function isOtherVersion(
  { problem }: DecodedPacket,
  next: TsharkLayer,
  layers: readonly TsharkLayer[],
): boolean {
  return (
    problem?.kind === "invalid" &&
    problem.message.includes("Header.version") &&
    layers.every(({ offset }) => offset === next.offset)
  );
}

function groupFields(fields: readonly TsharkField[]): Map<string, TsharkField[]> {
  const groups = new Map<string, TsharkField[]>();
  for (const field of fields) {
    const group = groups.get(field[0]);
    if (group === undefined) groups.set(field[0], [field]);
    else group.push(field);
  }
  return groups;
}

function shownField([, offset, size, value, mask]: TsharkField): string {
  return `${offset}+${size}=${value}${mask === undefined ? "" : `&${mask}`}`;
}

function shownLayer(layer: TsharkLayer | undefined): string {
  return layer === undefined ? "nothing" : `${layer.protocol} at ${layer.offset}`;
}
