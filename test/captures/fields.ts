/**
 * The table of fields: what tshark calls a field, where it is in its header, and how our records say
 * its value. Every field of a layer is made here in the shape of tshark's answer.
 */
import { ipv4Options, tcpOptions } from "../../examples/read-capture/options.js";
import type { Layer } from "../../examples/read-capture/decode.js";
import type { ArpPacket } from "../../generated/arp.js";
import type { EthernetHeader, VlanTag } from "../../generated/ethernet.js";
import {
  IcmpEcho,
  IcmpFragmentationNeeded,
  type IcmpHeader,
  IcmpRedirect,
  IcmpType,
  Icmpv6Echo,
  type Icmpv6Header,
  Icmpv6Type,
} from "../../generated/icmp.js";
import type { Ipv4Header } from "../../generated/ipv4.js";
import type { Ipv6Extension, Ipv6Fragment, Ipv6Header } from "../../generated/ipv6.js";
import {
  TcpMaximumSegmentSize,
  type TcpHeader,
  TcpOption,
  TcpOptionKind,
  TcpSackBlock,
  TcpTimestamps,
  TcpWindowScale,
} from "../../generated/tcp.js";
import type { UdpHeader } from "../../generated/udp.js";
import type { TsharkField } from "./tshark.js";

/** Fields of tshark that no schema has, as "protocol field". */
export const excludedFields: ReadonlySet<string> = new Set([
  // There is no struct for the ICMPv6 message "packet too big".
  "icmpv6 icmpv6.mtu",
]);

/** Returns the fields of a layer in the shape of tshark's answer. `start` is where the packet starts. */
export function fieldsOf(layer: Layer, start: number): TsharkField[] {
  const at = new Fields(layer.record.$view, start, layer.offset);
  switch (layer.protocol) {
    case "ethernet":
      addEthernet(at, layer.record);
      break;
    case "vlan":
    case "serviceVlan":
      addVlanTag(at, layer.protocol, layer.record);
      break;
    case "arp":
      addArp(at, layer.record);
      break;
    case "ipv4":
      addIpv4(at, layer.record);
      addIpv4Options(at, layer.record);
      break;
    case "ipv6":
      addIpv6(at, layer.record);
      break;
    case "hopByHop":
      addExtension(at, "ipv6.hopopts", layer.record);
      addIpv6Options(at, layer.record);
      break;
    case "destinationOptions":
      addExtension(at, "ipv6.dstopts", layer.record);
      addIpv6Options(at, layer.record);
      break;
    case "routing":
      addExtension(at, "ipv6.routing", layer.record);
      break;
    case "fragment":
      addFragment(at, layer.record);
      break;
    case "tcp":
      addTcp(at, layer.record);
      addTcpOptions(at, layer.record);
      break;
    case "udp":
      addUdp(at, layer.record);
      break;
    case "icmp":
      addIcmp(at, layer.record);
      break;
    case "icmpv6":
      addIcmpv6(at, layer.record);
      break;
    case "linuxCooked":
      break;
  }
  return at.fields;
}

/** Collects the fields of a layer. */
class Fields {
  readonly fields: TsharkField[] = [];
  readonly #view: DataView;
  readonly #start: number;
  readonly #offset: number;

  constructor(view: DataView, start: number, offset: number) {
    this.#view = view;
    this.#start = start;
    this.#offset = offset;
  }

