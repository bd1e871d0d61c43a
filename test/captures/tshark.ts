import { spawnSync } from "node:child_process";
import { basename, isAbsolute, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * One field as tshark sees it: its name, where it is in the frame, how many bytes it takes, and its
 * value in lower-case hexadecimal.
 *
 * Without a mask the value is the raw bytes. With a mask (hexadecimal, as wide as the field) the
 * field is a bit field of these bytes read as one big-endian number, and the value is the masked
 * number, shifted right to its lowest bit, without leading zeros.
 */
export type TsharkField = readonly [
  name: string,
  offset: number,
  size: number,
  value: string,
  mask?: string,
];

/** One header of a packet, with its fields in the order in which tshark shows them. */
export interface TsharkLayer {
  /** The name that tshark gives the protocol, such as `eth`, `ieee8021ad` or `ipv6.fraghdr`. */
  readonly protocol: string;
  /** Where the header starts, from the start of the frame. */
  readonly offset: number;
  /** How many bytes tshark counts as this layer: for ICMP the whole message. */
  readonly size: number;
  readonly fields: readonly TsharkField[];
}

/** One packet of a capture. */
export interface TsharkPacket {
  /** From 1. */
  readonly number: number;
  /** Seconds since 1970, a point and nine digits. */
  readonly time: string;
  readonly capturedLength: number;
  readonly wireLength: number;
  /** The headers, in the order of their offsets. */
  readonly layers: readonly TsharkLayer[];
}

/** What tshark says about one capture file. */
export interface TsharkAnswer {
  readonly command: string;
  readonly version: string;
  /** The link types that occur, such as `Ethernet`. */
  readonly linkTypes: readonly string[];
  readonly packets: readonly TsharkPacket[];
}

/** Every field of a layer that has this name; options can make it occur several times. */
export function fieldsNamed(layer: TsharkLayer, name: string): readonly TsharkField[] {
  return layer.fields.filter((field) => field[0] === name);
}

/** The repository that this file belongs to. */
const repository: string = fileURLToPath(new URL("../../", import.meta.url));

/**
 * Nothing is looked up, put together from several packets or computed from earlier ones: every
 * position has to be one of the frame itself, and every answer the same tomorrow.
 */
const settings: readonly string[] = [
  "ip.defragment:FALSE",
  "ip.use_geoip:FALSE",
  "ipv6.defragment:FALSE",
  "ipv6.use_geoip:FALSE",
  "tcp.desegment_tcp_streams:FALSE",
  "tcp.analyze_sequence_numbers:FALSE",
  "tcp.calculate_timestamps:FALSE",
  "udp.calculate_timestamps:FALSE",
  "eth.fcs:Never",
];

/** Which fields to keep of which layers. Everything else is payload, or computed by tshark. */
const keptFields: ReadonlyMap<string, RegExp> = new Map([
  ["eth", /^eth\.(dst|src|type|len|(dst|src)\.(lg|ig))$/],
  ["vlan", /^vlan\.(priority|dei|id|etype|len)$/],
  ["ieee8021ad", /^(ieee8021ad\.(priority|dei|id)|ieee8021ah\.etype)$/],
  ["arp", /^arp\.(hw|proto|src|dst)\.\w+$|^arp\.opcode$/],
  [
    "ip",
    new RegExp(
      "^ip\\.(version|hdr_len|dsfield(\\.dscp|\\.ecn)?|len|id|flags(\\.rb|\\.df|\\.mf)?" +
        "|frag_offset|ttl|proto|checksum|src|dst|(cur|rec|src|empty)_rt|opt(ions)?\\..+)$",
    ),
  ],
  ["ipv6", /^ipv6\.(version|tclass(\.dscp|\.ecn)?|flow|plen|nxt|hlim|src|dst)$/],
  ["ipv6.hopopts", /^ipv6\.(hopopts\.(nxt|len)|opt\..+)$/],
  ["ipv6.dstopts", /^ipv6\.(dstopts\.(nxt|len)|opt\..+)$/],
  ["ipv6.routing", /^ipv6\.routing\.(nxt|len|type|segleft)$/],
  ["ipv6.fraghdr", /^ipv6\.fraghdr\.(nxt|reserved_octet|offset|reserved_bits|more|ident)$/],
  [
    "tcp",
    new RegExp(
      "^tcp\\.(srcport|dstport|seq|ack|hdr_len|flags(\\.(?!str$)\\w+)?|window_size_value|checksum" +
        "|urgent_pointer|option_kind|option_len|options(\\.(?!mptcp|wscale\\.multiplier).+)?)$",
    ),
  ],
  ["udp", /^udp\.(srcport|dstport|length|checksum)$/],
  ["icmp", /^icmp\.(type|code|checksum|ident|seq|mtu|redir_gw)$/],
  ["icmpv6", /^icmpv6\.(type|code|checksum|mtu|echo\.(identifier|sequence_number))$/],
]);

/** Protocols that tshark nests into a layer although their fields belong to that layer. */
const transparent: ReadonlySet<string> = new Set(["mptcp"]);

/** Bit fields whose mask tshark does not draw. */
const undrawnMasks: ReadonlyMap<string, bigint> = new Map([["tcp.flags", 0xfffn]]);

/** A packet, a protocol or a field starts or ends; tshark escapes every other `<` and `>`. */
const element = /<(\/?)(pdml|packet|proto|field)\b([^>]*?)(\/?)>/g;

/** Asks tshark about every packet of a capture file. */
export function askTshark(file: string): TsharkAnswer {
  const options = ["-n", ...settings.flatMap((setting) => ["-o", setting]), "-T", "pdml", "-r"];
  const child = spawnSync("tshark", [...options, file], {
    encoding: "utf8",
    maxBuffer: 2 ** 30,
    env: {
      ...process.env,
      LC_ALL: "C.UTF-8",
      TZ: "UTC",
      // Nobody's own preferences.
      WIRESHARK_CONFIG_DIR: join(repository, "test", "captures", "no-preferences"),
    },
  });
  if (child.error !== undefined) {
    const missing = "code" in child.error && child.error.code === "ENOENT";
    throw missing
      ? new Error("tshark is missing: install the Debian package tshark", { cause: child.error })
      : child.error;
  }
  if (child.status !== 0) {
    throw new Error(`tshark cannot read ${file}: ${child.stderr.trim()}`);
  }
  return {
    command: ["tshark", ...options, shownPath(file)].join(" "),
    ...parse(child.stdout),
  };
}

/** The path from the repository, or only the name of a file that is elsewhere. */
function shownPath(file: string): string {
  const path = relative(repository, resolve(file));
  return path.startsWith("..") || isAbsolute(path) ? basename(file) : path.split(sep).join("/");
}

/** What an element of the output says. */
type Attributes = ReadonlyMap<string, string>;

interface OpenPacket {
  number: number;
  time: string;
  capturedLength: number;
  wireLength: number;
  layers: OpenLayer[];
}

interface OpenLayer {
  protocol: string;
  offset: number;
  size: number;
  fields: TsharkField[];
}

function parse(output: string): Omit<TsharkAnswer, "command"> {
  const packets: OpenPacket[] = [];
  const linkTypes = new Set<string>();
  let version = "";
  let packet: OpenPacket | undefined;
  // The layers that are open, the innermost last; undefined: a protocol that is not kept.
  const open: (OpenLayer | undefined)[] = [];

  for (const [, ending, kind, written = "", empty] of output.matchAll(element)) {
    if (ending === "/") {
      if (kind === "proto") {
        open.pop();
      }
      continue;
    }
    const attributes = readAttributes(written);
    const name = attributes.get("name") ?? "";
    if (kind === "pdml") {
      version = /^wireshark\/(\S+)$/.exec(attributes.get("creator") ?? "")?.[1] ?? "";
    } else if (kind === "packet") {
      packet = { number: 0, time: "", capturedLength: 0, wireLength: 0, layers: [] };
      packets.push(packet);
    } else if (packet === undefined) {
      throw new Error(`tshark writes ${name} outside of a packet`);
    } else if (kind === "proto") {
      const layer = transparent.has(name) ? open.at(-1) : startLayer(packet, name, attributes);
      if (empty !== "/") {
        open.push(layer);
      }
    } else {
      const layer = open.at(-1);
      if (layer !== undefined) {
        const field = readField(packet, layer, name, attributes);
        if (field !== undefined) {
          layer.fields.push(field);
        }
      } else if (open.length === 1) {
        readMetadata(packet, linkTypes, name, attributes);
      }
    }
  }
  if (version === "") {
    throw new Error("tshark does not tell its version");
  }
  return { version, linkTypes: [...linkTypes], packets };
}

function readAttributes(written: string): Attributes {
  const attributes = new Map<string, string>();
  for (const [, name = "", value = ""] of written.matchAll(/(\w+)="([^"]*)"/g)) {
    attributes.set(name, value);
  }
  return attributes;
}

