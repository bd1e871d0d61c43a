/** Puts packets into words, one line each, and what they have in common. */
import { LayoutError } from "@structview/runtime";
import { type ArpPacket, ArpOperation } from "../../generated/arp.js";
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
import { IpProtocol } from "../../generated/ip-protocol.js";
import type { Ipv4Header } from "../../generated/ipv4.js";
import {
  TcpMaximumSegmentSize,
  type TcpHeader,
  type TcpOption,
  TcpOptionKind,
  TcpSackBlock,
  TcpTimestamps,
  TcpWindowScale,
} from "../../generated/tcp.js";
import type { CapturedPacket } from "./capture-file.js";
import type { DecodedPacket, Layer } from "./decode.js";
import { type Option, type OptionList, ipv4Options, tcpOptions } from "./options.js";

/** Returns the line of a packet: number, time, lengths, headers, and why a header is missing. */
export function formatPacket(packet: CapturedPacket, { layers, problem }: DecodedPacket): string {
  const { number, capturedLength, wireLength } = packet;
  const cut = capturedLength < wireLength ? `${capturedLength} of ` : "";
  const headers = layers.map((layer, index) => describe(layer, index === layers.length - 1));
  if (problem !== undefined) headers.push(`[${problem.message}]`);
  const shown = headers.filter((header) => header !== "").join(", ");
  return `${number}  ${formatTime(packet)}  ${cut}${wireLength} bytes  ${shown}`;
}

/** Counts the packets of a file. */
export class Summary {
  readonly #packets = new Map<string, number>();
  #captured = 0;
  #wire = 0;
  #first: bigint | undefined;
  #last = 0n;

  /** Number of packets. */
  count = 0;

