import { bytes, enumeration, struct, u16 } from "structview/schema";
import { EtherType } from "./ethernet.js";

/** From where to where a packet went, seen from the machine that captured it. */
export const CookedDirection = enumeration(
  u16,
  { toUs: 0, broadcast: 1, multicast: 2, toAnother: 3, fromUs: 4 },
  { open: true },
);

/** Header that Linux puts before packets of the interface "any" (LINKTYPE_LINUX_SLL of tcpdump.org). */
export const LinuxCookedHeader = struct(
  {
    direction: CookedDirection,
    /** Kind of link (ARPHRD values); 1 is Ethernet, 772 is loopback. */
    hardwareType: u16,
    /** Bytes of `address` that count. */
    addressLength: u16,
    /** Link-layer address of the sender, padded or cut to 8 bytes. */
    address: bytes(8),
    /** Protocol of the payload. */
    etherType: EtherType,
  },
  { byteOrder: "big" },
);
