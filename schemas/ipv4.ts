import { bits, bytes, computed, struct, u16, u8 } from "structview/schema";
import { IpProtocol } from "./ip-protocol.js";

/** IPv4 header with options (RFC 791, section 3.1). */
export const Ipv4Header = struct(
  {
    /** Always 4 in a valid header. */
    version: bits(4),
    /** Header length in 32-bit words, options included. */
    ihl: computed(bits(4), "(size(options) + 20) / 4"),
    /** Differentiated services code point (RFC 2474). */
    dscp: bits(6),
    /** Explicit congestion notification (RFC 3168). */
    ecn: bits(2),
    /** Length of header and payload in bytes. */
    totalLength: u16,
    /** Groups the fragments of one datagram. */
    identification: u16,
    reserved: bits(1),
    dontFragment: bits(1),
    moreFragments: bits(1),
    /** Offset of this fragment, in units of 8 bytes. */
    fragmentOffset: bits(13),
    /** Time to live, in hops. */
    ttl: u8,
    /** Protocol of the payload. */
    protocol: IpProtocol,
    /** Ones' complement sum over the header. */
    headerChecksum: u16,
    /** Source address. */
    source: bytes(4),
    /** Destination address. */
    destination: bytes(4),
    /** Options, padded to whole words. */
    options: bytes("ihl * 4 - 20"),
  },
  { byteOrder: "big" },
);

/**
 * Start of an IPv4 option (RFC 791, section 3.1). The options 0 (end) and 1 (no operation) are one
 * byte and have no length.
 */
export const Ipv4Option = struct(
  {
    /** Whether fragments carry the option too. */
    copied: bits(1),
    /** 0 is control, 2 is debugging and measurement. */
    optionClass: bits(2),
    number: bits(5),
    /** Length of the option in bytes, these two included. */
    length: u8,
    contents: bytes("length - 2"),
  },
  { byteOrder: "big" },
);
