/**
 * Decodes the headers of a packet, from the link layer to the transport. Headers may be stacked as
 * often as there are bytes for them, so one loop asks each header what follows; nothing recurses.
 */
import { LayoutError, SizeError, ValidityError, viewOf } from "@structview/runtime";
import { ArpPacket } from "../../generated/arp.js";
import { EtherType, EthernetHeader, VlanTag } from "../../generated/ethernet.js";
import { IcmpHeader, IcmpType, Icmpv6Header } from "../../generated/icmp.js";
import { IpProtocol } from "../../generated/ip-protocol.js";
import { Ipv4Header } from "../../generated/ipv4.js";
import { Ipv6Extension, Ipv6Fragment, Ipv6Header } from "../../generated/ipv6.js";
import { LinuxCookedHeader } from "../../generated/linux-cooked.js";
import { LinkType } from "../../generated/pcap.js";
import { TcpHeader } from "../../generated/tcp.js";
import { UdpHeader } from "../../generated/udp.js";

/** One header of a packet. */
export type Layer =
  | LayerOf<"ethernet", EthernetHeader>
  | LayerOf<"linuxCooked", LinuxCookedHeader>
  | LayerOf<"vlan" | "serviceVlan", VlanTag>
  | LayerOf<"arp", ArpPacket>
  | LayerOf<"ipv4", Ipv4Header>
  | LayerOf<"ipv6", Ipv6Header>
  | LayerOf<"hopByHop" | "routing" | "destinationOptions", Ipv6Extension>
  | LayerOf<"fragment", Ipv6Fragment>
  | LayerOf<"tcp", TcpHeader>
  | LayerOf<"udp", UdpHeader>
  | LayerOf<"icmp", IcmpHeader>
  | LayerOf<"icmpv6", Icmpv6Header>;

interface LayerOf<Protocol extends string, Header> {
  readonly protocol: Protocol;
  /** Bytes from the start of the packet. */
  readonly offset: number;
  readonly record: Header;
}

/** The headers of a packet, as far as they are whole. */
export interface DecodedPacket {
  readonly layers: readonly Layer[];
  /** Why the next header is missing, where there should be one. */
  readonly problem: DecodingProblem | undefined;
}

/** A header that cannot be shown. */
export interface DecodingProblem {
  /** Bytes from the start of the packet to the header. */
  readonly offset: number;
  /** `cut`: bytes are missing; `invalid`: the header contradicts itself; or an unknown link type. */
  readonly kind: "cut" | "invalid" | "unsupported";
  readonly message: string;
}

/** Decodes a packet that starts as `linkType` says. A damaged packet is no exception. */
export function decodePacket(bytes: Uint8Array, linkType: number): DecodedPacket {
  const reader = byLinkType.get(linkType);
  if (reader !== undefined) return decode(bytes, reader);
  const message = `link type ${linkType} is not supported`;
  return { layers: [], problem: { offset: 0, kind: "unsupported", message } };
}

/** Decodes what follows an EtherType. */
export function decodeEtherPayload(bytes: Uint8Array, etherType: number): DecodedPacket {
  const reader = byEtherType.get(etherType);
  return reader === undefined ? { layers: [], problem: undefined } : decode(bytes, reader);
}

/** A packet that is being decoded. */
interface Packet {
  readonly view: DataView;
  readonly layers: Layer[];
}

/** Reads the header at `offset`, before `end`, and tells what follows. Throws `LayoutError`. */
type Reader = (packet: Packet, offset: number, end: number) => Next | undefined;

/** A header to read: by whom, and where. A protocol that is not known here has no reader. */
interface Next {
  readonly reader: Reader | undefined;
  readonly offset: number;
  readonly end: number;
}

