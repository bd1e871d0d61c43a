import { bytes, enumeration, struct, u16, u8 } from "structview/schema";
import { EtherType } from "./ethernet.js";

/** What an ARP packet asks or says. */
export const ArpOperation = enumeration(u16, { request: 1, reply: 2 }, { open: true });

/** Address resolution packet (RFC 826). Addresses are as long as the packet says. */
export const ArpPacket = struct(
  {
    /** Kind of link; 1 is Ethernet. */
    hardwareType: u16,
    /** Protocol whose addresses are resolved. */
    protocolType: EtherType,
    /** Length of a hardware address in bytes. */
    hardwareLength: u8,
    /** Length of a protocol address in bytes. */
    protocolLength: u8,
    operation: ArpOperation,
    senderHardware: bytes("hardwareLength"),
    senderProtocol: bytes("protocolLength"),
    targetHardware: bytes("hardwareLength"),
    targetProtocol: bytes("protocolLength"),
  },
  { byteOrder: "big" },
);
