import { bits, struct, u16, u32, u8 } from "structview/schema";

/** IPv4 header without options. */
export const Ipv4 = struct(
  {
    version: bits(4),
    ihl: bits(4),
    dscp: bits(6),
    ecn: bits(2),
    totalLength: u16,
    identification: u16,
    reserved: bits(1),
    dontFragment: bits(1),
    moreFragments: bits(1),
    fragmentOffset: bits(13),
    ttl: u8,
    protocol: u8,
    headerChecksum: u16,
    source: u32,
    destination: u32,
  },
  { byteOrder: "big", size: 20 },
);

/** TCP header without options. */
export const Tcp = struct(
  {
    sourcePort: u16,
    destinationPort: u16,
    sequenceNumber: u32,
    acknowledgmentNumber: u32,
    dataOffset: bits(4),
    reserved: bits(4),
    cwr: bits(1),
    ece: bits(1),
    urg: bits(1),
    ack: bits(1),
    psh: bits(1),
    rst: bits(1),
    syn: bits(1),
    fin: bits(1),
    window: u16,
    checksum: u16,
    urgentPointer: u16,
  },
  { byteOrder: "big", size: 20 },
);

/** The headers of a segment without options: big-endian, with bit fields. */
export const Segment = struct({ ip: Ipv4, tcp: Tcp }, { byteOrder: "big", size: 40 });
