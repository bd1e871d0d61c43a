import { bits, bytes, struct, u16, u32, u8 } from "structview/schema";
import { IpProtocol } from "./ip-protocol.js";

/** IPv6 header (RFC 8200, section 3). */
export const Ipv6Header = struct(
  {
    /** Always 6 in a valid header. */
    version: bits(4),
    trafficClass: bits(8),
    flowLabel: bits(20),
    /** Length in bytes of what follows this header. */
    payloadLength: u16,
    /** What follows this header. */
    nextHeader: IpProtocol,
    hopLimit: u8,
    /** Source address. */
    source: bytes(16),
    /** Destination address. */
    destination: bytes(16),
  },
  { byteOrder: "big" },
);

/** Extension header with options or a route (RFC 8200, sections 4.3, 4.4, 4.6). */
export const Ipv6Extension = struct(
  {
    /** What follows this header. */
    nextHeader: IpProtocol,
    /** Length in units of 8 bytes, the first 8 bytes not counted. */
    length: u8,
    contents: bytes("length * 8 + 6"),
  },
  { byteOrder: "big" },
);

/** Fragment header (RFC 8200, section 4.5). */
export const Ipv6Fragment = struct(
  {
    /** What follows this header in the first fragment. */
    nextHeader: IpProtocol,
    reserved: u8,
    /** Offset of this fragment, in units of 8 bytes. */
    fragmentOffset: bits(13),
    reservedBits: bits(2),
    moreFragments: bits(1),
    /** Groups the fragments of one packet. */
    identification: u32,
  },
  { byteOrder: "big" },
);