/** Fields of the layers `geninfo` and `frame`, which tshark puts before the first header. */
function readMetadata(
  packet: OpenPacket,
  linkTypes: Set<string>,
  name: string,
  attributes: Attributes,
): void {
  if (name === "num") {
    packet.number = Number(attributes.get("show"));
  } else if (name === "len") {
    packet.wireLength = Number(attributes.get("show"));
  } else if (name === "caplen") {
    packet.capturedLength = Number(attributes.get("show"));
  } else if (name === "timestamp") {
    packet.time = attributes.get("value") ?? "";
  } else if (name === "frame.encap_type") {
    const shown = /^Encapsulation type: (.+) \(\d+\)$/.exec(attributes.get("showname") ?? "");
    linkTypes.add(shown?.[1] ?? "");
  }
}

/** The layer that starts here, if it is one to keep. */
function startLayer(
  packet: OpenPacket,
  protocol: string,
  attributes: Attributes,
): OpenLayer | undefined {
  const offset = Number(attributes.get("pos"));
  const size = Number(attributes.get("size"));
  // A layer that starts before the one before it is not made of the frame's own bytes. (At the same
  // place is possible: tshark hands a header over when the version number is not the expected one.)
  const before = packet.layers.at(-1);
  const inFrame =
    offset < packet.capturedLength && (before === undefined || offset >= before.offset);
  if (!keptFields.has(protocol) || size === 0 || !inFrame) {
    return undefined;
  }
  const layer: OpenLayer = { protocol, offset, size, fields: [] };
  packet.layers.push(layer);
  return layer;
}

