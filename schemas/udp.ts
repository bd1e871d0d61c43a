import { struct, u16 } from "structview/schema";

/** UDP header (RFC 768). */
export const UdpHeader = struct(
  {
    sourcePort: u16,
    destinationPort: u16,
    /** Length of header and payload in bytes. */
    length: u16,
    /** Ones' complement sum over a pseudo header and the datagram; 0 is none. */
    checksum: u16,
  },
  { byteOrder: "big" },
);
