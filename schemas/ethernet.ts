import { bits, bytes, enumeration, struct, u16 } from "structview/schema";

/** Protocols of the payload of an Ethernet frame (IEEE 802 numbers). Below 0x0600 it is a length. */
export const EtherType = enumeration(
  u16,
  {
    ipv4: 0x0800,
    arp: 0x0806,
    /** IEEE 802.1Q tag. */
    vlan: 0x8100,
    ipv6: 0x86dd,
    mplsUnicast: 0x8847,
    mplsMulticast: 0x8848,
    /** IEEE 802.1ad service tag, the outer one of Q-in-Q. */
    serviceVlan: 0x88a8,
    lldp: 0x88cc,
  },
  { open: true },
);

/** Ethernet II header (IEEE 802.3, clause 3). */
export const EthernetHeader = struct(
  {
    /** Destination MAC address. */
    destination: bytes(6),
    /** Source MAC address. */
    source: bytes(6),
    /** Protocol of the payload, or that a tag follows. */
    etherType: EtherType,
  },
  { byteOrder: "big" },
);

/** What follows an EtherType that stands for a tag (IEEE 802.1Q, clause 9.6). Tags can be stacked. */
export const VlanTag = struct(
  {
    /** Priority code point. */
    priority: bits(3),
    /** Whether the frame may be dropped first. */
    dropEligible: bits(1),
    /** Number of the VLAN; 0 is a priority tag only. */
    vlanId: bits(12),
    /** Protocol of the payload, or that another tag follows. */
    etherType: EtherType,
  },
  { byteOrder: "big" },
);
