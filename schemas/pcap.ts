import { enumeration, i32, struct, u16, u32 } from "structview/schema";

/**
 * First four bytes of a capture file, read in the order of the file: they tell the byte order and the
 * resolution of the time stamps.
 */
export const PcapMagic = enumeration(u32, { microseconds: 0xa1b2c3d4, nanoseconds: 0xa1b23c4d });

/** What the packets of a capture start with (LINKTYPE values of tcpdump.org). */
export const LinkType = enumeration(
  u32,
  {
    /** BSD loopback: four bytes with a protocol family. */
    null: 0,
    ethernet: 1,
    /** IP header first. */
    raw: 101,
    /** Linux "cooked" header. */
    linuxCooked: 113,
  },
  { open: true },
);

/**
 * Header of a capture file (draft-ietf-opsawg-pcap, section 4). Files come in both byte orders, so the
 * order is chosen when the header is opened.
 */
export const PcapHeader = struct(
  {
    magic: PcapMagic,
    versionMajor: u16,
    versionMinor: u16,
    /** Seconds between local time and UTC; always 0 in practice. */
    timeZone: i32,
    /** Accuracy of the time stamps; always 0 in practice. */
    accuracy: u32,
    /** Most bytes that were kept of a packet. */
    snapLength: u32,
    linkType: LinkType,
  },
  { byteOrder: "runtime" },
);

/** Header of a packet in a capture file (draft-ietf-opsawg-pcap, section 5). */
export const PcapPacket = struct(
  {
    /** Seconds since 1970-01-01 UTC. */
    seconds: u32,
    /** Microseconds or nanoseconds, as the magic number of the file says. */
    fraction: u32,
    /** Bytes of the packet in the file. */
    capturedLength: u32,
    /** Bytes of the packet on the wire. */
    wireLength: u32,
  },
  { byteOrder: "runtime" },
);
