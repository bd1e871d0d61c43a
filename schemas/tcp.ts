import {
  bits,
  bytes,
  computed,
  constant,
  enumeration,
  struct,
  u16,
  u32,
  u8,
} from "structview/schema";

/** TCP header with options (RFC 9293, section 3.1). */
export const TcpHeader = struct(
  {
    sourcePort: u16,
    destinationPort: u16,
    sequenceNumber: u32,
    acknowledgmentNumber: u32,
    /** Header length in 32-bit words, options included. */
    dataOffset: computed(bits(4), "(size(options) + 20) / 4"),
    reserved: bits(4),
    /** Congestion window reduced. */
    cwr: bits(1),
    /** Echo of a congestion notification. */
    ece: bits(1),
    /** Whether the urgent pointer counts. */
    urg: bits(1),
    /** Whether the acknowledgment number counts. */
    ack: bits(1),
    /** Push the data to the application. */
    psh: bits(1),
    /** Reset the connection. */
    rst: bits(1),
    /** First segment from this side. */
    syn: bits(1),
    /** Last segment from this side. */
    fin: bits(1),
    window: u16,
    checksum: u16,
    urgentPointer: u16,
    /** Options, padded to whole words. */
    options: bytes("dataOffset * 4 - 20"),
  },
  { byteOrder: "big" },
);

/** Kinds of TCP options (IANA, TCP Parameters). */
export const TcpOptionKind = enumeration(
  u8,
  {
    end: 0,
    noOperation: 1,
    maximumSegmentSize: 2,
    windowScale: 3,
    sackPermitted: 4,
    sack: 5,
    timestamps: 8,
    multipath: 30,
  },
  { open: true },
);

/** Any TCP option but the kinds 0 (end) and 1 (no operation), which are one byte without a length. */
export const TcpOption = struct({
  kind: TcpOptionKind,
  /** Length of the option in bytes, these two included. */
  length: u8,
  contents: bytes("length - 2"),
});

/** Largest segment that the sender takes (RFC 9293, section 3.2). */
export const TcpMaximumSegmentSize = struct(
  { kind: constant(u8, 2), length: constant(u8, 4), size: u16 },
  { byteOrder: "big" },
);

/** Window scale (RFC 7323, section 2.2). */
export const TcpWindowScale = struct({
  kind: constant(u8, 3),
  length: constant(u8, 3),
  /** Bits by which the window is shifted. */
  shift: u8,
});

/** Timestamps (RFC 7323, section 3.2). */
export const TcpTimestamps = struct(
  {
    kind: constant(u8, 8),
    length: constant(u8, 10),
    /** Clock of the sender. */
    value: u32,
    /** Clock of the other side, as last received. */
    echoReply: u32,
  },
  { byteOrder: "big" },
);

/** One block of a selective acknowledgment (RFC 2018, section 3). */
export const TcpSackBlock = struct({ left: u32, right: u32 }, { byteOrder: "big" });