  /** A number of whole bytes, `offset` bytes from the start of the header. */
  number(name: string, offset: number, size: number, value: number): void {
    const digits = value.toString(16).padStart(2 * size, "0");
    this.fields.push([name, this.#start + this.#offset + offset, size, digits]);
  }

  /** A bit field, with the mask that tshark draws over the bytes from `offset` on. */
  bits(name: string, offset: number, mask: string, value: number): void {
    const place = this.#start + this.#offset + offset;
    this.fields.push([name, place, mask.length / 2, value.toString(16), mask]);
  }

  /** A window into the packet: its position is that of the window. */
  bytes(name: string, window: Uint8Array): void {
    const offset = this.#start + window.byteOffset - this.#view.byteOffset;
    this.fields.push([name, offset, window.length, Buffer.from(window).toString("hex")]);
  }
}

function addEthernet(at: Fields, record: EthernetHeader): void {
  const { destination, source, etherType } = record;
  at.bytes("eth.dst", destination);
  at.bits("eth.dst.lg", 0, "020000", ((destination[0] ?? 0) >> 1) & 1);
  at.bits("eth.dst.ig", 0, "010000", (destination[0] ?? 0) & 1);
  at.bytes("eth.src", source);
  at.bits("eth.src.lg", 6, "020000", ((source[0] ?? 0) >> 1) & 1);
  at.bits("eth.src.ig", 6, "010000", (source[0] ?? 0) & 1);
  at.number(etherType < 0x0600 ? "eth.len" : "eth.type", 12, 2, etherType);
}

function addVlanTag(at: Fields, protocol: "vlan" | "serviceVlan", record: VlanTag): void {
  const name = protocol === "vlan" ? "vlan" : "ieee8021ad";
  const ofType = record.etherType < 0x0600 ? "vlan.len" : "vlan.etype";
  at.bits(`${name}.priority`, 0, "e000", record.priority);
  at.bits(`${name}.dei`, 0, "1000", record.dropEligible);
  at.bits(`${name}.id`, 0, "0fff", record.vlanId);
  at.number(protocol === "vlan" ? ofType : "ieee8021ah.etype", 2, 2, record.etherType);
}

function addArp(at: Fields, record: ArpPacket): void {
  at.number("arp.hw.type", 0, 2, record.hardwareType);
  at.number("arp.proto.type", 2, 2, record.protocolType);
  at.number("arp.hw.size", 4, 1, record.hardwareLength);
  at.number("arp.proto.size", 5, 1, record.protocolLength);
  at.number("arp.opcode", 6, 2, record.operation);
  at.bytes("arp.src.hw_mac", record.senderHardware);
  at.bytes("arp.src.proto_ipv4", record.senderProtocol);
  at.bytes("arp.dst.hw_mac", record.targetHardware);
  at.bytes("arp.dst.proto_ipv4", record.targetProtocol);
}

function addIpv4(at: Fields, record: Ipv4Header): void {
  const { reserved, dontFragment, moreFragments } = record;
  at.bits("ip.version", 0, "f0", record.version);
  at.bits("ip.hdr_len", 0, "0f", record.ihl);
  at.number("ip.dsfield", 1, 1, record.dscp * 4 + record.ecn);
  at.bits("ip.dsfield.dscp", 1, "fc", record.dscp);
  at.bits("ip.dsfield.ecn", 1, "03", record.ecn);
  at.number("ip.len", 2, 2, record.totalLength);
  at.number("ip.id", 4, 2, record.identification);
  at.bits("ip.flags", 6, "e0", reserved * 4 + dontFragment * 2 + moreFragments);
  at.bits("ip.flags.rb", 6, "80", reserved);
  at.bits("ip.flags.df", 6, "40", dontFragment);
  at.bits("ip.flags.mf", 6, "20", moreFragments);
  at.bits("ip.frag_offset", 6, "1fff", record.fragmentOffset);
  at.number("ip.ttl", 8, 1, record.ttl);
  at.number("ip.proto", 9, 1, record.protocol);
  at.number("ip.checksum", 10, 2, record.headerChecksum);
  at.bytes("ip.src", record.source);
  // On its way along a source route, the destination is the last address of the route.
  const isOnRoute = ipv4Options(record).options.some(
    ({ kind, bytes }) => isSourceRoute(kind) && (bytes[2] ?? 0) <= bytes.length,
  );
  at.bytes(isOnRoute ? "ip.cur_rt" : "ip.dst", record.destination);
}

const recordRoute = 7;
const timestamp = 68;
const routerAlert = 148;

function isSourceRoute(kind: number): boolean {
  return kind === 131 || kind === 137;
}

function addIpv4Options(at: Fields, record: Ipv4Header): void {
  for (const { kind, bytes, record: option } of ipv4Options(record).options) {
    // tshark shows no field of an option that it does not know.
    const isKnown = kind <= 1 || kind === recordRoute || kind === timestamp || kind === routerAlert;
    if (!isKnown && !isSourceRoute(kind)) continue;
    const offset = bytes.byteOffset - record.$bytes.byteOffset;
    at.number("ip.opt.type", offset, 1, kind);
    // The options of one byte have no record; the others say the same bits again.
    at.bits("ip.opt.type.copy", offset, "80", option?.copied ?? kind >> 7);
    at.bits("ip.opt.type.class", offset, "60", option?.optionClass ?? (kind >> 5) & 3);
    at.bits("ip.opt.type.number", offset, "1f", option?.number ?? kind & 0x1f);
    if (option === undefined) {
      at.bytes(kind === 0 ? "ip.options.eol" : "ip.options.nop", bytes);
      continue;
    }
    const { contents } = option;
    at.number("ip.opt.len", offset + 1, 1, option.length);
    if (kind === routerAlert) {
      at.bytes("ip.options.routeralert", bytes);
      at.bytes("ip.opt.ra", contents);
      continue;
    }
    const pointer = contents[0] ?? 0;
    at.number("ip.opt.ptr", offset + 2, 1, pointer);
    if (kind === timestamp) {
      at.bytes("ip.options.timestamp", bytes);
      addIpv4Timestamps(at, offset, contents);
    } else {
      at.bytes(kind === recordRoute ? "ip.options.record_route" : "ip.options.route", bytes);
      addIpv4Route(at, kind, pointer, contents);
    }
  }
}

/** What is behind the pointer of a timestamp option. */
function addIpv4Timestamps(at: Fields, offset: number, contents: Uint8Array): void {
  const flags = contents[1] ?? 0;
  at.bits("ip.opt.overflow", offset + 3, "f0", flags >> 4);
  at.bits("ip.opt.flag", offset + 3, "0f", flags & 0x0f);
  const hasAddresses = (flags & 0x0f) !== 0;
  for (let start = 2; start + 4 <= contents.length; start += 4) {
    const isAddress = hasAddresses && (start - 2) % 8 === 0;
    const name = isAddress ? "ip.opt.time_stamp_addr" : "ip.opt.time_stamp";
    at.bytes(name, contents.subarray(start, start + 4));
  }
}

/** The addresses of a route. The pointer counts from 1 at the first byte of the option. */
function addIpv4Route(at: Fields, kind: number, pointer: number, contents: Uint8Array): void {
  for (let start = 1; start + 4 <= contents.length; start += 4) {
    const isRecorded = start + 3 < pointer;
    const isLast = start + 4 === contents.length;
    const name = isRecorded
      ? "ip.rec_rt"
      : !isSourceRoute(kind)
        ? "ip.empty_rt"
        : isLast
          ? "ip.dst"
          : "ip.src_rt";
    at.bytes(name, contents.subarray(start, start + 4));
  }
}

function addIpv6(at: Fields, record: Ipv6Header): void {
  at.bits("ipv6.version", 0, "f0", record.version);
  at.bits("ipv6.tclass", 0, "0ff00000", record.trafficClass);
  at.bits("ipv6.tclass.dscp", 0, "0fc00000", record.trafficClass >> 2);
  at.bits("ipv6.tclass.ecn", 0, "00300000", record.trafficClass & 3);
  at.bits("ipv6.flow", 1, "0fffff", record.flowLabel);
  at.number("ipv6.plen", 4, 2, record.payloadLength);
  at.number("ipv6.nxt", 6, 1, record.nextHeader);
  at.number("ipv6.hlim", 7, 1, record.hopLimit);
  at.bytes("ipv6.src", record.source);
  at.bytes("ipv6.dst", record.destination);
}

function addExtension(at: Fields, name: string, record: Ipv6Extension): void {
  at.number(`${name}.nxt`, 0, 1, record.nextHeader);
  at.number(`${name}.len`, 1, 1, record.length);
}

/** The names of the contents of an option; an option without contents has none. */
const ipv6Options: ReadonlyMap<number, string> = new Map([
  [0x01, "ipv6.opt.padn"],
  [0x05, "ipv6.opt.router_alert"],
  [0x1e, "ipv6.opt.experimental"],
]);

function addIpv6Options(at: Fields, { contents }: Ipv6Extension): void {
  for (let start = 0; start < contents.length;) {
    const type = contents[start] ?? 0;
    const length = contents[start + 1] ?? 0;
    at.bytes("ipv6.opt.type", contents.subarray(start, start + 1));
    at.bits("ipv6.opt.type.action", start + 2, "c0", type >> 6);
    at.bits("ipv6.opt.type.change", start + 2, "20", (type >> 5) & 1);
    at.bits("ipv6.opt.type.rest", start + 2, "1f", type & 0x1f);
    at.bytes("ipv6.opt.length", contents.subarray(start + 1, start + 2));
    const end = start + 2 + length;
    const name = ipv6Options.get(type) ?? "ipv6.opt.unknown";
    if (length > 0) at.bytes(name, contents.subarray(start + 2, end));
    start = end;
  }
}

function addFragment(at: Fields, record: Ipv6Fragment): void {
  at.number("ipv6.fraghdr.nxt", 0, 1, record.nextHeader);
  at.number("ipv6.fraghdr.reserved_octet", 1, 1, record.reserved);
  at.bits("ipv6.fraghdr.offset", 2, "fff8", record.fragmentOffset);
  at.bits("ipv6.fraghdr.reserved_bits", 2, "0006", record.reservedBits);
  at.bits("ipv6.fraghdr.more", 2, "0001", record.moreFragments);
  at.number("ipv6.fraghdr.ident", 4, 4, record.identification);
}

function addTcp(at: Fields, record: TcpHeader): void {
  const { reserved, cwr, ece, urg, ack, psh, rst, syn, fin } = record;
  const flags = [cwr, ece, urg, ack, psh, rst, syn, fin].reduce((all, flag) => all * 2 + flag, 0);
  at.number("tcp.srcport", 0, 2, record.sourcePort);
  at.number("tcp.dstport", 2, 2, record.destinationPort);
  at.number("tcp.seq", 4, 4, record.sequenceNumber);
  at.number("tcp.ack", 8, 4, record.acknowledgmentNumber);
  at.bits("tcp.hdr_len", 12, "f0", record.dataOffset);
  at.bits("tcp.flags", 12, "0fff", reserved * 256 + flags);
  // The lowest bit of `reserved` is the flag of accurate ECN.
  at.bits("tcp.flags.res", 12, "0e00", reserved >> 1);
  at.bits("tcp.flags.ae", 12, "0100", reserved & 1);
  at.bits("tcp.flags.cwr", 13, "80", cwr);
  at.bits("tcp.flags.ece", 13, "40", ece);
  at.bits("tcp.flags.urg", 13, "20", urg);
  at.bits("tcp.flags.ack", 13, "10", ack);
  at.bits("tcp.flags.push", 13, "08", psh);
  at.bits("tcp.flags.reset", 13, "04", rst);
  at.bits("tcp.flags.syn", 13, "02", syn);
  at.bits("tcp.flags.fin", 13, "01", fin);
  at.number("tcp.window_size_value", 14, 2, record.window);
  at.number("tcp.checksum", 16, 2, record.checksum);
  at.number("tcp.urgent_pointer", 18, 2, record.urgentPointer);
  if (record.options.length > 0) at.bytes("tcp.options", record.options);
}

function addTcpOptions(at: Fields, header: TcpHeader): void {
  for (const { kind, bytes, record } of tcpOptions(header).options) {
    const offset = bytes.byteOffset - header.$bytes.byteOffset;
    if (record === undefined) {
      at.number("tcp.option_kind", offset, 1, kind);
      at.bytes(kind === TcpOptionKind.end ? "tcp.options.eol" : "tcp.options.nop", bytes);
      continue;
    }
    // The kinds with a struct of their own say kind and length once more.
    let start: { readonly kind: number; readonly length: number } = record;
    switch (kind) {
      case TcpOptionKind.maximumSegmentSize: {
        const option = TcpMaximumSegmentSize.view(bytes);
        at.bytes("tcp.options.mss", option.$bytes);
        at.number("tcp.options.mss_val", offset + 2, 2, option.size);
        start = option;
        break;
      }
      case TcpOptionKind.windowScale: {
        const option = TcpWindowScale.view(bytes);
        at.bytes("tcp.options.wscale", option.$bytes);
        at.number("tcp.options.wscale.shift", offset + 2, 1, option.shift);
        start = option;
        break;
      }
      case TcpOptionKind.sackPermitted:
        at.bytes("tcp.options.sack_perm", bytes);
        break;
      case TcpOptionKind.sack: {
        at.bytes("tcp.options.sack", bytes);
        let place = offset + TcpOption.minimumSize;
        for (const { left, right } of TcpSackBlock.array(record.contents)) {
          at.number("tcp.options.sack_le", place, 4, left);
          at.number("tcp.options.sack_re", place + 4, 4, right);
          place += TcpSackBlock.size;
        }
        break;
      }
      case TcpOptionKind.timestamps: {
        const option = TcpTimestamps.view(bytes);
        at.bytes("tcp.options.timestamp", option.$bytes);
        at.number("tcp.options.timestamp.tsval", offset + 2, 4, option.value);
        at.number("tcp.options.timestamp.tsecr", offset + 6, 4, option.echoReply);
        start = option;
        break;
      }
    }
    at.number("tcp.option_kind", offset, 1, start.kind);
    at.number("tcp.option_len", offset + 1, 1, start.length);
  }
}

function addUdp(at: Fields, record: UdpHeader): void {
  at.number("udp.srcport", 0, 2, record.sourcePort);
  at.number("udp.dstport", 2, 2, record.destinationPort);
  at.number("udp.length", 4, 2, record.length);
  at.number("udp.checksum", 6, 2, record.checksum);
}

function addIcmp(at: Fields, record: IcmpHeader): void {
  // The types with a struct of their own say the first fields once more.
  let start: IcmpStart = record;
  switch (record.type) {
    case IcmpType.echoRequest:
    case IcmpType.echoReply: {
      const echo = IcmpEcho.view(record.$bytes);
      at.number("icmp.ident", 4, 2, echo.identifier);
      at.number("icmp.seq", 6, 2, echo.sequenceNumber);
      start = echo;
      break;
    }
    case 42:
    case 43:
      // Extended echo (RFC 8335) has no struct: the identifier, a sequence number of one byte, flags.
      at.bytes("icmp.ident", record.contents.subarray(0, 2));
      break;
    case IcmpType.redirect: {
      const redirect = IcmpRedirect.view(record.$bytes);
      at.bytes("icmp.redir_gw", redirect.gateway);
      start = redirect;
      break;
    }
    case IcmpType.destinationUnreachable:
      if (record.code === 4) {
        const needed = IcmpFragmentationNeeded.view(record.$bytes);
        at.number("icmp.mtu", 6, 2, needed.mtu);
        start = needed;
      }
      break;
  }
  addIcmpStart(at, "icmp", start);
}

function addIcmpv6(at: Fields, record: Icmpv6Header): void {
  const { type, $view, $offset } = record;
  const isEcho = type === Icmpv6Type.echoRequest || type === Icmpv6Type.echoReply;
  if (!isEcho || $offset + Icmpv6Echo.size > $view.byteLength) {
    addIcmpStart(at, "icmpv6", record);
    return;
  }
  const echo = Icmpv6Echo.viewAt($view, $offset);
  addIcmpStart(at, "icmpv6", echo);
  at.number("icmpv6.echo.identifier", 4, 2, echo.identifier);
  at.number("icmpv6.echo.sequence_number", 6, 2, echo.sequenceNumber);
}

/** What all ICMP messages start with. */
interface IcmpStart {
  readonly type: number;
  readonly code: number;
  readonly checksum: number;
}

function addIcmpStart(at: Fields, name: "icmp" | "icmpv6", start: IcmpStart): void {
  at.number(`${name}.type`, 0, 1, start.type);
  at.number(`${name}.code`, 1, 1, start.code);
  at.number(`${name}.checksum`, 2, 2, start.checksum);
}