function decode(bytes: Uint8Array, first: Reader): DecodedPacket {
  const packet: Packet = { view: viewOf(bytes), layers: [] };
  let next: Next | undefined = { reader: first, offset: 0, end: bytes.length };
  while (next?.reader !== undefined) {
    const offset: number = next.offset;
    try {
      next = next.reader(packet, offset, next.end);
    } catch (error) {
      if (!(error instanceof LayoutError)) throw error;
      const kind = error instanceof SizeError ? "cut" : "invalid";
      return {
        layers: packet.layers,
        problem: { offset, kind, message: `${kind}: ${error.message}` },
      };
    }
  }
  return { layers: packet.layers, problem: undefined };
}

const byLinkType: ReadonlyMap<number, Reader> = new Map([
  [LinkType.null, readLoopback],
  [LinkType.ethernet, readEthernet],
  [LinkType.raw, readIp],
  [LinkType.linuxCooked, readLinuxCooked],
]);

// Other values are protocols without a reader here, or below 0x0600 the length of an 802.3 frame.
const byEtherType: ReadonlyMap<number, Reader> = new Map([
  [EtherType.arp, readArp],
  [EtherType.ipv4, readIpv4],
  [EtherType.ipv6, readIpv6],
  [EtherType.vlan, vlanReader("vlan")],
  [EtherType.serviceVlan, vlanReader("serviceVlan")],
]);

const byIpProtocol: ReadonlyMap<number, Reader> = new Map([
  [IpProtocol.ipv4, readIpv4],
  [IpProtocol.ipv6, readIpv6],
  [IpProtocol.hopByHop, extensionReader("hopByHop")],
  [IpProtocol.routing, extensionReader("routing")],
  [IpProtocol.destinationOptions, extensionReader("destinationOptions")],
  [IpProtocol.fragment, readFragment],
  [IpProtocol.tcp, readTcp],
  [IpProtocol.udp, readUdp],
  [IpProtocol.icmp, readIcmp],
  [IpProtocol.icmpv6, readIcmpv6],
]);

/** Protocol families of BSD, macOS and Linux in the four bytes before a packet of a loopback interface. */
const byFamily: ReadonlyMap<number, Reader> = new Map([
  [2, readIpv4],
  [10, readIpv6],
  [24, readIpv6],
  [28, readIpv6],
  [30, readIpv6],
]);

function readEthernet({ view, layers }: Packet, offset: number, end: number): Next {
  const record = EthernetHeader.viewAt(view, offset, end);
  layers.push({ protocol: "ethernet", offset, record });
  const reader = byEtherType.get(record.etherType);
  return { reader, offset: offset + EthernetHeader.size, end };
}

function readLinuxCooked({ view, layers }: Packet, offset: number, end: number): Next {
  const record = LinuxCookedHeader.viewAt(view, offset, end);
  layers.push({ protocol: "linuxCooked", offset, record });
  const reader = byEtherType.get(record.etherType);
  return { reader, offset: offset + LinuxCookedHeader.size, end };
}

function readLoopback({ view }: Packet, offset: number, end: number): Next {
  if (end - offset < 4) throw cut("LoopbackHeader", 4, end - offset);
  // In the byte order of the machine that captured, which need not be the one that wrote the file.
  const reader = byFamily.get(view.getUint32(offset)) ?? byFamily.get(view.getUint32(offset, true));
  return { reader, offset: offset + 4, end };
}

function vlanReader(protocol: "vlan" | "serviceVlan"): Reader {
  return ({ view, layers }, offset, end) => {
    const record = VlanTag.viewAt(view, offset, end);
    layers.push({ protocol, offset, record });
    return { reader: byEtherType.get(record.etherType), offset: offset + VlanTag.size, end };
  };
}

function readArp({ view, layers }: Packet, offset: number, end: number): undefined {
  layers.push({ protocol: "arp", offset, record: ArpPacket.viewAt(view, offset, end) });
}

/** Reads IP of either version. */
function readIp(packet: Packet, offset: number, end: number): Next | undefined {
  const version = offset < end ? packet.view.getUint8(offset) >>> 4 : 0;
  return version === 6 ? readIpv6(packet, offset, end) : readIpv4(packet, offset, end);
}

