import { bytes, enumeration, struct, u16, u8 } from "structview/schema";

/** Kinds of ICMP messages (RFC 792). */
export const IcmpType = enumeration(
  u8,
  {
    echoReply: 0,
    destinationUnreachable: 3,
    redirect: 5,
    echoRequest: 8,
    timeExceeded: 11,
    parameterProblem: 12,
  },
  { open: true },
);

/** Header of every ICMP message (RFC 792). */
export const IcmpHeader = struct(
  {
    type: IcmpType,
    code: u8,
    checksum: u16,
    /** Four bytes whose meaning depends on the type. */
    contents: bytes(4),
  },
  { byteOrder: "big" },
);

/** Header of an echo request or reply (RFC 792). */
export const IcmpEcho = struct(
  {
    type: IcmpType,
    code: u8,
    checksum: u16,
    identifier: u16,
    sequenceNumber: u16,
  },
  { byteOrder: "big" },
);

/** Header of a redirect (RFC 792). */
export const IcmpRedirect = struct(
  { type: IcmpType, code: u8, checksum: u16, /** Better gateway. */ gateway: bytes(4) },
  { byteOrder: "big" },
);

/** Header of "fragmentation needed" (RFC 1191, section 4). */
export const IcmpFragmentationNeeded = struct(
  { type: IcmpType, code: u8, checksum: u16, unused: u16, /** MTU of the next hop. */ mtu: u16 },
  { byteOrder: "big" },
);

/** Kinds of ICMPv6 messages (RFC 4443; RFC 4861, section 4). */
export const Icmpv6Type = enumeration(
  u8,
  {
    destinationUnreachable: 1,
    packetTooBig: 2,
    timeExceeded: 3,
    parameterProblem: 4,
    echoRequest: 128,
    echoReply: 129,
    routerSolicitation: 133,
    routerAdvertisement: 134,
    neighbourSolicitation: 135,
    neighbourAdvertisement: 136,
    multicastListenerReport: 143,
  },
  { open: true },
);

/** Header of every ICMPv6 message (RFC 4443, section 2.1). */
export const Icmpv6Header = struct(
  { type: Icmpv6Type, code: u8, checksum: u16 },
  { byteOrder: "big" },
);

/** Header of an ICMPv6 echo request or reply (RFC 4443, section 4). */
export const Icmpv6Echo = struct(
  { type: Icmpv6Type, code: u8, checksum: u16, identifier: u16, sequenceNumber: u16 },
  { byteOrder: "big" },
);
