import { enumeration, u8 } from "structview/schema";

/** What follows an IP header (IANA, Assigned Internet Protocol Numbers). */
export const IpProtocol = enumeration(
  u8,
  {
    /** IPv6 hop-by-hop options. */
    hopByHop: 0,
    icmp: 1,
    igmp: 2,
    ipv4: 4,
    tcp: 6,
    udp: 17,
    ipv6: 41,
    /** IPv6 routing header. */
    routing: 43,
    /** IPv6 fragment header. */
    fragment: 44,
    gre: 47,
    icmpv6: 58,
    /** Nothing follows an IPv6 header. */
    noNext: 59,
    /** IPv6 destination options. */
    destinationOptions: 60,
    ospf: 89,
    sctp: 132,
  },
  { open: true },
);