/** The field that starts here, if it is one to keep and its bytes are in the frame. */
function readField(
  packet: OpenPacket,
  layer: OpenLayer,
  name: string,
  attributes: Attributes,
): TsharkField | undefined {
  const offset = Number(attributes.get("pos"));
  const size = Number(attributes.get("size"));
  const value = attributes.get("value")?.toLowerCase() ?? "";
  const whole = attributes.get("unmaskedvalue") ?? value;
  if (
    keptFields.get(layer.protocol)?.test(name) !== true ||
    attributes.get("hide") === "yes" ||
    offset < layer.offset ||
    offset + size > packet.capturedLength ||
    size === 0 ||
    whole.length !== size * 2
  ) {
    return undefined;
  }
  const drawing = /^[01.]{4}(?: [01.]{4})*(?= = )/.exec(attributes.get("showname") ?? "")?.[0];
  const mask = drawing === undefined ? undrawnMasks.get(name) : drawnMask(drawing);
  if (mask === undefined) {
    if (attributes.has("unmaskedvalue")) {
      throw new Error(`the mask of ${name} is not known`);
    }
    return [name, offset, size, value];
  }
  // Now and then tshark counts fewer bytes than the mask spans; the bytes begin where it says.
  const width = Math.max(size, Math.ceil(mask.toString(2).length / 8));
  const masked = maskedValue(BigInt(`0x${whole}`) << BigInt(8 * (width - size)), mask);
  if (attributes.has("unmaskedvalue") && masked !== BigInt(`0x${value}`)) {
    throw new Error(`${name} of packet ${packet.number} does not agree with its mask`);
  }
  return [name, offset, width, masked.toString(16), mask.toString(16).padStart(2 * width, "0")];
}

/** The mask of a drawing such as `.... 0101`. */
function drawnMask(drawing: string): bigint {
  const bits = drawing.replaceAll(" ", "").replaceAll("0", "1").replaceAll(".", "0");
  return BigInt(`0b${bits}`);
}

function maskedValue(whole: bigint, mask: bigint): bigint {
  const lowest = mask & -mask;
  return (whole & mask) / lowest;
}