  /** Counts one more packet. */
  add(packet: CapturedPacket, decoded: DecodedPacket): void {
    const protocol = protocolOf(decoded.layers);
    const time = BigInt(packet.seconds) * 1_000_000_000n + BigInt(packet.nanoseconds);
    this.count += 1;
    this.#packets.set(protocol, (this.#packets.get(protocol) ?? 0) + 1);
    this.#captured += packet.capturedLength;
    this.#wire += packet.wireLength;
    // The clock of the machine that captured can be set back.
    if (this.#first === undefined || time < this.#first) this.#first = time;
    if (time > this.#last) this.#last = time;
  }

  /** Returns the lines of the summary: packets by protocol, bytes, duration. */
  lines(): string[] {
    const protocols = [...this.#packets].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
    const duration = String(this.#last - (this.#first ?? 0n)).padStart(10, "0");
    return [
      `${this.count} packets, ${this.#wire} bytes, ${this.#captured} of them captured`,
      ...protocols.map(([protocol, count]) => `  ${protocol}: ${count}`),
      `duration ${duration.slice(0, -9)}.${duration.slice(-9)} s`,
    ];
  }
}

/** Returns the protocol that a packet counts for: the transport, or the last header that is there. */
function protocolOf(layers: readonly Layer[]): string {
  // The first one: behind ICMP stands the packet that the message is about.
  const transport = layers.find(({ protocol }) => transports.has(protocol));
  return transport?.protocol ?? layers.at(-1)?.protocol ?? "not decoded";
}

const transports: ReadonlySet<string> = new Set(["arp", "tcp", "udp", "icmp", "icmpv6"]);

function formatTime({ seconds, nanoseconds }: CapturedPacket): string {
  const date = new Date(seconds * 1000).toISOString().slice(0, -".000Z".length);
  return `${date}.${String(nanoseconds).padStart(9, "0")}Z`;
}

function describe(layer: Layer, isLast: boolean): string {
  const { protocol, record } = layer;
  switch (protocol) {
    case "ethernet":
      if (!isLast) return "";
      return `${formatMac(record.source)} > ${formatMac(record.destination)} type ${hex(record.etherType)}`;
    case "linuxCooked":
      return isLast ? `Linux cooked type ${hex(record.etherType)}` : "";
    case "vlan":
      return `VLAN ${record.vlanId}`;
    case "serviceVlan":
      return `service VLAN ${record.vlanId}`;
    case "arp":
      return describeArp(record);
    case "ipv4":
      return describeIpv4(record, isLast);
    case "ipv6": {
      const next = isLast ? ` ${nameOf(IpProtocol, record.nextHeader)}` : "";
      return `${formatIpv6(record.source)} > ${formatIpv6(record.destination)}${next}`;
    }
    case "hopByHop":
    case "routing":
    case "destinationOptions":
      return inWords(protocol);
    case "fragment":
      return `fragment ${hex(record.identification)} at ${record.fragmentOffset * 8}`;
    case "tcp":
      return describeTcp(record);
    case "udp":
      return `UDP ${record.sourcePort} > ${record.destinationPort} length ${record.length}`;
    case "icmp":
      return describeIcmp(record);
    case "icmpv6":
      return describeIcmpv6(record);
  }
}

function describeArp(record: ArpPacket): string {
  const isIpv4 = record.protocolLength === 4;
  const address = isIpv4 ? formatIpv4 : formatHex;
  const sender = `${address(record.senderProtocol)} at ${formatMac(record.senderHardware)}`;
  const operation = nameOf(ArpOperation, record.operation);
  return `ARP ${operation} for ${address(record.targetProtocol)} from ${sender}`;
}

function describeIpv4(record: Ipv4Header, isLast: boolean): string {
  const addresses = `${formatIpv4(record.source)} > ${formatIpv4(record.destination)}`;
  const isFragment = record.fragmentOffset > 0 || record.moreFragments === 1;
  const fragment = isFragment
    ? ` fragment ${hex(record.identification)} at ${record.fragmentOffset * 8}`
    : "";
  const next = isLast ? ` ${nameOf(IpProtocol, record.protocol)}` : "";
  const options = describeOptions(ipv4Options(record), ({ kind, record: option }) =>
    kind === 0 ? "end" : option === undefined ? "no operation" : `option ${option.number}`,
  );
  return addresses + fragment + next + options;
}

function describeTcp(record: TcpHeader): string {
  const { cwr, ece, urg, ack, psh, rst, syn, fin } = record;
  const flags = Object.entries({ syn, fin, rst, psh, ack, urg, ece, cwr })
    .filter(([, value]) => value === 1)
    .map(([name]) => name.toUpperCase());
  const ports = `${record.sourcePort} > ${record.destinationPort}`;
  return `TCP ${ports} [${flags.join(" ")}]${describeOptions(tcpOptions(record), describeTcpOption)}`;
}

function describeTcpOption({ kind, bytes, record }: Option<TcpOption>): string {
  const name = nameOf(TcpOptionKind, kind);
  switch (kind) {
    case TcpOptionKind.maximumSegmentSize:
      return `${name} ${TcpMaximumSegmentSize.view(bytes).size}`;
    case TcpOptionKind.windowScale:
      return `${name} ${TcpWindowScale.view(bytes).shift}`;
    case TcpOptionKind.timestamps: {
      const { value, echoReply } = TcpTimestamps.view(bytes);
      return `${name} ${value} ${echoReply}`;
    }
    case TcpOptionKind.sack: {
      const blocks = [...TcpSackBlock.array(record?.contents ?? bytes)];
      return `${name} ${blocks.map(({ left, right }) => `${left}-${right}`).join(" ")}`;
    }
    default:
      return name;
  }
}

function describeOptions<T>(
  { options, problem }: OptionList<T>,
  describeOption: (option: Option<T>) => string,
): string {
  const shown = options.map((option) => {
    try {
      return describeOption(option);
    } catch (error) {
      // An option of the wrong length; the others may be right.
      if (!(error instanceof LayoutError)) throw error;
      return `[${error.message}]`;
    }
  });
  if (problem !== undefined) shown.push(`[${problem.message}]`);
  return shown.length === 0 ? "" : ` <${shown.join(", ")}>`;
}

function describeIcmp(record: IcmpHeader): string {
  const name = `ICMP ${nameOf(IcmpType, record.type)}`;
  switch (record.type) {
    case IcmpType.echoRequest:
    case IcmpType.echoReply: {
      const { identifier, sequenceNumber } = IcmpEcho.view(record.$bytes);
      return `${name} ${hex(identifier)} ${sequenceNumber}`;
    }
    case IcmpType.redirect:
      return `${name} to ${formatIpv4(IcmpRedirect.view(record.$bytes).gateway)}`;
    case IcmpType.destinationUnreachable: {
      const { code, mtu } = IcmpFragmentationNeeded.view(record.$bytes);
      return `${name} code ${code}${code === 4 ? ` mtu ${mtu}` : ""}`;
    }
    default:
      return `${name} code ${record.code}`;
  }
}

function describeIcmpv6({ type, code, $view, $offset }: Icmpv6Header): string {
  const name = `ICMPv6 ${nameOf(Icmpv6Type, type)}`;
  const isEcho = type === Icmpv6Type.echoRequest || type === Icmpv6Type.echoReply;
  if (!isEcho) return `${name} code ${code}`;
  if ($offset + Icmpv6Echo.size > $view.byteLength) return name;
  const { identifier, sequenceNumber } = Icmpv6Echo.viewAt($view, $offset);
  return `${name} ${hex(identifier)} ${sequenceNumber}`;
}

/** Returns the name of a value of an enumeration in words, or the number where it has none. */
function nameOf(names: Readonly<Record<string, number>>, value: number): string {
  const name = Object.entries(names).find(([, named]) => named === value)?.[0];
  return name === undefined ? String(value) : inWords(name);
}

function inWords(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function formatIpv4(address: Uint8Array): string {
  return address.join(".");
}

/** Returns an IPv6 address with its longest run of zeros left out (RFC 5952). */
function formatIpv6(address: Uint8Array): string {
  const groups = Array.from({ length: 8 }, (_, index) =>
    (((address[index * 2] ?? 0) << 8) | (address[index * 2 + 1] ?? 0)).toString(16),
  ).join(":");
  const runs = groups.match(/\b0(?::0\b)+/g) ?? [];
  const longest = runs.reduce((best, run) => (run.length > best.length ? run : best), "");
  if (longest === "") return groups;
  const start = groups.search(new RegExp(`\\b${longest}\\b`));
  const before = groups.slice(0, start).replace(/:$/, "");
  const after = groups.slice(start + longest.length).replace(/^:/, "");
  return `${before}::${after}`;
}

function formatMac(address: Uint8Array): string {
  return Array.from(address, (byte) => byte.toString(16).padStart(2, "0")).join(":");
}

function formatHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function hex(value: number): string {
  return `0x${value.toString(16)}`;
}
