/**
 * What every engine has to do alike: it runs where `engines.live.test.ts` puts it, and knows nothing but
 * the language. Expected values are written by hand, from the formats' specifications.
 */
import { LayoutError } from "@structview/runtime";
import { openCapture } from "../../examples/read-capture/capture-file.js";
import { decodePacket } from "../../examples/read-capture/decode.js";
import { formatPacket } from "../../examples/read-capture/print.js";
import { Elf64Header } from "../../generated/elf.js";
import { EthernetHeader } from "../../generated/ethernet.js";
import { Ipv4Header } from "../../generated/ipv4.js";
import { UdpHeader, UdpHeaderArray } from "../../generated/udp.js";

/** Runs all checks over a capture file. Returns what they found, which is the same in each engine. */
export function run(capture: Uint8Array): Readonly<Record<string, unknown>> {
  return {
    bits: bitFields(),
    window: windowAtOddOffset(),
    written: written(),
    errors: errors(),
    columns: columns(),
    shared: sharedMemory(),
    bigint: bigints(),
    json: JSON.stringify(Ipv4Header.view(ipv4.slice())),
    packets: packetsOf(capture),
  };
}

/** An IPv4 header as RFC 791 lays it out: version 4, 5 words, 40 bytes, do not fragment, 64 hops, TCP. */
const ipv4 = Uint8Array.from(
  "4500 0028 abcd 4000 4006 1234 c000 0201 c633 6407".replaceAll(" ", "").match(/../g) ?? [],
  (digits) => Number.parseInt(digits, 16),
);

function bitFields(): unknown {
  const { version, ihl, totalLength, dontFragment, fragmentOffset, ttl, protocol } =
    Ipv4Header.view(ipv4);
  return [version, ihl, totalLength, dontFragment, fragmentOffset, ttl, protocol];
}

function windowAtOddOffset(): unknown {
  const around = new Uint8Array(41).fill(0xee);
  around.set(ipv4, 7);
  const [record, rest] = Ipv4Header.viewPrefix(around.subarray(7, 30));
  return [record.identification, rest.length, rest[0]];
}

function written(): unknown {
  const header = EthernetHeader.create({ etherType: 0x0800 });
  header.destination.set([1, 2, 3, 4, 5, 6]);
  return [...header.$bytes];
}

function errors(): unknown {
  return [
    messageOf(() => UdpHeader.view(new Uint8Array(7))),
    messageOf(() => UdpHeader.array(new Uint8Array(16)).at(2)),
    messageOf(() => Elf64Header.view(new Uint8Array(64))),
  ];
}

function columns(): unknown {
  const array: UdpHeaderArray = UdpHeader.array(
    Uint8Array.of(0, 53, 0, 9, 0, 8, 0, 0, 0, 7, 1, 0, 0, 8, 0, 0),
  );
  const cursor = array.cursor();
  let sum = 0;
  while (cursor.next()) sum += cursor.record.destinationPort;
  array.sort("sourcePort");
  return [sum, [...array.column("sourcePort")], array.search("sourcePort", 53)];
}

function sharedMemory(): unknown {
  if (typeof SharedArrayBuffer === "undefined") return 80;
  const header = UdpHeader.view(new SharedArrayBuffer(8));
  header.sourcePort = 80;
  return new UdpHeader(header.$view, 0).sourcePort;
}

function bigints(): unknown {
  const bytes = new Uint8Array(64);
  bytes.set([0x7f, 0x45, 0x4c, 0x46, 2, 2, 1]);
  bytes.set([0xff, 0xff, 0xff, 0xff, 0x81, 0, 0, 0], 24);
  return String(Elf64Header.view(bytes).entry);
}

function packetsOf(bytes: Uint8Array): readonly string[] {
  const capture = openCapture(bytes, "capture.pcap");
  return [...capture.packets()].map((packet) =>
    formatPacket(packet, decodePacket(packet.bytes, capture.linkType)),
  );
}

/** Returns the message of the error that is thrown, if it is one of the runtime's. */
function messageOf(run: () => unknown): string {
  try {
    run();
    return "nothing";
  } catch (error) {
    if (!(error instanceof LayoutError)) throw error;
    return error.message;
  }
}