function readIpv4({ view, layers }: Packet, offset: number, end: number): Next | undefined {
  const record = Ipv4Header.viewAt(view, offset, end);
  if (record.version !== 4) throw invalid("Ipv4Header", "version", 0, 4, record.version);
  layers.push({ protocol: "ipv4", offset, record });
  const { totalLength, $size } = record;
  // 0 where the network card was to cut the packet into smaller ones.
  if (totalLength !== 0 && totalLength < $size) {
    throw invalid("Ipv4Header", "totalLength", 2, `${$size} or more`, totalLength);
  }
  if (record.fragmentOffset > 0) return undefined;
  return {
    reader: byIpProtocol.get(record.protocol),
    offset: offset + $size,
    end: totalLength === 0 ? end : Math.min(end, offset + totalLength),
  };
}

function readIpv6({ view, layers }: Packet, offset: number, end: number): Next {
  const record = Ipv6Header.viewAt(view, offset, end);
  if (record.version !== 6) throw invalid("Ipv6Header", "version", 0, 6, record.version);
  layers.push({ protocol: "ipv6", offset, record });
  const { nextHeader, payloadLength } = record;
  const start = offset + Ipv6Header.size;
  // The length of a jumbogram is in a hop-by-hop option (RFC 2675).
  const isJumbo = payloadLength === 0 && nextHeader === IpProtocol.hopByHop;
  return {
    reader: byIpProtocol.get(nextHeader),
    offset: start,
    end: isJumbo ? end : Math.min(end, start + payloadLength),
  };
}

function extensionReader(protocol: "hopByHop" | "routing" | "destinationOptions"): Reader {
  return ({ view, layers }, offset, end) => {
    const record = Ipv6Extension.viewAt(view, offset, end);
    layers.push({ protocol, offset, record });
    return { reader: byIpProtocol.get(record.nextHeader), offset: offset + record.$size, end };
  };
}

function readFragment({ view, layers }: Packet, offset: number, end: number): Next | undefined {
  const record = Ipv6Fragment.viewAt(view, offset, end);
  layers.push({ protocol: "fragment", offset, record });
  if (record.fragmentOffset > 0) return undefined;
  const reader = byIpProtocol.get(record.nextHeader);
  return { reader, offset: offset + Ipv6Fragment.size, end };
}

function readTcp({ view, layers }: Packet, offset: number, end: number): undefined {
  layers.push({ protocol: "tcp", offset, record: TcpHeader.viewAt(view, offset, end) });
}

function readUdp({ view, layers }: Packet, offset: number, end: number): undefined {
  layers.push({ protocol: "udp", offset, record: UdpHeader.viewAt(view, offset, end) });
}

function readIcmp({ view, layers }: Packet, offset: number, end: number): Next | undefined {
  const record = IcmpHeader.viewAt(view, offset, end);
  layers.push({ protocol: "icmp", offset, record });
  switch (record.type) {
    case IcmpType.destinationUnreachable:
    case IcmpType.redirect:
    case IcmpType.timeExceeded:
    case IcmpType.parameterProblem:
      // The start of the packet that the message is about.
      return { reader: readIpv4, offset: offset + IcmpHeader.size, end };
    default:
      return undefined;
  }
}

function readIcmpv6({ view, layers }: Packet, offset: number, end: number): Next | undefined {
  const record = Icmpv6Header.viewAt(view, offset, end);
  layers.push({ protocol: "icmpv6", offset, record });
  // Types below 128 are errors: four bytes, then the start of the packet that the message is about.
  if (record.type >= 128) return undefined;
  return { reader: readIpv6, offset: offset + Icmpv6Header.size + 4, end };
}

function cut(struct: string, expected: number, got: number): SizeError {
  const details = { struct, path: "", offset: 0, expected, got, needed: expected };
  return new SizeError(`${struct}: expected ${expected} bytes, got ${got}`, details);
}

function invalid(
  struct: string,
  path: string,
  offset: number,
  expected: string | number,
  got: number,
): ValidityError {
  const message = `${struct}.${path} at offset ${offset}: expected ${expected}, got ${got}`;
  return new ValidityError(message, { struct, path, offset, expected, got });
}
